/* test_config_dump.c: what is dumped loads again to the same site; each row of the schema is read,
 * written and documented. */
#include "config_testing.h"

#include "base/text.h"
#include "config/problems.h"
#include "config/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Every key with a value that is not its default. */
static const struct change full_hall[] = {
    {"hall.yaml", NULL,
     "hall:\n"
     "  code: full\n"
     "  name: {zh: \"全\\\"大厅\\\\\", en: Full hall}\n"
     "  address: {zh: 青屏大街, en: Qingping Avenue}\n"
     "  timezone: UTC\n"
     "  public_url: https://hall.example\n"
     "  ticket_notice: 过号作废\n"
     "hours:\n"
     "  - {days: [sun, sat], from: \"08:15\", to: \"24:00\"}\n"
     "  - {days: [mon, wed], from: \"00:00\", to: \"11:59\"}\n"
     "holidays: [2026-10-01, 2026-10-02]\n"
     "workdays: [2026-10-10]\n"
     "departments:\n"
     "  - {code: gongshang, name: {zh: 工商局, en: Commerce}}\n"
     "  - {code: gongan, name: 公安局, reviews_to: wang-li}\n"
     "categories:\n"
     "  - {code: business, series: A, overflow: AA, name: {zh: 企业登记, en: Business},\n"
     "     area: {zh: 一楼, en: Floor 1}, numbers: [0, 9999], digits: 4, target_wait: 90s,\n"
     "     service: 12s, quota: 77, alerts: {wait: 20min, service: 25min, queue: 18}}\n"
     "  - {code: seal, series: B, name: 刻章}\n"
     "items:\n"
     "  - code: sheli\n"
     "    name: {zh: 企业设立, en: Registration}\n"
     "    pinyin: qysl\n"
     "    department: gongan\n"
     "    category: seal\n"
     "    kind: promised\n"
     "    promised_days: 5\n"
     "    statutory_days: 15\n"
     "    popular: true\n"
     "    guide:\n"
     "      basis: {zh: 依据, en: Basis}\n"
     "      procedure: 程序\n"
     "      conditions: 条件\n"
     "      papers: |\n"
     "        1. 身份证\n"
     "        2. 申请书\n"
     "      fee: 免费\n"
     "      limit: 五个工作日\n"
     "      complaints: \"12345\"\n"
     "  - {code: other, name: 其他, department: gongshang, category: business, kind: reported}\n"
     "windows:\n"
     "  - {number: 7, name: {zh: 综合, en: All}, area: {zh: 东厅, en: East}, department: gongan,\n"
     "     clerk: wang-li, clerk_name: {zh: 王莉, en: Wang Li}, integrated: true,\n"
     "     serves: {seal: 30, business: 100}}\n"
     "priorities:\n"
     "  - {code: elderly, name: {zh: 老年人, en: Senior}, bonus: 45min}\n"
     "policy: {mode: push, day_end: carry_over, recall_limit: 4, no_show_reinsert: 5,\n"
     "  no_show_limit: 6, overtaken_limit: 7, undo: 1min, repeat_guard: 750ms,\n"
     "  return_bonus: 1h, reprint_by_itself: false}\n"
     "evaluation:\n"
     "  ask: 31s\n"
     "  grace: 61s\n"
     "  default: {enabled: true, after_days: 0, level: 3}\n"
     "  tags: [{code: rude, for: good, name: {zh: 生硬, en: Rude}}]\n"
     "  doubtful: {quick: 2s, streak: 4, streak_within: 1min, left: 10s, paused: false}\n"
     "reviews: {to: chen-li, verify: 2,\n"
     "  rectify: 6, call_back: 4, close: 3, appeal: 7, attempts: 2}\n"
     "cases: {warn_days: 2}\n"
     "supervision: {wait: 170, service: 250, queue: 33, idle: 4min, pause: 20min,\n"
     "  device_silent: 45s, paper: 80, backup: 12, certificate: 14, review: 3}\n"
     "accounts: {password_profile: asvs}\n"
     "boards:\n"
     "  flash: 9s\n"
     "  thanks: 5s\n"
     "  panel_page: 12s\n"
     "  texts: {idle: 欢迎, calling: \"{number}\", serving: \"{name}\", paused: \"\", closed: 下班}\n"
     "displays:\n"
     "  - {name: kiosk-1, kind: kiosk, diagonal: 21.5, distance: 0.4, size: [1920, 1080],\n"
     "     printers: hall, layout: departments, language: en, general: sheli, help: 导办台,\n"
     "     idle: 40s, ticket_stay: 9s}\n"
     "  - {name: board-1, kind: board, diagonal: 55, distance: 10.0, area: 东厅}\n"
     "notices:\n"
     "  - {text: {zh: \"放假\\n明天\", en: Closed}, picture: a.png, page: true,\n"
     "     dates: [2026-05-01, 2026-05-05], from: \"09:00\", to: \"17:00\"}\n"
     "  - {text: 欢迎}\n"
     "reports:\n"
     "  - {name: satisfaction, by: clerk, every: week, at: \"07:30\", form: xlsx,\n"
     "     folder: /srv/reports, language: en}\n"
     "voice:\n"
     "  enabled: false\n"
     "  english: false\n"
     "  repeat: 1\n"
     "  yao: true\n"
     "  pack: /var/lib/hall/voice\n"
     "  zones: [{name: east, windows: [7], output: left}, {name: rest, output: right}]\n"
     "  volume: [{from: \"08:00\", percent: 70}, {from: \"17:00\", percent: 40}]\n"
     "  silent: [{from: \"22:00\", to: \"06:30\"}]\n"
     "ticket:\n"
     "  - {text: \"{number} {hall}\", align: centre, bold: true, width: 2, height: 3}\n"
     "  - {qr: \"{url}\", size: 7, align: right}\n"
     "  - {feed: 4}\n"
     "  - {rule: true}\n"
     "  - {cut: true}\n"},
    {"lines.yaml", NULL,
     "lines:\n"
     "  - name: bus-1\n"
     "    port: tcp:10.0.0.9:4001\n"
     "    baud: 38400\n"
     "    frame: 7E2\n"
     "    flow: xonxoff\n"
     "    rs485: kernel\n"
     "    local_echo: true\n"
     "    response: 333ms\n"
     "    byte: 33ms\n"
     "    turnaround: 3ms\n"
     "    devices:\n"
     "      - {name: board-7, profile: strip, address: 9, window: 7, title: {zh: 屏, en: Board}}\n"
     "  - name: paper\n"
     "    port: /dev/ttyS0\n"
     "    devices:\n"
     "      - {name: printer-1, profile: slips, group: hall}\n"
     "  - {name: spare, port: sim:spare}\n"},
    {"profiles/strip.yaml", NULL,
     "profile: {title: {zh: 窗口屏, en: Strip}, kind: board, driver: lamp, evidence: none}\n"
     "line: {baud: 115200, frame: 8O2, flow: rtscts, rs485: auto, local_echo: true,\n"
     "  response: 70ms, byte: 25ms, turnaround: 9ms}\n"
     "text: {encoding: gb2312}\n"
     "options: {cells: 20, colour: {red: 0x02}, bright: no, effect: flash}\n"
     "keys:\n"
     "  - {code: \"05 0F\", digits: true, action: no_show}\n"
     "  - {code: \"04\", level: 5}\n"
     "  - {code: \"0101\", number: 12}\n"
     "vectors:\n"
     "  - {address: 2, send: \"show 请A023号 red\", hex: \"A0 90 02\"}\n"
     "  - {address: 5, receive: \"next\", hex: \"FF68\"}\n"},
    {NULL, NULL, NULL},
};

