/* Ledgers from a journal of known events: device times to the second within opening hours, indicators
 * of bad reviews by their rules, an audit log that gives no secret away, the brief's sentences. */
#include "reports/brief.h"
#include "reports/forms.h"
#include "reports/ledger.h"
#include "store_testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 20260302, MOST = 64 };

static struct site_period hours = {.weekdays = 0x7f, .from_min = 540, .to_min = 1020};
static struct site_department departments[] = {{.code = "gongshang", .name = {"工商局", "Commerce"}},
                                               {.code = "gongan", .name = {"公安局", "Police"}}};
static struct site_category categories[] = {{.code = "business", .name = {"企业", "Business"}}};
static struct site_item items[] = {
    {.code = "sheli", .name = {"设立", "Set up"}, .department = 0},
    {.code = "seal", .name = {"印章", "Seal"}, .department = 1}};
static struct site_window windows[] = {
    {.number = 3, .name = {"综合", "All"}, .clerk = "wang", .clerk_name = {"王莉", "Wang Li"}}};
static struct device_profile profiles[] = {{.kind = DEVICE_PRINTER}};
static struct site_device devices[] = {{.name = "printer-1", .title = {"一号打印机", "Printer 1"}},
                                       {.name = "printer-2", .title = {"二号打印机", "Printer 2"}}};
static const struct site site = {
    .code = "hall", .name = {"大厅", "Hall"},
    .department_count = 2, .departments = departments, .category_count = 1,
    .categories = categories, .item_count = 2, .items = items, .window_count = 1,
    .windows = windows, .profile_count = 1, .profiles = profiles, .device_count = 2,
    .devices = devices, .period_count = 1, .periods = &hours,
};
static struct language *language;

/* ------------------------------------------------------------------ a journal */

struct script {
    struct event events[MOST];
    size_t count;
};

static struct event *happens(struct script *script, const char *at, enum event_kind kind)
{
    struct event *event = &script->events[script->count++];
    *event = (struct event){.seq = (int64_t)script->count, .kind = kind};
    assert_int_equal(wall_parse(at, &event->at), 0);
    event->day = wall_day(event->at);
    snprintf(event->actor, sizeof event->actor, "system");
    return event;
}

static void device_is(struct script *script, const char *at, const char *device,
                      const char *health, uint32_t status)
{
    struct event *event = happens(script, at, EVENT_DEVICE_CHANGED);
    snprintf(event->device, sizeof event->device, "%s", device);
    snprintf(event->result, sizeof event->result, "%s", health);
    event->count = (int32_t)status;
}

static struct ledger_question play(struct fixture *f, const struct script *script, const char *now)
{
    static const struct report_filter all;
    fixture_start(f);
    assert_int_equal(store_append(f->store, script->events, script->count), 0);
    wait_durable(f, (int64_t)script->count);
    struct ledger_question question = {.site = &site, .language = language, .from = DAY,
                                       .to = DAY, .filter = &all};
    assert_int_equal(wall_parse(now, &question.now), 0);
    question.reader = store_reader_open(f->folder, f->why, sizeof f->why);
    assert_non_null(question.reader);
    return question;
}

static double figure(const struct sheet *sheet, const char *row, const char *column)
{
    size_t at = sheet_column(sheet, column);
    assert_true(at < SHEET_COLUMNS);
    for (size_t i = 0; i < sheet->row_count; i++) {
        if (strcmp(sheet->rows[i].key, row) == 0) {
            return sheet->rows[i].cells[at].number;
        }
    }
    assert_string_equal(row, "total");
    return sheet->total.cells[at].number;
}

static void is(const struct sheet *sheet, const char *row, const char *column, double wanted)
{
    double value = figure(sheet, row, column);
    if (!(fabs(value - wanted) < 1e-6)) {
        fail_msg("%s of %s is %f, not %f", column, row, value, wanted);
    }
}

static void make(const char *name, const struct ledger_question *question, struct sheet *out)
{
    sheet_init(out, ledger_kind_named(name)->name);
    assert_int_equal(ledger_kind_named(name)->make(question, out), 0);
    assert_int_equal(sheet_made(out), SHEET_MADE);
}

/* ------------------------------------------------------------------ devices */

