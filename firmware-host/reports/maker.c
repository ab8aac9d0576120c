/* maker.c: from an order to bytes. See maker.h. */
#define LOG_MODULE "reports"
#include "reports/maker.h"

#include "base/log.h"
#include "reports/brief.h"
#include "reports/day_report.h"
#include "store/figure_keeper.h"

#include <stdlib.h>
#include <string.h>

struct report_maker {
    char folder[256];
    const struct language *language;
    const struct site *site; /* the last one that was given */
    struct figure_keeper *keeper;
    bool in_step;   /* the keeper has been through the whole journal once */
    bool rolled_up; /* nothing is left to do in a pause */
};

struct report_maker *report_maker_create(const char *folder, const struct language *language)
{
    struct report_maker *maker = calloc(1, sizeof *maker);
    if (maker != NULL) {
        maker->language = language;
        snprintf(maker->folder, sizeof maker->folder, "%s", folder);
    }
    return maker;
}

void report_maker_destroy(struct report_maker *maker)
{
    if (maker != NULL) {
        figure_keeper_close(maker->keeper);
        free(maker);
    }
}

/* ------------------------------------------------------------------ in step with the journal */

static void tell_windows(void *context, struct day_stats *stats)
{
    const struct report_maker *maker = context;
    report_day_serves(stats, maker->site);
}

static void tell_lens(void *context, const struct image *image, struct image_lens *lens)
{
    const struct report_maker *maker = context;
    report_lens(image, maker->site, lens);
}

int report_maker_step(struct report_maker *maker, const struct site *site)
{
    char why[200] = "";
    maker->site = site;
    if (maker->keeper == NULL) {
        const struct figure_keeper_settings settings = {.folder = maker->folder,
                                                        .serves = tell_windows,
                                                        .look = tell_lens,
                                                        .context = maker};
        maker->keeper = figure_keeper_open(&settings, why, sizeof why);
    }
    int more = maker->keeper != NULL ? figure_keeper_step(maker->keeper) : -1;
    if (more < 0) {
        log_error("figures of the past days are not available: %s", why);
    }
    maker->in_step = maker->in_step || more <= 0;
    maker->rolled_up = more < 0;
    return more > 0;
}

bool report_maker_roll(struct report_maker *maker, const struct site *site)
{
    maker->site = site;
    if (!maker->rolled_up && maker->keeper != NULL) {
        maker->rolled_up = figure_keeper_roll(maker->keeper) <= 0;
    }
    return !maker->rolled_up;
}

bool report_maker_in_step(const struct report_maker *maker)
{
    return maker->in_step;
}

int32_t report_maker_first_day(const struct report_maker *maker)
{
    struct image_block first;
    if (maker->keeper == NULL) {
        return 0;
    }
    return image_block(figure_keeper_image(maker->keeper), 0, &first) == 0
               ? first.day
               : figure_keeper_day(maker->keeper);
}

/* Everything that the journal has, and today as of now. */
static const struct image *fresh_image(struct report_maker *maker, const struct site *site, wall_t now)
{
    int more = 1;
    maker->site = site;
    maker->rolled_up = maker->keeper == NULL;
    while (maker->keeper != NULL && more > 0) {
        more = figure_keeper_step(maker->keeper);
    }
    return more == 0 && figure_keeper_refresh(maker->keeper, now) == 0
               ? figure_keeper_image(maker->keeper)
               : NULL;
}

/* ------------------------------------------------------------------ making */

static int fail(struct order_error *error, int status, const char *code)
{
    error->status = status;
    error->code = code;
    return -1;
}

static int make_ledger(struct report_maker *maker, const struct site *site,
                       const struct report_order *order, const struct image *image,
                       struct sheet *sheet)
{
    char why[160] = "";
    struct ledger_question question = {
        .reader = store_reader_open(maker->folder, why, sizeof why),
        .image = image,
        .site = site,
        .language = maker->language,
        .from = order->from,
        .to = order->to,
        .now = order->now,
        .filter = &order->filter,
    };
    if (question.reader == NULL) {
        log_error("%s", why);
        return -1;
    }
    int result = ledger_make(ledger_kind_named(order->name), &question, sheet);
    store_reader_close(question.reader);
    return result;
}

/* Who has no priority is a group too; the configuration has no name for it. */
static void name_unnamed(const struct report_maker *maker, struct sheet *sheet)
{
    for (size_t i = 0; sheet->keyed && i < sheet->row_count; i++) {
        struct sheet_row *row = &sheet->rows[i];
        for (int code = 0; row->key[0] == '\0' && code < LANGUAGE_COUNT; code++) {
            row->name[code] = sheet_keep(
                sheet, language_text(maker->language, (enum language_code)code, "report.unnamed"));
        }
    }
}

