/* Scenario sentences: every form, and mistakes with their place and advice. */
#include "sim_rig.h"

#include "sim/sentence.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void every_form_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum sentence_kind kind;
        int32_t at_s;
        int64_t number;
        const char *name;
    } rows[] = {
        {"10:32 window 3 presses NEXT", SAY_PRESS, 37920, 0, ""},
        {"window 3 presses no-show", SAY_PRESS, -1, 0, ""},
        {"window 3 presses TRANSFER 7", SAY_PRESS, -1, 0, ""},
        {"window 3 rates 5", SAY_RATE, -1, 5, ""},
        {"panel panel-1 touches 4", SAY_TOUCH, -1, 4, "panel-1"},
        {"11:00 printer printer-1 runs out of paper", SAY_PAPER_OUT, 39600, 0, "printer-1"},
        {"printer printer-1 is low on paper", SAY_PAPER_LOW, -1, 0, "printer-1"},
        {"11:10:30 printer printer-1 gets paper", SAY_PAPER_IN, 40230, 0, "printer-1"},
        {"printer printer-1 cover is opened", SAY_COVER_OPEN, -1, 0, "printer-1"},
        {"printer printer-1 cover is closed", SAY_COVER_CLOSE, -1, 0, "printer-1"},
        {"printer printer-1 cutter jams", SAY_JAM, -1, 0, "printer-1"},
        {"printer printer-1 cutter is freed", SAY_UNJAM, -1, 0, "printer-1"},
        {"09:30 device pad-07 dies", SAY_DIE, 34200, 0, "pad-07"},
        {"device pad-07 revives", SAY_REVIVE, -1, 0, "pad-07"},
        {"device pad-07 answers late by 300ms", SAY_LATE, -1, 300, "pad-07"},
        {"device pad-07 babbles", SAY_BABBLE, -1, 0, "pad-07"},
        {"device pad-07 has address 12", SAY_ADDRESS, -1, 12, "pad-07"},
        {"device pad-11 has a stuck key", SAY_STICK, -1, 0, "pad-11"},
        {"10:00 line bus-3 is unplugged", SAY_UNPLUG, 36000, 0, "bus-3"},
        {"10:05 line bus-3 is plugged in", SAY_PLUG, 36300, 0, "bus-3"},
        {"line bus-2 has noise 0.5%", SAY_NOISE, -1, 5000, "bus-2"},
        {"line bus-2 has latency 16ms", SAY_LATENCY, -1, 16, "bus-2"},
        {"12:00 controller is killed", SAY_KILLED, 43200, 0, ""},
        {"visitor takes 企业设立登记", SAY_VISITOR, -1, 0, ""},
        {"10:00 expect board-03 shows A012 within 2s", SAY_EXPECT, 36000, 2000, "board-03"},
        {"show board-03", SAY_SHOW, -1, 0, "board-03"},
        {"slips", SAY_SLIPS, -1, 0, ""},
        {"  keys  # no comment behind words\t", SAY_KIND_COUNT, 0, 0, ""},
        {"totals", SAY_TOTALS, -1, 0, ""},
        {"help", SAY_HELP, -1, 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sentence s;
        char why[300] = "";
        int rc = sentence_read(rig_site(), rows[i].line, &s, why, sizeof why);
        if (rows[i].kind == SAY_KIND_COUNT) {
            assert_int_equal(rc, -1);
            continue;
        }
        if (rc != 0) {
            fail_msg("%s: %s", rows[i].line, why);
        }
        assert_int_equal(s.kind, rows[i].kind);
        assert_int_equal(s.at_s, rows[i].at_s);
        assert_string_equal(s.name, rows[i].name);
        if (rows[i].number != 0) {
            assert_int_equal(s.number, rows[i].number);
        }
    }
}

static void values_arrive(void **state)
{
    (void)state;
    struct sentence s;
    char why[300];
    assert_int_equal(sentence_read(rig_site(), "window 3 presses TRANSFER 7", &s, why, 300), 0);
    assert_int_equal(s.window, 3);
    assert_int_equal(s.action, KEY_TRANSFER);
    assert_string_equal(s.digits, "7");
    assert_int_equal(sentence_read(rig_site(), "visitor takes 企业设立登记", &s, why, 300), 0);
    assert_string_equal(rig_site()->items[s.item].name.zh, "企业设立登记");
    assert_int_equal(sentence_read(rig_site(), "expect board-03 shows 请 A012 within 300ms", &s,
                                   why, 300),
                     0);
    assert_string_equal(s.text, "请 A012");
}

static void mistakes_come_with_advice(void **state)
{
    (void)state;
    static const struct {
        const char *line, *why;
    } rows[] = {
        {"window 99 presses NEXT", "there is no window '99'; windows are listed in hall.yaml"},
        {"window 3 presses JUMP", "there is no key 'JUMP'; keys are"},
        {"printer panel-1 gets paper", "name a printer"},
        {"device pad-99 dies", "there is no device 'pad-99'; devices are listed in lines.yaml"},
        {"line bus-99 is unplugged", "there is no line 'bus-99'"},
        {"line bus-2 has noise 80%", "write 0% to 50%"},
        {"visitor takes nothing at all", "there is no item"},
        {"expect board-03 shows A012", "write: shows TEXT within 2s"},
        {"25:00 window 3 presses NEXT", "write HH:MM"},
        {"make coffee", "`help` lists all forms"},
        {"slips please", "`help` lists all forms"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sentence s;
        char why[300] = "";
        assert_int_equal(sentence_read(rig_site(), rows[i].line, &s, why, sizeof why), -1);
        if (strstr(why, rows[i].why) == NULL) {
            fail_msg("%s gives '%s', not '%s'", rows[i].line, why, rows[i].why);
        }
    }
}

static void files_name_their_lines(void **state)
{
    (void)state;
    char path[] = "/tmp/hallq-scenario-XXXXXX", wanted[400], *told = NULL;
    size_t size = 0;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    fputs("# a day\n\n10:00 line bus-3 is unplugged\n09:00 device pad-07 dyes\n"
          "window 200 presses NEXT\n",
          file);
    fclose(file);
    struct scenario scenario;
    FILE *errors = open_memstream(&told, &size);
    assert_int_equal(scenario_load(rig_site(), path, &scenario, errors), -1);
    fclose(errors);
    snprintf(wanted, sizeof wanted,
             "%s:4: this sentence is not known; `help` lists all forms\n"
             "%s:5: there is no window '200'; windows are listed in hall.yaml\n",
             path, path);
    assert_string_equal(told, wanted);
    free(told);
    unlink(path);
}

static void shipped_scenarios_are_sound(void **state)
{
    (void)state;
    static const char *const names[] = {"quiet.txt", "faults.txt"};
    for (size_t i = 0; i < 2; i++) {
        char path[300];
        struct scenario scenario;
        snprintf(path, sizeof path, "%s/devices/sim/scenarios/%s", SOURCE_DIR, names[i]);
        assert_int_equal(scenario_load(rig_site(), path, &scenario, stderr), 0);
        for (size_t s = 1; s < scenario.count; s++) {
            assert_true(scenario.sentences[s - 1].at_s <= scenario.sentences[s].at_s);
        }
        scenario_finish(&scenario);
    }
}

static int finish(void **state)
{
    (void)state;
    rig_site_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_read),
        cmocka_unit_test(values_arrive),
        cmocka_unit_test(mistakes_come_with_advice),
        cmocka_unit_test(files_name_their_lines),
        cmocka_unit_test(shipped_scenarios_are_sound),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