static void device_times_are_those_of_opening_hours(void **state)
{
    struct script script = {.count = 0};
    happens(&script, "2026-03-01T20:00:00+08:00", EVENT_CONTROLLER_STARTED);
    device_is(&script, "2026-03-01T20:00:10+08:00", "printer-1", "ok", 0);
    device_is(&script, "2026-03-02T03:00:00+08:00", "printer-1", "dead", 0); /* at night */
    device_is(&script, "2026-03-02T04:00:00+08:00", "printer-1", "ok", 0);
    device_is(&script, "2026-03-02T10:00:00+08:00", "printer-1", "stale", 0);
    device_is(&script, "2026-03-02T10:01:00+08:00", "printer-1", "dead", 0);
    device_is(&script, "2026-03-02T10:03:00+08:00", "printer-1", "unplugged", 0);
    device_is(&script, "2026-03-02T10:06:00+08:00", "printer-1", "ok", STATUS_PAPER_END);
    device_is(&script, "2026-03-02T10:07:00+08:00", "printer-1", "ok", STATUS_PAPER_END | STATUS_ERROR);
    device_is(&script, "2026-03-02T10:08:00+08:00", "printer-1", "ok", 0);
    device_is(&script, "2026-03-02T10:08:00+08:00", "printer-2", "alarm", 3);
    happens(&script, "2026-03-02T12:00:00+08:00", EVENT_DAY_OPENED); /* the last sign of life */
    happens(&script, "2026-03-02T12:30:00+08:00", EVENT_CONTROLLER_STARTED);
    device_is(&script, "2026-03-02T12:31:00+08:00", "printer-1", "ok", 0);
    struct ledger_question question = play(*state, &script, "2026-03-02T15:00:00+08:00");
    struct sheet sheet;
    make("device_faults", &question, &sheet);
    /* 9:00 to 15:00: six hours; lagged a minute, silent five, nobody looked for 31 minutes. */
    is(&sheet, "printer-1", "device_slow", 60);
    is(&sheet, "printer-1", "device_dead", 300);
    is(&sheet, "printer-1", "device_unknown", 31 * 60);
    is(&sheet, "printer-1", "device_ok", 6 * 3600 - 60 - 300 - 31 * 60);
    is(&sheet, "printer-1", "device_faults", 2); /* that of the night as well */
    is(&sheet, "printer-1", "device_longest", 300);
    is(&sheet, "printer-1", "device_paper_ends", 1);
    is(&sheet, "printer-1", "device_errors", 1);
    is(&sheet, "printer-1", "device_available", 19440.0 / 19740);
    is(&sheet, "printer-2", "device_unknown", 6 * 3600);
    is(&sheet, "printer-2", "device_alarms", 1);
    assert_true(isnan(figure(&sheet, "printer-2", "device_available")));
    is(&sheet, "total", "device_faults", 2);
    sheet_finish(&sheet);
    store_reader_close(question.reader);
}

/* ------------------------------------------------------------------ reviews */

static void opened(struct script *script, const char *item, int64_t *id)
{
    struct event *event = happens(script, "2026-03-02T10:00:00+08:00", EVENT_OFFICE_REVIEW_OPENED);
    event->record = *id = event->seq;
    event->level = 1;
    event->due_day = 20260303;
    event->promised_day = 20260309;
    snprintf(event->item, sizeof event->item, "%s", item);
    snprintf(event->number, sizeof event->number, "A%03d", (int)event->seq);
}

static struct event *step(struct script *script, const char *at, int64_t id, const char *what)
{
    struct event *event = happens(script, at, EVENT_OFFICE_REVIEW_STEP);
    event->record = id;
    snprintf(event->result, sizeof event->result, "%s", what);
    return event;
}

static void bad_reviews_are_counted_by_their_rules(void **state)
{
    struct script script = {.count = 0};
    int64_t in_time, late, never, appealed, fresh;
    opened(&script, "sheli", &in_time);
    opened(&script, "sheli", &late);
    opened(&script, "seal", &never);
    opened(&script, "seal", &appealed);
    opened(&script, "seal", &fresh);
    step(&script, "2026-03-05T10:00:00+08:00", in_time, "rectify");
    step(&script, "2026-03-06T10:00:00+08:00", in_time, "call_back")->level = 4;
    step(&script, "2026-03-06T11:00:00+08:00", in_time, "close");
    step(&script, "2026-03-06T12:00:00+08:00", appealed, "accept");
    /* put off by a verdict that gave more time */
    step(&script, "2026-03-07T12:00:00+08:00", fresh, "verify")->promised_day = 20260320;
    step(&script, "2026-03-10T10:00:00+08:00", late, "explain");
    step(&script, "2026-03-10T11:00:00+08:00", late, "call_back")->level = 2;
    struct ledger_question question = play(*state, &script, "2026-03-12T09:00:00+08:00");
    struct sheet sheet;
    make("review_rectification", &question, &sheet);
    is(&sheet, "total", "bad_opened", 5);
    is(&sheet, "total", "bad_withdrawn", 1);
    is(&sheet, "total", "rectify_due", 3);
    is(&sheet, "total", "rectify_in_time", 1);
    is(&sheet, "total", "rectify_share", 1.0 / 3);
    is(&sheet, "total", "rectify_overdue", 1);
    is(&sheet, "total", "called_share", 2.0 / 4);
    is(&sheet, "total", "satisfied_share", 1.0 / 2);
    is(&sheet, "gongshang", "rectify_share", 1.0 / 2);
    is(&sheet, "gongan", "bad_opened", 3);
    sheet_finish(&sheet);
    make("bad_reviews", &question, &sheet);
    assert_int_equal(sheet.row_count, 5);
    size_t stage = sheet_column(&sheet, "review_stage");
    assert_string_equal(sheet.rows[0].cells[stage].text[LANGUAGE_ZH], "已办结");
    assert_string_equal(sheet.rows[3].cells[stage].text[LANGUAGE_ZH], "申诉成立，不计入");
    sheet_finish(&sheet);
    store_reader_close(question.reader);
}