/* A sheet that is made becomes what was asked for. */
static int finish(const struct report_maker *maker, const struct report_order *order, struct sheet *sheet,
                  struct form_bytes *out, struct order_error *error)
{
    if (sheet_made(sheet) == SHEET_TOO_LONG) {
        return fail(error, 422, "report_too_long");
    }
    name_unnamed(maker, sheet);
    if (sheet_choose(sheet, order->columns) < 0) {
        snprintf(error->which, sizeof error->which, "%s", order->columns);
        return fail(error, 422, "report_columns");
    }
    if (sheet_sort(sheet, order->sort) < 0) {
        snprintf(error->which, sizeof error->which, "%s", order->sort);
        return fail(error, 422, "report_sort");
    }
    if (order->form == FORM_PDF && sheet->row_count > SHEET_PAPER_ROWS) {
        return fail(error, 422, "report_too_long_for_paper");
    }
    return report_forms[order->form].write(sheet, maker->language, order->language, out) < 0
               ? fail(error, 500, "report_failed")
               : 0;
}

static int make_sheet(struct report_maker *maker, const struct site *site,
                      const struct report_order *order, struct form_bytes *out,
                      struct order_error *error)
{
    const struct report_kind *table = report_kind_named(order->name);
    const struct image *image =
        maker->in_step ? fresh_image(maker, site, order->now) : NULL;
    if (!maker->in_step && (table != NULL || ledger_kind_named(order->name)->wants_image)) {
        return fail(error, 503, "figures_not_ready");
    }
    struct sheet sheet;
    sheet_init(&sheet, table != NULL ? table->name : ledger_kind_named(order->name)->name);
    sheet.made = order->now;
    const struct report_question question = {.kind = table, .by = order->by, .from = order->from,
                                             .to = order->to, .filter = order->filter};
    int result = table == NULL   ? make_ledger(maker, site, order, image, &sheet)
                 : image != NULL ? report_table_make(image, site, &question, &sheet)
                                 : -1;
    result = result == 0 || sheet_made(&sheet) == SHEET_TOO_LONG
                 ? finish(maker, order, &sheet, out, error)
                 : fail(error, 500, "report_failed");
    sheet_finish(&sheet);
    return result;
}

static int give_json(json_t *value, struct form_bytes *out)
{
    out->bytes = value != NULL ? json_dumps(value, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    out->size = out->bytes != NULL ? strlen(out->bytes) : 0;
    json_decref(value);
    return out->bytes != NULL ? 0 : -1;
}

static int make_day(struct store_reader *reader, const struct site *site,
                    const struct report_order *order, struct form_bytes *out)
{
    return give_json(report_day_make(reader, site, order->from, order->now), out);
}

static int make_brief(struct report_maker *maker, struct store_reader *reader, const struct site *site,
                      const struct report_order *order, struct form_bytes *out)
{
    const struct brief_question question = {
        .reader = reader,
        .image = fresh_image(maker, site, order->now),
        .site = site,
        .language = maker->language,
        .day = order->from,
        .now = order->now,
    };
    struct brief brief;
    if (question.image == NULL || brief_make(&question, &brief) < 0) {
        return -1;
    }
    int result = order->form == FORM_PDF    ? brief_pdf(&brief, order->language, out)
                 : order->form == FORM_TEXT ? brief_text(&brief, order->language, out)
                                            : give_json(brief_json(&brief), out);
    brief_finish(&brief);
    return result;
}

static int make_special(struct report_maker *maker, const struct site *site,
                        const struct report_order *order, struct form_bytes *out,
                        struct order_error *error)
{
    char why[160] = "";
    bool brief = strcmp(order->name, "brief") == 0;
    if (brief && !maker->in_step) {
        return fail(error, 503, "figures_not_ready");
    }
    struct store_reader *reader = store_reader_open(maker->folder, why, sizeof why);
    if (reader == NULL) {
        log_error("%s", why);
        return fail(error, 500, "report_failed");
    }
    int result = brief ? make_brief(maker, reader, site, order, out)
                       : make_day(reader, site, order, out);
    store_reader_close(reader);
    return result < 0 ? fail(error, 500, "report_failed") : 0;
}

int report_maker_make(struct report_maker *maker, const struct site *site, const struct report_order *order,
              struct form_bytes *out, struct order_error *error)
{
    *out = (struct form_bytes){0};
    *error = (struct order_error){0};
    bool sheet = report_kind_named(order->name) != NULL || ledger_kind_named(order->name) != NULL;
    return sheet ? make_sheet(maker, site, order, out, error)
                 : make_special(maker, site, order, out, error);
}
