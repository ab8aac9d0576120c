/* meaning.c: the short text forms of commands and events, in which profiles state their vectors
 * and tests their expectations. See common.h. Tables: a new word is a row. */
#include "devices/drivers/common.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 12, WORD_SIZE = 48 };
struct words {
    size_t count;
    char text[WORDS][WORD_SIZE];
};

static void split(const char *text, struct words *out)
{
    out->count = 0;
    while (out->count < WORDS) {
        text += strspn(text, " ");
        size_t size = strcspn(text, " ");
        if (size == 0) {
            return;
        }
        snprintf(out->text[out->count++], WORD_SIZE, "%.*s", (int)size, text);
        text += size;
    }
}

static const char *word(const struct words *words, size_t at)
{
    return at < words->count ? words->text[at] : "";
}

static long number(const struct words *words, size_t at, long fallback)
{
    return at < words->count ? strtol(words->text[at], NULL, 10) : fallback;
}

/* ------------------------------------------------------------------ commands */

static int read_show(const struct words *words, struct device_command *out)
{
    static const char *const colours[] = {
        [BOARD_RED] = "red", [BOARD_GREEN] = "green", [BOARD_YELLOW] = "yellow"};
    out->kind = DEVICE_SHOW_BOARD;
    snprintf(out->board.text, sizeof out->board.text, "%s", word(words, 1));
    for (unsigned i = 0; i < sizeof colours / sizeof *colours; i++) {
        if (strcmp(word(words, 2), colours[i]) == 0) {
            out->board.colour = (enum board_colour)i;
        }
    }
    out->board.flash_s = (uint8_t)number(words, 4, 3);
    out->board.effect = strcmp(word(words, 3), "flash") == 0 ? BOARD_FLASH : BOARD_STEADY;
    return words->count >= 2 ? 0 : -1;
}

static void set_waiting(struct device_command *out, const char *count)
{
    out->pad.waiting =
        count[0] == '-' || count[0] == '\0' ? UINT16_MAX : (uint16_t)strtol(count, NULL, 10);
}

static int read_pad(const struct words *words, struct device_command *out)
{
    out->kind = DEVICE_SHOW_PAD;
    bool both = strcmp(word(words, 0), "pad") == 0, only_waiting = word(words, 0)[0] == 'w';
    set_waiting(out, both || only_waiting ? word(words, 1) : "-");
    const char *digits = both ? word(words, 2) : only_waiting ? "" : word(words, 1);
    if (strcmp(digits, "-") != 0) {
        snprintf(out->pad.number, sizeof out->pad.number, "%.*s", LIMIT_NUMBER - 1, digits);
    }
    out->pad.calling = strcmp(word(words, 3), "calling") == 0;
    out->pad.paused = strcmp(word(words, 3), "paused") == 0;
    return words->count >= 2 ? 0 : -1;
}

static int read_evaluator(const struct words *words, struct device_command *out)
{
    static const char *const states[] = {[EVALUATOR_IDLE] = "idle",
                                         [EVALUATOR_ASK] = "ask",
                                         [EVALUATOR_THANK] = "thank",
                                         [EVALUATOR_RATED_ALREADY] = "rated"};
    out->kind = DEVICE_SHOW_EVALUATOR;
    out->evaluator.ask_s = (uint16_t)number(words, 1, 30);
    snprintf(out->evaluator.text, sizeof out->evaluator.text, "%s", word(words, 2));
    for (unsigned i = 0; i < sizeof states / sizeof *states; i++) {
        if (strcmp(word(words, 0), states[i]) == 0) {
            out->evaluator.state = (enum evaluator_state)i;
        }
    }
    return 0;
}

static int read_page(const struct words *words, struct device_command *out)
{
    out->kind = DEVICE_SHOW_PANEL;
    out->panel.page = (uint16_t)number(words, 1, 0);
    for (size_t i = 2; i < words->count; i++) {
        snprintf(out->panel.text[out->panel.slots++], PANEL_TEXT, "%s", words->text[i]);
    }
    return words->count >= 2 ? 0 : -1;
}

static int read_print(const struct words *words, struct device_command *out)
{
    out->kind = DEVICE_PRINT;
    out->slip.job = 1;
    out->slip.count = 2;
    out->slip.elements[0] = (struct slip_element){
        .kind = SLIP_TEXT_LINE, .align = SLIP_CENTRE, .width = 2, .height = 2};
    snprintf(out->slip.elements[0].text, SLIP_TEXT, "%s", word(words, 1));
    out->slip.elements[1].kind = SLIP_CUT;
    return words->count >= 2 ? 0 : -1;
}