static struct site *load_full(void)
{
    struct site *site;
    struct site_problems problems;
    int rc = testing_load(full_hall, SITE_EN, &site, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        print_error("%s:%d: %s\n", problems.list[i].file, problems.list[i].line,
                    problems.list[i].message);
    }
    assert_int_equal(problems.total, 0);
    assert_int_equal(rc, 0);
    site_problems_finish(&problems);
    return site;
}

/* ------------------------------------------------------------------ dump and load */

static void check_round_trip(const struct site *site)
{
    char *first = testing_dump(site);
    struct site *again;
    struct site_problems problems;
    assert_int_equal(testing_load_dump(first, &again, &problems), 0);
    assert_int_equal(problems.errors, 0);
    char *second = testing_dump(again);
    assert_string_equal(second, first);
    site_problems_finish(&problems);
    site_destroy(again);
    free(first);
    free(second);
}

static void a_dump_loads_again_to_the_same_site(void **state)
{
    (void)state;
    struct site *full = load_full();
    check_round_trip(full);
    site_destroy(full);
    struct site *small;
    struct site_problems problems;
    assert_int_equal(testing_load(NULL, SITE_EN, &small, &problems), 0);
    check_round_trip(small);
    site_problems_finish(&problems);
    site_destroy(small);
}

/* Mistakes in a dump are told by the dump's own lines. */
static void a_dump_keeps_its_line_numbers(void **state)
{
    (void)state;
    struct site *site = load_full(), *again;
    char *dump = testing_dump(site);
    char *port = strstr(dump, "sim:spare");
    assert_non_null(port);
    memcpy(port, "com", 3);
    int line = 1;
    for (const char *at = dump; at < port; at++) {
        line += *at == '\n' ? 1 : 0;
    }
    struct site_problems problems;
    assert_int_equal(testing_load_dump(dump, &again, &problems), -1);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.list[0].line, line);
    site_problems_finish(&problems);
    site_destroy(site);
    free(dump);
}

