/* openapi.c: the description of the API, made from the rows that the server itself routes by:
 * a route that is not described, or described and not there, cannot exist. */
#include "http/route.h"

#include <string.h>

static const char *method_name(enum evhttp_cmd_type method)
{
    switch (method) {
    case EVHTTP_REQ_POST: return "post";
    case EVHTTP_REQ_PUT: return "put";
    case EVHTTP_REQ_DELETE: return "delete";
    default: return "get";
    }
}

static json_t *schema_of(const char *type)
{
    if (strcmp(type, "date") == 0) {
        return json_pack("{s:s,s:s}", "type", "string", "format", "date");
    }
    if (strcmp(type, "ticket") == 0) {
        return json_pack("{s:[{s:s},{s:s}]}", "oneOf", "type", "integer", "type", "string");
    }
    if (strcmp(type, "array") == 0) {
        return json_pack("{s:s,s:{s:s}}", "type", "array", "items", "type", "string");
    }
    return json_pack("{s:s}", "type", type);
}

/* Cuts the next "name:type" (with * for required) off `*at`. False at the end. */
static bool next_field(const char **at, char *name, char *type, bool *required)
{
    char word[96];
    *at += strspn(*at, " ");
    size_t length = strcspn(*at, " ");
    if (length == 0 || length >= sizeof word) {
        return false;
    }
    memcpy(word, *at, length);
    word[length] = '\0';
    *at += length;
    char *colon = strchr(word, ':');
    *required = word[length - 1] == '*';
    if (*required) {
        word[length - 1] = '\0';
    }
    snprintf(type, 32, "%.31s", colon != NULL ? colon + 1 : "string");
    if (colon != NULL) {
        *colon = '\0';
    }
    snprintf(name, 64, "%.63s", word);
    return true;
}

static json_t *body_of(const char *fields)
{
    char name[64], type[32];
    bool required;
    json_t *properties = json_object(), *wanted = json_array();
    while (next_field(&fields, name, type, &required)) {
        json_object_set_new(properties, name, schema_of(type));
        if (required) {
            json_array_append_new(wanted, json_string(name));
        }
    }
    return json_pack("{s:b,s:{s:{s:{s:s,s:o,s:o}}}}", "required", true, "content",
                     "application/json", "schema", "type", "object", "properties", properties,
                     "required", wanted);
}

static void path_parameters(json_t *list, const char *path)
{
    for (const char *open = strchr(path, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t length = strcspn(open + 1, "}");
        json_array_append_new(list, json_pack("{s:s%,s:s,s:b,s:{s:s}}", "name", open + 1, length,
                                              "in", "path", "required", true, "schema", "type",
                                              "string"));
    }
}

static json_t *operation_of(const struct route *route)
{
    char name[64], type[32], status[8];
    bool required;
    json_t *parameters = json_array();
    path_parameters(parameters, route->path);
    const char *query = route->query != NULL ? route->query : "";
    while (next_field(&query, name, type, &required)) {
        json_array_append_new(parameters, json_pack("{s:s,s:s,s:b,s:o}", "name", name, "in",
                                                    "query", "required", required, "schema",
                                                    schema_of(type)));
    }
    snprintf(status, sizeof status, "%d", route->status);
    json_t *operation = json_pack(
        "{s:s,s:s,s:o,s:{s:{s:s},s:{s:s,s:{s:{s:{s:s}}}}}}", "summary", route->summary_zh,
        "description", route->summary_en, "parameters", parameters, "responses", status,
        "description", "OK", "default", "description", "Error", "content", "application/json",
        "schema", "$ref", "#/components/schemas/Error");
    if (route->body != NULL) {
        json_object_set_new(operation, "requestBody", body_of(route->body));
    }
    return operation;
}

json_t *openapi_make(void)
{
    json_t *paths = json_object();
    const struct route *table;
    for (size_t t = 0; (table = route_table(t)) != NULL; t++) {
        for (const struct route *route = table; route->path != NULL; route++) {
            json_t *path = json_object_get(paths, route->path);
            if (path == NULL) {
                path = json_object();
                json_object_set_new(paths, route->path, path);
            }
            json_object_set_new(path, method_name(route->method), operation_of(route));
        }
    }
    json_t *error = json_pack("{s:s,s:{s:{s:s,s:{s:{s:s},s:{s:s}}}}}", "type", "object",
                              "properties", "error", "type", "object", "properties", "code",
                              "type", "string", "message", "type", "string");
    return json_pack("{s:s,s:{s:s,s:s},s:o,s:{s:{s:o}}}", "openapi", "3.0.3", "info", "title",
                     "hallq", "version", HALLQ_VERSION, "paths", paths, "components", "schemas",
                     "Error", error);
}
