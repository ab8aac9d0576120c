/* json_reviews.c: ratings and bad reviews as JSON, and who is meant by their codes. */
#include "http/route.h"
#include "office/reviews.h"

#include <string.h>

json_t *json_of_date(int32_t day)
{
    char text[16];
    if (day == 0) {
        return json_null();
    }
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)(day / 10000) % 10000,
             (int)(day / 100 % 100), (int)(day % 100));
    return json_string(text);
}

/* Calls `add` for each code of a list with commas. */
static json_t *json_of_codes(const char *list, json_t *(*one)(const void *, const char *),
                             const void *context)
{
    json_t *out = json_array();
    char code[LIMIT_CODE];
    for (const char *at = list; *at != '\0'; at += strspn(at, ",")) {
        size_t length = strcspn(at, ",");
        if (length > 0 && length < sizeof code) {
            memcpy(code, at, length);
            code[length] = '\0';
            json_array_append_new(out, one(context, code));
        }
        at += length;
    }
    return out;
}

static json_t *one_code(const void *context, const char *code)
{
    (void)context;
    return json_string(code);
}

json_t *json_of_doubts(const char *doubts)
{
    return json_of_codes(doubts, one_code, NULL);
}

/* A tag that has left the configuration is shown as its code. */
static json_t *one_tag(const void *context, const char *code)
{
    const struct site *site = context;
    struct words name = {code, code};
    for (size_t i = 0; i < site->review_tag_count; i++) {
        if (strcmp(site->review_tags[i].code, code) == 0) {
            name = site->review_tags[i].name;
        }
    }
    return json_pack("{s:s,s:o}", "code", code, "name", json_of_words(&name));
}

json_t *json_of_tags(const struct site *site, const char *tags)
{
    return json_of_codes(tags, one_tag, site);
}

static json_t *json_of_clerk(const struct site *site, const char *code)
{
    if (code[0] == '\0') {
        return json_null();
    }
    struct words name = {code, code};
    for (size_t i = 0; i < site->window_count; i++) {
        if (strcmp(site->windows[i].clerk, code) == 0 && site->windows[i].clerk_name.zh[0] != '\0') {
            name = site->windows[i].clerk_name;
        }
    }
    return json_pack("{s:s,s:o}", "code", code, "name", json_of_words(&name));
}

void json_add_service(json_t *out, const struct site *site, const struct rated_service *service)
{
    uint16_t item = site_item_index(site, service->item);
    uint16_t department = review_department(site, service->item, service->window);
    json_object_set_new(out, "window", json_integer(service->window));
    json_object_set_new(out, "item",
                        item != UINT16_MAX
                            ? json_pack("{s:s,s:o}", "code", service->item, "name",
                                        json_of_words(&site->items[item].name))
                            : json_null());
    json_object_set_new(out, "department",
                        department < site->department_count
                            ? json_pack("{s:s,s:o}", "code", site->departments[department].code,
                                        "name", json_of_words(&site->departments[department].name))
                            : json_null());
    json_object_set_new(out, "clerk", json_of_clerk(site, service->clerk));
}
