/* The performance: scenarios are carried out and noted, the control socket answers, slips and
 * totals lie where they are said to lie. */
#include "sim_rig.h"

#include "sim/control.h"
#include "sim/play.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE_US = 4000000, ANSWER = 4096 };

static char folder[64], slips[96];
static struct play *play;
static struct control *control;

static void read_file(const char *name, char *out, size_t size)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    out[0] = '\0';
    if (file != NULL) {
        out[fread(out, 1, size - 1, file)] = '\0';
        fclose(file);
    }
}

static void open_play(const char *sentences)
{
    struct play_settings settings = {.site = rig_site(), .folder = folder, .slips = slips,
                                     .seed = 1, .until_s = -1};
    snprintf(folder, sizeof folder, "/tmp/hallq-play-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(slips, sizeof slips, "%s/slips", folder);
    if (sentences != NULL) {
        char path[160];
        snprintf(path, sizeof path, "%s/scenario", folder);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(sentences, file);
        fclose(file);
        assert_int_equal(scenario_load(rig_site(), path, &settings.scenario, stderr), 0);
    }
    play = play_create(&settings);
    assert_non_null(play);
    control = control_create(play, rig_site(), folder);
    assert_non_null(control);
}

static int close_play(void **state)
{
    (void)state;
    char command[160];
    control_destroy(control);
    play_destroy(play);
    control = NULL;
    play = NULL;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static int connect_control(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/sim.sock", folder);
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    assert_int_equal(connect(client, (const struct sockaddr *)&address, sizeof address), 0);
    return client;
}

/* Turns the play until `wanted` lines of answers came. */
static void read_answers(int client, char *out, size_t size, int wanted)
{
    size_t used = 0;
    int64_t until_us = mono_now_us() + PATIENCE_US;
    for (int lines = 0; lines < wanted && mono_now_us() < until_us;) {
        play_turn(play);
        ssize_t n = recv(client, out + used, size - 1 - used, 0);
        for (ssize_t i = 0; i < n; i++) {
            lines += out[used + (size_t)i] == '\n';
        }
        used += n > 0 ? (size_t)n : 0;
    }
    out[used] = '\0';
}

static void ask(const char *sentences, char *out, size_t size, int wanted)
{
    int client = connect_control();
    assert_int_equal(send(client, sentences, strlen(sentences), 0), strlen(sentences));
    read_answers(client, out, size, wanted);
    close(client);
}

static void the_socket_answers(void **state)
{
    (void)state;
    char answers[ANSWER];
    open_play(NULL);
    ask("window 11 presses NEXT\nkeys\nmake coffee\nshow printer-1\n"
        "printer printer-1 runs out of paper\nshow printer-1\ndevice board-01 dies\n"
        "show board-01\nvisitor takes 企业设立登记\n",
        answers, sizeof answers, 9);
    assert_string_equal(answers,
                        "ok\n"
                        "ok 1 presses 0 touches 0 ratings\n"
                        "err this sentence is not known; `help` lists all forms\n"
                        "ok 0 papers\n"
                        "ok\n"
                        "ok 0 papers paper-out\n"
                        "ok\n"
                        "ok off\n"
                        "err there are no visitors with --no-visitors\n");
}

static void an_expectation_waits(void **state)
{
    (void)state;
    char answers[ANSWER];
    open_play(NULL);
    int64_t begun_us = mono_now_us();
    ask("expect printer-1 shows paper-out within 3s\nprinter printer-1 runs out of paper\n", answers,
        sizeof answers, 2);
    assert_string_equal(answers, "ok\nok\n");
    assert_true(mono_now_us() - begun_us < 2000000);
    ask("expect board-01 shows A012 within 50ms\n", answers, sizeof answers, 1);
    assert_string_equal(answers, "err board-01 shows ''\n");
}

static void a_scenario_is_carried_out_and_noted(void **state)
{
    (void)state;
    char events[ANSWER], totals[ANSWER];
    open_play("device pad-07 dies\n"
              "expect pad-07 shows off within 2s\n"
              "expect board-01 shows A012 within 20ms\n"
              "controller is killed\n");
    int64_t until_us = mono_now_us() + PATIENCE_US;
    do {
        play_turn(play);
        read_file("scenario-events", events, sizeof events);
    } while (strstr(events, "line 3 ") == NULL && mono_now_us() < until_us);
    assert_non_null(strstr(events, "line 1 ok\n"));
    assert_non_null(strstr(events, "line 2 ok\n"));
    assert_non_null(strstr(events, "line 3 err board-01 shows ''\n"));
    assert_non_null(strstr(events, "line 4 controller is killed: ok\n"));
    assert_int_equal(play_write_totals(play, NULL), 0);
    read_file("sim-totals", totals, sizeof totals);
    assert_non_null(strstr(totals, "sentences 4\n"));
    assert_non_null(strstr(totals, "expectations_failed 1\n"));
}

static void slips_lie_in_the_tray(void **state)
{
    (void)state;
    char path[160], index[ANSWER], text[ANSWER];
    uint8_t job[64];
    open_play(NULL);
    snprintf(path, sizeof path, "%s/ports/ticket-1-print", folder);
    int host = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    assert_true(host >= 0);
    size_t count = rig_bytes("1B40 1C26 1D2111 C7EB 41303132 BAC5 0A 1D564200", job, sizeof job);
    assert_int_equal(write(host, job, count), count);
    int64_t until_us = mono_now_us() + PATIENCE_US;
    do {
        play_turn(play);
        read_file("slips/index.txt", index, sizeof index);
    } while (index[0] == '\0' && mono_now_us() < until_us);
    close(host);
    assert_non_null(strstr(index, " printer-1 0001 A012 complete\n"));
    read_file("slips/printer-1-0001.txt", text, sizeof text);
    assert_string_equal(text, "请A012号\n--8<--\n");
    read_file("slips/printer-1-0001.png", text, sizeof text);
    assert_memory_equal(text, "\x89PNG", 4);
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
        cmocka_unit_test_teardown(the_socket_answers, close_play),
        cmocka_unit_test_teardown(an_expectation_waits, close_play),
        cmocka_unit_test_teardown(a_scenario_is_carried_out_and_noted, close_play),
        cmocka_unit_test_teardown(slips_lie_in_the_tray, close_play),
    };
    return cmocka_run_group_tests(tests, NULL, finish);
}
