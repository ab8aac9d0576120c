/* api_device_tests.c: what a person tries with a device: a slip, a text, a beep, a question, its keys.
 *
 * Problem: "who made board 7 say that" must have an answer, also for tests.
 *
 * Design: every test is a row: its kind is journaled first (office/equipment.h), and only when that
 * is durable is the device told. A repeated intent is answered and not done again. The device's
 * kind decides which tests it knows; a test that it does not know is refused before anything is
 * written. Thread: loop. */
#include "http/route.h"

#include "office/equipment.h"

#include <stdlib.h>
#include <string.h>

struct trial {
    struct request *request;
    const struct trial_kind *kind;
    uint16_t device;
    int64_t number; /* seconds */
    char text[BOARD_TEXT];
};

struct trial_kind {
    const char *name;
    const char *refusal; /* error when the device does not know this */
    int (*act)(struct hall *hall, const struct trial *trial);
};

static int act_print(struct hall *hall, const struct trial *trial)
{
    return hall_test_print(hall, trial->device);
}

static int act_show(struct hall *hall, const struct trial *trial)
{
    return hall_test_show(hall, trial->device, trial->text);
}

static int act_beep(struct hall *hall, const struct trial *trial)
{
    return hall_test_beep(hall, trial->device);
}

static int act_ask(struct hall *hall, const struct trial *trial)
{
    return hall_test_ask(hall, trial->device);
}

static int act_learn(struct hall *hall, const struct trial *trial)
{
    return hall_learn(hall, trial->device, (int32_t)trial->number);
}

static const struct trial_kind kinds[] = {
    {"print", "not_a_printer", act_print}, {"show", "not_a_board", act_show},
    {"beep", "no_beeper", act_beep},       {"ask", "not_an_evaluator", act_ask},
    {"learn", "no_keys", act_learn},
};
enum trial_index { TRIAL_PRINT, TRIAL_SHOW, TRIAL_BEEP, TRIAL_ASK, TRIAL_LEARN };

/* ------------------------------------------------------------------ durable, then done */

static void on_durable(void *context, int error, const struct outcome *outcome)
{
    struct trial *trial = context;
    struct request *request = trial->request;
    if (error != 0) {
        reply_hall_error(request, error);
    } else if (!outcome->repeated && trial->kind->act(request->server->hall, trial) < 0) {
        reply_error(request, 503, "device_busy");
    } else {
        reply_json(request, 200,
                   json_pack("{s:b,s:s}", "sent", true, "shown", trial->text));
    }
    free(trial);
}

static uint16_t path_device(struct request *request)
{
    uint16_t device = site_device_index(hall_site(request->server->hall), request->parts[0]);
    if (device == UINT16_MAX) {
        reply_error(request, 404, "unknown_device");
    }
    return device;
}

/* The tests that a kind of device knows, a bit each. */
static const unsigned known_tests[DEVICE_KIND_COUNT] = {
    [DEVICE_PRINTER] = 1u << TRIAL_PRINT,
    [DEVICE_BOARD] = 1u << TRIAL_SHOW,
    [DEVICE_PAD] = 1u << TRIAL_SHOW | 1u << TRIAL_BEEP | 1u << TRIAL_LEARN,
    [DEVICE_EVALUATOR] = 1u << TRIAL_BEEP | 1u << TRIAL_ASK | 1u << TRIAL_LEARN,
    [DEVICE_PANEL] = 1u << TRIAL_LEARN,
    [DEVICE_TOUCH_EVALUATOR] = 1u << TRIAL_ASK | 1u << TRIAL_LEARN,
};

static bool knows(const struct hall *hall, uint16_t device, enum trial_index index)
{
    const struct site *site = hall_site(hall);
    enum device_kind kind = site->profiles[site->devices[device].profile].kind;
    return (known_tests[kind] & 1u << index) != 0;
}

json_t *json_of_device_tests(enum device_kind kind)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if ((known_tests[kind] & 1u << i) != 0) {
            json_array_append_new(list, json_string(kinds[i].name));
        }
    }
    return list;
}

/* Programs may leave the intent out: a test may be done twice. */
static void fill_head(const struct request *request, struct office_head *head)
{
    memset(head, 0, sizeof *head);
    request_string(request, "intent", head->intent, sizeof head->intent);
    snprintf(head->actor, sizeof head->actor, "%s", request->who.actor);
    snprintf(head->source, sizeof head->source, "page");
}

static void try_device(struct request *request, enum trial_index index, const struct trial *wanted)
{
    struct hall *hall = request->server->hall;
    struct office_head head;
    uint16_t device = path_device(request);
    if (device == UINT16_MAX) {
        return;
    }
    struct trial *trial = knows(hall, device, index) ? malloc(sizeof *trial) : NULL;
    if (trial == NULL) {
        reply_error(request, 409, kinds[index].refusal);
        return;
    }
    *trial = *wanted;
    trial->request = request;
    trial->kind = &kinds[index];
    trial->device = device;
    fill_head(request, &head);
    const struct equipment_test order = {
        .device = device, .test = trial->kind->name, .text = trial->text};
    hall_office(hall, &head, equipment_decide_test, &order, on_durable, trial);
}

static void post_print(struct request *request)
{
    try_device(request, TRIAL_PRINT, &(struct trial){0});
}

static void post_show(struct request *request)
{
    struct trial wanted = {0};
    if (request_string(request, "text", wanted.text, sizeof wanted.text) < 0) {
        reply_error(request, 422, "bad_value");
        return;
    }
    try_device(request, TRIAL_SHOW, &wanted);
}

