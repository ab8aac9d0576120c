/* order.c: what may be asked for, and what is said to whoever asks for nonsense. See maker.h. */
#include "reports/maker.h"

#include "base/text.h"
#include "reports/brief.h"

#include <string.h>

/* Those that are neither groups nor rows. */
static const struct special {
    const char *name;
    unsigned forms;
} specials[] = {
    {"day", 1u << FORM_JSON},
    {"brief", 1u << FORM_JSON | 1u << FORM_PDF | 1u << FORM_TEXT},
};

enum { SHEET_FORMS = 1u << FORM_JSON | 1u << FORM_CSV | 1u << FORM_XLSX | 1u << FORM_PDF };

unsigned order_forms(const char *name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (strcmp(specials[i].name, name) == 0) {
            return specials[i].forms;
        }
    }
    return report_kind_named(name) != NULL || ledger_kind_named(name) != NULL ? SHEET_FORMS : 0;
}

static int refuse(struct order_error *error, int status, const char *code)
{
    error->status = status;
    error->code = code;
    return -1;
}

/* ------------------------------------------------------------------ axes and filters */

static void list_axes(const struct report_kind *kind, const struct report_filter *filter,
                      const struct language *language, enum language_code code, char *out,
                      size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int by = 0; by < IMAGE_AXES; by++) {
        if (report_kind_fits(kind, (enum image_axis)by, filter)) {
            const char *name = image_axis_name((enum image_axis)by);
            text_append(out, size, &used, code == LANGUAGE_ZH ? "%s%s（%s）" : "%s%s (%s)",
                        used == 0               ? ""
                        : code == LANGUAGE_ZH ? "、"
                                              : ", ",
                        sheet_words(language, code, "axis", name), name);
        }
    }
}

static int check_table(struct report_order *order, const struct report_kind *kind,
                       const struct language *language, struct order_error *error)
{
    const struct report_filter *filter = &order->filter;
    if (!order->by_given) {
        order->by = kind->by;
    }
    if (!report_kind_fits(kind, order->by, filter)) {
        list_axes(kind, filter, language, order->language, error->which, sizeof error->which);
        return refuse(error, 422, "report_axis");
    }
    bool of_items =
        filter->item[0] != '\0' || filter->category[0] != '\0' || filter->priority[0] != '\0';
    return of_items && !report_kind_takes_items(kind) ? refuse(error, 422, "report_items") : 0;
}

static const struct {
    unsigned bit;
    const char *of;
} filter_names[] = {
    {LEDGER_BY_DEPARTMENT, "department"}, {LEDGER_BY_CATEGORY, "category"},
    {LEDGER_BY_ITEM, "item"},             {LEDGER_BY_WINDOW, "window"},
    {LEDGER_BY_CLERK, "clerk"},
};

static int check_ledger(const struct report_order *order, const struct ledger_kind *kind,
                        const struct language *language, struct order_error *error)
{
    if (order->by_given) {
        return refuse(error, 422, "report_no_axes");
    }
    unsigned strange = ledger_filters_of(&order->filter) & ~kind->filters;
    for (size_t i = 0; i < sizeof filter_names / sizeof *filter_names; i++) {
        if ((strange & filter_names[i].bit) != 0) {
            snprintf(error->which, sizeof error->which, "%s",
                     sheet_words(language, order->language, "filter", filter_names[i].of));
            return refuse(error, 422, "report_filter");
        }
    }
    return 0;
}

int order_check(struct report_order *order, const struct language *language,
                struct order_error *error)
{
    *error = (struct order_error){0};
    unsigned forms = order_forms(order->name);
    const struct report_kind *table = report_kind_named(order->name);
    const struct ledger_kind *ledger = ledger_kind_named(order->name);
    if (forms == 0) {
        return refuse(error, 404, "unknown_report");
    }
    if ((forms & 1u << order->form) == 0) {
        return refuse(error, 404, "report_form");
    }
    if (table == NULL && ledger == NULL) {
        order->to = order->from; /* of one day */
    }
    if (order->from > order->to) {
        return refuse(error, 422, "report_period");
    }
    return table != NULL    ? check_table(order, table, language, error)
           : ledger != NULL ? check_ledger(order, ledger, language, error)
                            : 0;
}

/* ------------------------------------------------------------------ the catalogue */

static json_t *words(const struct language *language, const char *part, const char *key)
{
    char name[96];
    snprintf(name, sizeof name, "report.%s.%s", part, key);
    return form_json_words(language, name);
}

static json_t *forms_of(const char *name)
{
    json_t *list = json_array();
    for (int form = FORM_CSV; form < REPORT_FORMS; form++) {
        if ((order_forms(name) & 1u << form) != 0) {
            json_array_append_new(list, json_string(report_forms[form].ending + 1));
        }
    }
    return list;
}

static json_t *entry(const struct language *language, const char *name, const char *group,
                     const char *by, json_t *axes, json_t *filters)
{
    return json_pack("{s:s,s:o,s:s,s:o,s:s,s:o,s:o,s:o}", "name", name, "title",
                     words(language, "name", name), "group", group, "group_title",
                     words(language, "group", group), "by", by, "axes", axes, "filters", filters,
                     "forms", forms_of(name));
}

static json_t *axes_of(const struct report_kind *kind)
{
    const struct report_filter none = {.window = 0};
    json_t *list = json_array();
    for (int by = 0; by < IMAGE_AXES; by++) {
        if (report_kind_fits(kind, (enum image_axis)by, &none)) {
            json_array_append_new(list, json_string(image_axis_name((enum image_axis)by)));
        }
    }
    return list;
}

static json_t *filters_of(unsigned filters)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof filter_names / sizeof *filter_names; i++) {
        if ((filters & filter_names[i].bit) != 0) {
            json_array_append_new(list, json_string(filter_names[i].of));
        }
    }
    return list;
}

json_t *order_catalogue(const struct language *language)
{
    json_t *list = json_array();
    const struct report_kind *table;
    const struct ledger_kind *ledger;
    json_array_append_new(list, entry(language, "brief", "day", "", json_array(), json_array()));
    for (size_t i = 0; (table = report_kind(i)) != NULL; i++) {
        unsigned filters = report_kind_takes_items(table)
                               ? LEDGER_BY_ALL
                               : LEDGER_BY_DEPARTMENT | LEDGER_BY_WINDOW | LEDGER_BY_CLERK;
        json_array_append_new(list,
                              entry(language, table->name, table->group,
                                    image_axis_name(table->by), axes_of(table),
                                    filters_of(filters)));
    }
    for (size_t i = 0; (ledger = ledger_kind(i)) != NULL; i++) {
        json_array_append_new(list, entry(language, ledger->name, ledger->group, "", json_array(),
                                          filters_of(ledger->filters)));
    }
    return list;
}
