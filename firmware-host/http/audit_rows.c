/* audit_rows.c: see audit_rows.h. */
#include "http/audit_rows.h"

#include "http/route.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Kinds whose `text` is a password's hash, a token's or a session's. */
static bool has_secret_text(const char *kind)
{
    static const char *const kinds[] = {"office_account_set", "office_password_set",
                                        "office_token_made",  "office_token_ended",
                                        "office_signed_in",   "office_signed_out",
                                        "office_sign_in_failed", "office_unlocked"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return true;
        }
    }
    return false;
}

static bool take_out(json_t *body, const char *key)
{
    const char *value = json_string_value(json_object_get(body, key));
    bool any = value != NULL && value[0] != '\0';
    json_object_del(body, key);
    return any;
}

json_t *audit_body(const struct ledger_row *row, bool *withheld)
{
    json_t *body = json_loads(row->body, JSON_REJECT_DUPLICATES, NULL);
    *withheld = false;
    if (!json_is_object(body)) {
        json_decref(body);
        *withheld = true;
        return json_object();
    }
    *withheld = take_out(body, "token");
    if (has_secret_text(row->kind)) {
        *withheld = take_out(body, "text") || *withheld;
    }
    return body;
}

json_t *audit_row_json(const struct ledger_row *row)
{
    bool withheld;
    json_t *body = audit_body(row, &withheld);
    json_t *out = json_pack("{s:I,s:i,s:s,s:s,s:s,s:I,s:I,s:b,s:o}", "seq", (json_int_t)row->seq,
                            "day", (int)row->day, "kind", row->kind, "actor", row->actor, "source",
                            row->source, "ticket", (json_int_t)row->ticket, "window",
                            (json_int_t)row->window, "withheld", withheld, "body", body);
    json_object_set_new(out, "at", json_of_time((wall_t){row->at_ms}));
    return out;
}

/* ------------------------------------------------------------------ export */

static const char *const columns[] = {"seq",    "at_ms",  "mono_ms", "boot",   "day",
                                      "kind",   "ticket", "window",  "intent", "actor",
                                      "source", "body",   "previous", "hash",  "withheld"};

static void put_csv(FILE *out, const char *text)
{
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    bool quote = formula || strpbrk(text, ",\"\r\n") != NULL;
    fputs(quote ? "\"" : "", out);
    fputs(formula ? "'" : "", out);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            fputc('"', out);
        }
        fputc(*text, out);
    }
    fputs(quote ? "\"" : "", out);
}

static void put_csv_row(const struct ledger_row *row, const char *body, const char *previous,
                        const char *hash, bool withheld, FILE *out)
{
    fprintf(out, "%" PRId64 ",%" PRId64 ",%" PRId64 ",", row->seq, row->at_ms, row->mono_ms);
    put_csv(out, row->boot);
    fprintf(out, ",%" PRId32 ",", row->day);
    put_csv(out, row->kind);
    fprintf(out, ",%" PRId64 ",%" PRId64 ",", row->ticket, row->window);
    const char *const texts[] = {row->intent, row->actor, row->source, body};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put_csv(out, texts[i]);
        fputc(',', out);
    }
    fprintf(out, "%s,%s,%d\r\n", previous, hash, withheld);
}

/* `body` as a string, byte for byte, so that its hash can be computed again. */
static void put_json_row(const struct ledger_row *row, const char *body, const char *previous,
                         const char *hash, bool withheld, FILE *out)
{
    json_t *line = json_pack("{s:I,s:I,s:I,s:s,s:i,s:s,s:I,s:I}", "seq", (json_int_t)row->seq,
                             "at_ms", (json_int_t)row->at_ms, "mono_ms", (json_int_t)row->mono_ms,
                             "boot", row->boot, "day", (int)row->day, "kind", row->kind, "ticket",
                             (json_int_t)row->ticket, "window", (json_int_t)row->window);
    json_object_set_new(line, "intent", json_string(row->intent));
    json_object_set_new(line, "actor", json_string(row->actor));
    json_object_set_new(line, "source", json_string(row->source));
    json_object_set_new(line, "body", json_string(body));
    json_object_set_new(line, "previous", json_string(previous));
    json_object_set_new(line, "hash", json_string(hash));
    json_object_set_new(line, "withheld", json_boolean(withheld));
    json_dumpf(line, out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    fputc('\n', out);
    json_decref(line);
}

void audit_row_line(const struct ledger_row *row, bool csv, FILE *out)
{
    char previous[65], hash[65];
    bool withheld;
    json_t *body = audit_body(row, &withheld);
    char *shown = withheld ? json_dumps(body, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    const char *text = shown != NULL ? shown : row->body;
    sodium_bin2hex(previous, sizeof previous, row->previous, sizeof row->previous);
    sodium_bin2hex(hash, sizeof hash, row->hash, sizeof row->hash);
    (csv ? put_csv_row : put_json_row)(row, text, previous, hash, withheld, out);
    free(shown);
    json_decref(body);
}

void audit_head_line(bool csv, int32_t from, int32_t to, FILE *out)
{
    if (!csv) {
        fprintf(out,
                "{\"format\":\"hallq audit 1\",\"from\":%d,\"to\":%d,\"hash\":\"BLAKE2b-256(previous "
                "|| canonical): seq at_ms mono_ms day ticket window as 8 bytes each, then boot kind "
                "intent actor source body as 4 bytes of length and the bytes, little-endian; rows "
                "with withheld:true leave a secret out of body and cannot be computed again\"}\n",
                (int)from, (int)to);
        return;
    }
    fputs("\xEF\xBB\xBF", out);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        fprintf(out, "%s%s", i > 0 ? "," : "", columns[i]);
    }
    fputs("\r\n", out);
}