static int read_beep(const struct words *words, struct device_command *out)
{
    out->kind = DEVICE_BEEP;
    out->beep.ms = (uint16_t)number(words, 1, 200);
    return 0;
}

static const struct command_word {
    const char *word;
    int (*read)(const struct words *words, struct device_command *out);
} command_words[] = {
    {"ask", read_evaluator},   {"beep", read_beep},       {"idle", read_evaluator},
    {"number", read_pad},      {"pad", read_pad},         {"page", read_page},
    {"print", read_print},     {"rated", read_evaluator}, {"show", read_show},
    {"thank", read_evaluator}, {"waiting", read_pad},
};

int meaning_command(const char *meaning, struct device_command *out)
{
    struct words words;
    split(meaning, &words);
    memset(out, 0, sizeof *out);
    out->revision = 1;
    for (size_t i = 0; i < sizeof command_words / sizeof *command_words; i++) {
        if (strcmp(word(&words, 0), command_words[i].word) == 0) {
            return command_words[i].read(&words, out);
        }
    }
    return -1;
}

/* ------------------------------------------------------------------ events */

static void tell_status(uint32_t status, char *out, size_t size, size_t *used)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } bits[] = {
        {STATUS_OFFLINE, "offline"},         {STATUS_COVER_OPEN, "cover_open"},
        {STATUS_PAPER_NEAR_END, "near_end"}, {STATUS_PAPER_END, "paper_end"},
        {STATUS_CUTTER, "cutter"},           {STATUS_ERROR, "error"},
        {STATUS_PANEL_FAULT, "panel_fault"}, {STATUS_TRUNCATED, "truncated"},
    };
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        if ((status & bits[i].bit) != 0) {
            text_append(out, size, used, " %s", bits[i].name);
        }
    }
}

static void tell_key(const struct device_event *event, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "%s", key_action_name(event->key.action));
    if (event->key.digits[0] != '\0') {
        text_append(out, size, used, " %s", event->key.digits);
    }
}

static void tell_rating(const struct device_event *event, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "rate %d", event->rating.level);
}

static void tell_touch(const struct device_event *event, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "touch %u %u", event->touch.page, event->touch.button);
}

static void tell_health(const struct device_event *event, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "status");
    tell_status(event->health.status, out, size, used);
    if (event->health.status == 0) {
        text_append(out, size, used, " clear");
    }
}

static void tell_printed(const struct device_event *event, char *out, size_t size, size_t *used)
{
    static const char *const results[] = {[PRINT_CONFIRMED] = "confirmed",
                                          [PRINT_SENT] = "sent",
                                          [PRINT_UNCERTAIN] = "uncertain",
                                          [PRINT_REFUSED] = "refused"};
    text_append(out, size, used, "printed %" PRIu32 " %s", event->printed.job,
                results[event->printed.result]);
    tell_status(event->printed.status, out, size, used);
}

static void tell_shown(const struct device_event *event, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "shown %" PRIu32, event->shown.revision);
}

static void tell_alarm(const struct device_event *event, char *out, size_t size, size_t *used)
{
    static const char *const alarms[] = {[ALARM_TWIN] = "twin",
                                         [ALARM_BABBLING] = "babbling",
                                         [ALARM_STUCK_KEY] = "stuck_key",
                                         [ALARM_FOREIGN] = "foreign"};
    text_append(out, size, used, "alarm %s", alarms[event->alarm.alarm]);
}

static void tell_learned(const struct device_event *event, char *out, size_t size, size_t *used)
{
    text_append(out, size, used, "learned%s", event->learned.digits ? " digits" : "");
    for (size_t i = 0; i < event->learned.size; i++) {
        text_append(out, size, used, " %02X", event->learned.code[i]);
    }
}

void meaning_of_event(const struct device_event *event, char *out, size_t size)
{
    static void (*const tell[DEVICE_EVENT_COUNT])(const struct device_event *event, char *out,
                                                  size_t size, size_t *used) = {
        [DEVICE_KEY] = tell_key,       [DEVICE_RATING] = tell_rating,   [DEVICE_TOUCH] = tell_touch,
        [DEVICE_HEALTH] = tell_health, [DEVICE_PRINTED] = tell_printed, [DEVICE_SHOWN] = tell_shown,
        [DEVICE_ALARM] = tell_alarm,   [DEVICE_LEARNED] = tell_learned,
    };
    size_t used = 0;
    out[0] = '\0';
    tell[event->kind](event, out, size, &used);
}
