/* custom_hall.c: values of hall.yaml that fit no plain type, and the checks within one record.
 * See custom.h. */
#include "config/custom.h"

#include "base/text.h"
#include "config/value.h"

#include <string.h>

enum { LIST_TEXT = 240 };

/* ------------------------------------------------------------------ hours */

static int read_day(struct reader *reader, const struct yaml_node *node,
                    const struct schema_row *row, uint8_t *weekdays)
{
    uint8_t day = 0;
    const struct schema_row choice = {.key = row->key, .type = SCHEMA_CHOICE, .size = 1,
                                      .words = schema_weekdays};
    if (reader_value(reader, node, &choice, &day) < 0) {
        return -1;
    }
    *weekdays |= (uint8_t)(1u << day);
    return 0;
}

int read_days(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
              void *field)
{
    if (!reader_is(reader, node, YAML_LIST, row)) {
        return -1;
    }
    uint8_t weekdays = 0;
    int rc = 0;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        rc = read_day(reader, child, row, &weekdays) < 0 ? -1 : rc;
    }
    if (rc == 0 && weekdays == 0) {
        reader_problem(reader, node, MESSAGE_TOO_FEW, (struct message_values){{row->key, "1"}});
        return -1;
    }
    *(uint8_t *)field = weekdays;
    return rc;
}

void write_days(struct writer *writer, const struct schema_row *row, const void *field)
{
    unsigned weekdays = *(const uint8_t *)field;
    writer_key(writer, row->key);
    const char *comma = "";
    fputc('[', writer->out);
    for (int day = 0; day < 7; day++) {
        char name[VALUE_TEXT];
        if ((weekdays >> day & 1) != 0) {
            fprintf(writer->out, "%s%s", comma,
                    value_format_choice(day, schema_weekdays, name, sizeof name));
            comma = ", ";
        }
    }
    fputs("]\n", writer->out);
}

void check_period(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct site_period *period = record;
    const struct yaml_node *to = yaml_get(node, "to");
    if (period->to_min > period->from_min || to == NULL || yaml_get(node, "from") == NULL) {
        return;
    }
    char from_text[VALUE_TEXT], to_text[VALUE_TEXT];
    reader_problem(reader, to, MESSAGE_PERIOD_BACKWARDS,
                   (struct message_values){{value_format_time(period->from_min, from_text),
                                            value_format_time(period->to_min, to_text)}});
}

/* ------------------------------------------------------------------ categories */

int read_numbers(struct reader *reader, const struct yaml_node *node,
                 const struct schema_row *row, void *field)
{
    struct site_category *category = field;
    const struct schema_row number = {.key = row->key, .type = SCHEMA_INT, .low = row->low,
                                      .high = row->high, .size = sizeof(int32_t)};
    int32_t ends[2] = {1, 0};
    if (node->kind == YAML_LIST && node->count == 2) {
        if (reader_value(reader, node->first, &number, &ends[0]) < 0 ||
            reader_value(reader, node->last, &number, &ends[1]) < 0) {
            return -1;
        }
    }
    if (ends[0] > ends[1]) {
        reader_problem(reader, node, MESSAGE_WRONG_TYPE,
                       (struct message_values){
                           {row->key, reader_noun(reader, MESSAGE_EXPECT_NUMBERS),
                            node->kind == YAML_SCALAR ? node->text : "[…]", row->example}});
        return -1;
    }
    category->first = ends[0];
    category->last = ends[1];
    return 0;
}

void write_numbers(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct site_category *category = field;
    writer_key(writer, row->key);
    fprintf(writer->out, "[%d, %d]\n", category->first, category->last);
}

void check_category(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct site_category *category = record;
    int64_t room = 1;
    for (int32_t i = 0; i < category->digits; i++) {
        room *= 10;
    }
    if (category->last < room) {
        return;
    }
    const struct yaml_node *numbers = yaml_get(node, "numbers");
    reader_problem(reader, numbers != NULL ? numbers : node, MESSAGE_DIGITS_TOO_FEW,
                   (struct message_values){{reader_number(reader, category->digits),
                                            reader_number(reader, category->last)}});
}

/* ------------------------------------------------------------------ items */

void check_item(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct site_item *item = record;
    const struct yaml_node *days = yaml_get(node, "promised_days");
    bool none = days == NULL || strcmp(days->text, "0") == 0;
    if (item->kind == CASE_PROMISED && none) {
        const struct yaml_node *kind = yaml_get(node, "kind");
        reader_problem(reader, days != NULL ? days : kind, MESSAGE_PROMISE_WITHOUT_DAYS,
                       (struct message_values){{NULL}});
    }
    if (days != NULL && item->statutory_days > 0 && item->promised_days > item->statutory_days) {
        reader_problem(reader, days, MESSAGE_PROMISE_TOO_LONG,
                       (struct message_values){{reader_number(reader, item->promised_days),
                                                reader_number(reader, item->statutory_days)}});
    }
}

/* ------------------------------------------------------------------ windows */