static void post_beep(struct request *request)
{
    try_device(request, TRIAL_BEEP, &(struct trial){0});
}

static void post_ask(struct request *request)
{
    try_device(request, TRIAL_ASK, &(struct trial){0});
}

static void post_learn(struct request *request)
{
    struct trial wanted = {0};
    if (request_integer(request, "seconds", 0, HALL_LEARN_SECONDS, &wanted.number) <= 0) {
        reply_error(request, 422, "want_seconds");
        return;
    }
    try_device(request, TRIAL_LEARN, &wanted);
}

/* ------------------------------------------------------------------ a new roll */

static void on_paper(void *context, int error, const struct outcome *outcome)
{
    struct request *request = context;
    if (error != 0) {
        reply_hall_error(request, error);
        return;
    }
    reply_json(request, 200, json_pack("{s:I}", "record", (json_int_t)outcome->record));
}

static void post_paper(struct request *request)
{
    struct office_head head;
    const struct site *site = hall_site(request->server->hall);
    uint16_t device = path_device(request);
    if (device == UINT16_MAX) {
        return;
    }
    if (site->profiles[site->devices[device].profile].kind != DEVICE_PRINTER) {
        reply_error(request, 409, "not_a_printer");
        return;
    }
    fill_head(request, &head);
    const struct equipment_paper order = {.device = device};
    hall_office(request->server->hall, &head, equipment_decide_paper, &order, on_paper, request);
}

/* ------------------------------------------------------------------ a device's keys */

static void write_code(const uint8_t *code, uint8_t size, char out[3 * KEY_CODE])
{
    size_t used = 0;
    out[0] = '\0';
    for (uint8_t i = 0; i < size && i < KEY_CODE; i++) {
        text_append(out, 3 * KEY_CODE, &used, "%s%02X", i > 0 ? " " : "", code[i]);
    }
}

static json_t *json_of_key(const struct profile_key *key)
{
    char code[3 * KEY_CODE];
    write_code(key->code, key->size, code);
    json_t *out = json_pack("{s:s,s:b}", "code", code, "digits", key->digits);
    if (key->action != KEY_NONE) {
        json_object_set_new(out, "action", json_string(key_action_name(key->action)));
    }
    if (key->level != 0) {
        json_object_set_new(out, "level", json_integer(key->level));
    }
    if (key->number != 0) {
        json_object_set_new(out, "number", json_integer(key->number));
    }
    return out;
}

static void get_keys(struct request *request)
{
    const struct hall *hall = request->server->hall;
    const struct site *site = hall_site(hall);
    struct hall_lesson lesson;
    uint16_t device = path_device(request);
    if (device == UINT16_MAX) {
        return;
    }
    const struct device_profile *profile = &site->profiles[site->devices[device].profile];
    json_t *keys = json_array(), *learned = json_array(), *actions = json_array();
    json_t *vectors = json_array();
    for (uint16_t i = 0; i < profile->vector_count; i++) {
        json_array_append_new(vectors, profile->vectors[i].receive
                                           ? json_string(profile->vectors[i].meaning)
                                           : json_null());
    }
    for (uint16_t i = 0; i < profile->key_count; i++) {
        json_array_append_new(keys, json_of_key(&profile->keys[i]));
    }
    for (int i = KEY_NONE + 1; i < KEY_ACTION_COUNT; i++) {
        json_array_append_new(actions, json_string(key_action_name((enum key_action)i)));
    }
    hall_lesson(hall, device, &lesson);
    for (size_t i = 0; i < lesson.count; i++) {
        char code[3 * KEY_CODE];
        write_code(lesson.keys[i].code, lesson.keys[i].size, code);
        json_array_append_new(learned, json_pack("{s:i,s:s,s:b}", "number",
                                                 (int)lesson.keys[i].number, "code", code,
                                                 "digits", lesson.keys[i].digits));
    }
    reply_json(request, 200,
               json_pack("{s:o,s:s,s:s,s:i,s:o,s:o,s:o}", "vectors", vectors, "profile", profile->name, "file",
                         profile->file, "left_s", lesson.left_s, "keys", keys, "learned", learned,
                         "actions", actions));
}

const struct route device_test_routes[] = {
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/show", post_show, "在屏上显示测试文字",
     "Show a test text on a board", "text:string* intent:string", NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/print", post_print, "打印测试", "Print a test slip",
     "intent:string", NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/beep", post_beep, "蜂鸣测试", "Make it beep",
     "intent:string", NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/ask", post_ask, "评价器测试（不计评价）",
     "Let an evaluator ask; nothing is rated", "intent:string", NULL, NULL, 200, MAY_TEND},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/learn", post_learn,
     "学习按键：按键只报告键码（0 秒为结束）",
     "Learn keys: presses only tell their codes (0 seconds ends it)",
     "seconds:integer* intent:string", NULL, NULL, 200, MAY_ADMINISTER},
    {EVHTTP_REQ_POST, "/api/v1/devices/{device}/paper", post_paper, "已换新纸卷",
     "A new roll of paper was put in", "intent:string", NULL, NULL, 200, MAY_SERVE | MAY_ADMINISTER},
    {EVHTTP_REQ_GET, "/api/v1/devices/{device}/keys", get_keys, "设备的按键",
     "A device's keys, and those just learned", NULL, NULL, NULL, 200, MAY_INSPECT},
    {0},
};