/* ------------------------------------------------------------------ every row */

/* The line of a text that gives `key`, in a map of its own or within braces. */
static bool gives_key(const char *text, const char *key)
{
    char wanted[64];
    int size = snprintf(wanted, sizeof wanted, "%s:", key);
    for (const char *at = strstr(text, wanted); at != NULL; at = strstr(at + 1, wanted)) {
        bool begins = at == text || strchr(" {\n", at[-1]) != NULL;
        if (begins && strchr(" \n", at[size]) != NULL) {
            return true;
        }
    }
    return false;
}

static size_t check_rows(const struct schema_table *table, const char *given, const char *dump,
                         const char *manual)
{
    size_t count = 0;
    for (const struct schema_row *row = table->rows; row->key != NULL; row++, count++) {
        char entry[96];
        snprintf(entry, sizeof entry, "| `%s` | ", row->key);
        if (!gives_key(given, row->key)) {
            fail_msg("%s.%s is not in this test's configuration", table->name, row->key);
        }
        if (row->type != SCHEMA_REMARK && !gives_key(dump, row->key)) {
            fail_msg("%s.%s is not dumped", table->name, row->key);
        }
        if (strstr(manual, entry) == NULL || row->zh[0] == '\0' || row->en[0] == '\0') {
            fail_msg("%s.%s is not documented", table->name, row->key);
        }
        if (row->table != NULL) {
            count += check_rows(row->table, given, dump, manual);
        }
    }
    return count;
}

static char *manual_text(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    site_manual(out);
    fclose(out);
    return text;
}

static void every_row_is_read_written_and_documented(void **state)
{
    (void)state;
    struct site *site = load_full();
    char *dump = testing_dump(site), *manual = manual_text();
    size_t rows = check_rows(&schema_hall, full_hall[0].put, dump, manual);
    rows += check_rows(&schema_lines, full_hall[1].put, dump, manual);
    rows += check_rows(&schema_profile, full_hall[2].put, dump, manual);
    assert_true(rows > 130);
    assert_non_null(strstr(manual, "| `colour.red` | 0 … 255 | `0` |"));
    free(dump);
    free(manual);
    site_destroy(site);
}

/* No default of the schema is itself a mistake, and leaving all out gives the defaults. */
static void defaults_are_sound(void **state)
{
    (void)state;
    struct site *site;
    struct site_problems problems;
    assert_int_equal(testing_load(NULL, SITE_EN, &site, &problems), 0);
    assert_int_equal(problems.total, 0);
    assert_string_equal(site->timezone, "Asia/Shanghai");
    assert_int_equal(site->period_count, 1);
    assert_int_equal(site->periods[0].weekdays, 0x3E);
    assert_int_equal(site->priority_count, 1);
    assert_string_equal(site->priorities[0].code, "");
    assert_int_equal(site->policy.undo_s, 10);
    assert_int_equal(site->policy.repeat_guard_ms, 1500);
    assert_int_equal(site->policy.return_bonus_s, 1800);
    assert_true(site->policy.reprint_by_itself);
    assert_int_equal(site->supervision.wait_percent, 150);
    assert_int_equal(site->supervision.silent_s, 30);
    assert_int_equal(site->categories[0].alerts.wait_s, 0);
    assert_false(site->policy.push);
    assert_int_equal(site->categories[1].last, 999);
    assert_string_equal(site->board.calling.zh, "请{number}号");
    assert_string_equal(site->departments[0].name.en, "工商局");
    assert_int_equal(site->slip_line_count, 13);
    assert_string_equal(site->items[0].guide.papers.zh, "");
    assert_int_equal(site->windows[0].department, UINT16_MAX);
    site_problems_finish(&problems);
    site_destroy(site);
}

/* ------------------------------------------------------------------ what was read */