static void read_serve(struct reader *reader, const struct yaml_node *node,
                       const struct schema_row *row, struct site_window *window)
{
    const struct schema_row reference = {.key = row->key, .type = SCHEMA_REFERENCE,
                                         .list = row->list};
    const struct schema_row percent = {.key = node->key->text, .type = SCHEMA_INT, .unit = "%",
                                       .low = row->low, .high = row->high,
                                       .size = sizeof(uint16_t)};
    struct site_serves serves = {UINT16_MAX, 100};
    if (reader_value(reader, node->key, &reference, &serves.category) < 0) {
        return;
    }
    for (size_t i = 0; i < window->serves_count; i++) {
        if (window->serves[i].category == serves.category) {
            const char *line = reader_line(reader, node->key);
            reader_problem_at_key(reader, node, MESSAGE_DUPLICATE_KEY,
                                  (struct message_values){{node->key->text, line}});
            return;
        }
    }
    if (!yaml_is_empty(node)) {
        reader_value(reader, node, &percent, &serves.weight);
    }
    window->serves[window->serves_count++] = serves;
}

/* {category: percent, …}; a list of categories means 100 each. */
int read_serves(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
                void *field)
{
    struct site_window *window = field;
    if (!reader_is(reader, node, YAML_MAP, row)) {
        return -1;
    }
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        read_serve(reader, child, row, window);
    }
    return 0;
}

void write_serves(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct site_window *window = field;
    writer_key(writer, row->key);
    fputc('{', writer->out);
    for (uint16_t i = 0; i < window->serves_count; i++) {
        fprintf(writer->out, "%s%s: %u", i > 0 ? ", " : "",
                writer->site->categories[window->serves[i].category].code,
                window->serves[i].weight);
    }
    fputs("}\n", writer->out);
}

/* ------------------------------------------------------------------ the ticket */

void check_slip_line(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct slip_draft *draft = record;
    int kinds = (yaml_get(node, "text") != NULL) + (yaml_get(node, "qr") != NULL) +
                (draft->feed > 0) + draft->rule + draft->cut;
    if (kinds != 1) {
        reader_problem(reader, node, MESSAGE_SLIP_LINE_KIND, (struct message_values){{NULL}});
    }
}

static struct site_slip_line slip_line(const struct slip_draft *draft)
{
    struct site_slip_line line = {.kind = SLIP_TEXT_LINE, .align = draft->align,
                                  .width = draft->width, .height = draft->height,
                                  .bold = draft->bold, .text = draft->text};
    if (draft->qr[0] != '\0') {
        line.kind = SLIP_QR;
        line.text = draft->qr;
        line.width = draft->size;
    } else if (draft->feed > 0) {
        line.kind = SLIP_FEED;
        line.height = draft->feed;
    } else if (draft->rule || draft->cut) {
        line.kind = draft->rule ? SLIP_RULE : SLIP_CUT;
    }
    return line;
}

int read_ticket(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
                void *field)
{
    struct site *site = field;
    if (!reader_is(reader, node, YAML_LIST, row)) {
        return -1;
    }
    if (node->count > (size_t)row->high || node->count == 0) {
        bool many = node->count > 0;
        reader_problem(reader, node, many ? MESSAGE_TOO_MANY : MESSAGE_TOO_FEW,
                       (struct message_values){
                           {row->key, many ? reader_number(reader, (int64_t)node->count) : "1",
                            reader_number(reader, row->high)}});
        return -1;
    }
    site->slip_lines = arena_take(reader->arena, node->count * sizeof *site->slip_lines);
    site->slip_line_count = 0;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
        struct slip_draft draft = {0};
        reader_map(reader, child, &schema_slip_line, &draft, NULL);
        site->slip_lines[site->slip_line_count++] = slip_line(&draft);
    }
    return 0;
}

static void write_slip_line(struct writer *writer, const struct site_slip_line *line)
{
    static const char *const openings[] = {
        [SLIP_TEXT_LINE] = "text: ", [SLIP_QR] = "qr: ",       [SLIP_FEED] = "feed: ",
        [SLIP_RULE] = "rule: true",  [SLIP_CUT] = "cut: true",
    };
    static const char *const aligns[] = {"left", "centre", "right"};
    fprintf(writer->out, "%*s- {%s", writer->indent + 2, "", openings[line->kind]);
    if (line->kind == SLIP_FEED) {
        fprintf(writer->out, "%u", line->height);
    } else if (line->kind == SLIP_QR) {
        writer_text(writer, line->text);
        fprintf(writer->out, ", size: %u", line->width);
        fprintf(writer->out, ", height: %u", line->height);
    } else if (line->kind == SLIP_TEXT_LINE) {
        writer_text(writer, line->text);
    }
    if (line->kind != SLIP_QR) {
        fprintf(writer->out, ", width: %u", line->width);
    }
    if (line->kind != SLIP_QR && line->kind != SLIP_FEED) {
        fprintf(writer->out, ", height: %u", line->height);
    }
    fprintf(writer->out, ", align: %s, bold: %s}\n", aligns[line->align],
            line->bold ? "true" : "false");
}

void write_ticket(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct site *site = field;
    writer_block(writer, row->key);
    for (size_t i = 0; i < site->slip_line_count; i++) {
        write_slip_line(writer, &site->slip_lines[i]);
    }
}