/* ------------------------------------------------------------------ who did what */

static void the_audit_log_gives_no_secret_away(void **state)
{
    struct script script = {.count = 0};
    struct event *event = happens(&script, "2026-03-02T09:00:00+08:00", EVENT_TICKET_ISSUED);
    snprintf(event->actor, sizeof event->actor, "visitor");
    snprintf(event->token, sizeof event->token, "secret-of-the-visitor");
    snprintf(event->item, sizeof event->item, "sheli");
    event->ticket = 1;
    event = happens(&script, "2026-03-02T09:01:00+08:00", EVENT_OFFICE_PASSWORD_SET);
    snprintf(event->actor, sizeof event->actor, "clerk:wang");
    snprintf(event->subject, sizeof event->subject, "wang");
    snprintf(event->text, sizeof event->text, "$argon2id$secret");
    event = happens(&script, "2026-03-02T09:02:00+08:00", EVENT_DEVICE_CHANGED);
    event->actor[0] = '\0'; /* nobody did it */
    event = happens(&script, "2026-03-02T09:03:00+08:00", EVENT_TICKET_RATED);
    snprintf(event->actor, sizeof event->actor, "printer-1");
    event->level = 2;
    event->ticket = 1;
    struct ledger_question question = play(*state, &script, "2026-03-02T15:00:00+08:00");
    struct sheet sheet;
    make("audit_log", &question, &sheet);
    struct form_bytes csv;
    assert_int_equal(sheet.row_count, 3);
    assert_int_equal(form_csv(&sheet, language, LANGUAGE_ZH, &csv), 0);
    char *text = calloc(1, csv.size + 1);
    memcpy(text, csv.bytes, csv.size);
    assert_null(strstr(text, "secret"));
    assert_null(strstr(text, "argon"));
    static const char *const wanted[] = {"办事人,取号", "王莉,设置密码", "设备 一号打印机,评价",
                                         "不满意", "设立"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strstr(text, wanted[i]) == NULL) {
            fail_msg("no %s in %s", wanted[i], text);
        }
    }
    free(text);
    free(csv.bytes);
    sheet_finish(&sheet);
    struct report_filter wang = {.clerk = "wang"};
    question.filter = &wang;
    make("audit_log", &question, &sheet);
    assert_int_equal(sheet.row_count, 1);
    sheet_finish(&sheet);
    store_reader_close(question.reader);
}

/* ------------------------------------------------------------------ the brief */

static void sentences_have_no_holes_left(void **state)
{
    struct script script = {.count = 0};
    happens(&script, "2026-03-02T08:50:00+08:00", EVENT_DAY_OPENED);
    happens(&script, "2026-03-02T08:51:00+08:00", EVENT_WINDOW_OPENED)->window = 3;
    struct event *event = happens(&script, "2026-03-02T09:00:00+08:00", EVENT_TICKET_ISSUED);
    event->ticket = 1;
    snprintf(event->category, sizeof event->category, "business");
    event = happens(&script, "2026-03-02T09:20:00+08:00", EVENT_TICKET_CALLED);
    event->ticket = 1;
    event->window = 3;
    event->why.waited_s = 1200;
    snprintf(event->category, sizeof event->category, "business");
    snprintf(event->number, sizeof event->number, "A001");
    struct ledger_question ledger = play(*state, &script, "2026-03-02T15:00:00+08:00");
    struct image *image = image_create(); /* no figures: what needs them is silent or says none */
    const struct brief_question question = {.reader = ledger.reader, .image = image,
                                            .site = &site, .language = language, .day = DAY,
                                            .now = ledger.now};
    struct brief brief;
    assert_int_equal(brief_make(&question, &brief), 0);
    assert_true(brief.count >= 4);
    bool longest = false;
    for (size_t i = 0; i < brief.count; i++) {
        for (int code = 0; code < LANGUAGE_COUNT; code++) {
            const char *text = brief.sentences[i].text[code];
            const char *advice = brief.sentences[i].advice[code];
            assert_true(text[0] != '\0');
            if (strpbrk(text, "{}[]") != NULL || strpbrk(advice, "{}[]") != NULL) {
                fail_msg("%s → %s", text, advice);
            }
        }
        longest = longest || strstr(brief.sentences[i].text[LANGUAGE_ZH],
                                    "A001（企业），09:00 到 09:20，共 20.0 分钟") != NULL;
    }
    assert_true(longest);
    brief_finish(&brief);
    image_destroy(image);
    store_reader_close(ledger.reader);
}

static int load_language(void **state)
{
    (void)state;
    char why[200] = "";
    setenv("TZ", "Asia/Shanghai", 1);
    language = language_load(HALLQ_CONFIG_DIR "/lang", why, sizeof why);
    return language != NULL ? 0 : -1;
}

static int drop_language(void **state)
{
    (void)state;
    language_destroy(language);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(device_times_are_those_of_opening_hours, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(bad_reviews_are_counted_by_their_rules, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(the_audit_log_gives_no_secret_away, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(sentences_have_no_holes_left, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, load_language, drop_language);
}