static void the_hall_is_what_the_file_says(void **state)
{
    (void)state;
    struct site *site = load_full();
    assert_string_equal(site->name.zh, "全\"大厅\\");
    assert_int_equal(site->periods[0].weekdays, 0x41);
    assert_int_equal(site->periods[0].to_min, 1440);
    assert_int_equal(site->holidays[1], 20261002);
    const struct site_category *category = &site->categories[0];
    assert_string_equal(category->overflow, "AA");
    assert_int_equal(category->first, 0);
    assert_int_equal(category->last, 9999);
    assert_int_equal(category->target_wait_s, 90);
    assert_int_equal(category->quota, 77);
    const struct site_item *item = &site->items[0];
    assert_int_equal(item->department, 1);
    assert_int_equal(item->category, 1);
    assert_int_equal(item->kind, CASE_PROMISED);
    assert_true(item->popular);
    assert_string_equal(item->guide.papers.en, "1. 身份证\n2. 申请书\n");
    const struct site_window *window = &site->windows[0];
    assert_int_equal(window->serves_count, 2);
    assert_int_equal(window->serves[0].category, 1);
    assert_int_equal(window->serves[0].weight, 30);
    assert_string_equal(site->priorities[1].code, "elderly");
    assert_int_equal(site->priorities[1].bonus_s, 2700);
    assert_true(site->policy.push && site->policy.carry_over && site->policy.default_rating);
    assert_int_equal(site->policy.repeat_guard_ms, 750);
    assert_string_equal(site->board.paused.zh, "");
    assert_int_equal(site->slip_lines[1].kind, SLIP_QR);
    assert_int_equal(site->slip_lines[1].width, 7);
    assert_int_equal(site->slip_lines[2].height, 4);
    site_destroy(site);
}

static void lines_and_profiles_are_what_the_files_say(void **state)
{
    (void)state;
    struct site *site = load_full();
    const struct profile_line *line = &site->lines[0].settings;
    assert_int_equal(line->baud, 38400);
    assert_int_equal(line->data_bits, 7);
    assert_int_equal(line->parity, 'E');
    assert_int_equal(line->stop_bits, 2);
    assert_string_equal(line->flow, "xonxoff");
    assert_int_equal(line->response_ms, 333);
    assert_int_equal(site->lines[2].settings.baud, 9600); /* nothing on it, nothing said */
    const struct site_device *device = &site->devices[0];
    assert_int_equal(device->address, 9);
    assert_int_equal(device->window, 7);
    assert_int_equal(site->devices[1].line, 1);
    const struct device_profile *profile = &site->profiles[device->profile];
    assert_string_equal(profile->name, "strip");
    assert_int_equal(profile->encoding, TEXT_GB2312);
    assert_int_equal(profile_int(profile, driver_find("lamp")->options, "colour.red"), 2);
    assert_false(profile_bool(profile, driver_find("lamp")->options, "bright"));
    assert_int_equal(profile->keys[0].size, 2);
    assert_true(profile->keys[0].digits);
    assert_int_equal(profile->keys[0].action, KEY_NO_SHOW);
    assert_int_equal(profile->keys[1].level, 5);
    assert_int_equal(profile->keys[2].number, 12);
    assert_int_equal(profile->vector_count, 2);
    assert_true(profile->vectors[1].receive);
    assert_string_equal(profile->vectors[1].meaning, "next");
    assert_int_equal(profile->vectors[1].size, 2);
    assert_int_equal(profile->vectors[1].line, 12);
    site_destroy(site);
}

/* The words of the key actions and device kinds are the contract's own. */
static void choices_agree_with_the_contract(void **state)
{
    (void)state;
    const struct schema_row *action = schema_find(&schema_profile_key, "action");
    const struct schema_table *head = schema_find(&schema_profile, "profile")->table;
    const char *kinds = schema_find(head, "kind")->words;
    char expected[400];
    size_t used = 0;
    for (int i = 0; i < KEY_ACTION_COUNT; i++) {
        text_append(expected, sizeof expected, &used, "%s%s", i > 0 ? "|" : "",
                    key_action_name((enum key_action)i));
    }
    assert_string_equal(action->words, expected);
    used = 0;
    for (int i = 0; i < DEVICE_KIND_COUNT; i++) {
        text_append(expected, sizeof expected, &used, "%s%s", i > 0 ? "|" : "",
                    device_kind_name((enum device_kind)i));
    }
    assert_string_equal(kinds, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dump_loads_again_to_the_same_site),
        cmocka_unit_test(a_dump_keeps_its_line_numbers),
        cmocka_unit_test(every_row_is_read_written_and_documented),
        cmocka_unit_test(defaults_are_sound),
        cmocka_unit_test(the_hall_is_what_the_file_says),
        cmocka_unit_test(lines_and_profiles_are_what_the_files_say),
        cmocka_unit_test(choices_agree_with_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
