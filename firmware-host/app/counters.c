/* counters.c: what stands on the boards, pads and evaluators of the windows.
 *
 * Problem: a board must show what is durable and nothing else, must not be told the same twice,
 * and must be told again when the text is the same but the call is new (a recall flashes).
 *
 * Design: after each batch of durable events the wanted state of each device is computed from
 * the shown engine and compared with what was ordered last; only differences are sent. These
 * are states: the newest counts. A device that was away gets its newest state from its own
 * driver when it answers again. */
#define LOG_MODULE "counters"
#include "app/hall_internal.h"

#include <stdlib.h>
#include <string.h>

struct shown_state {
    struct device_command command;
    int64_t mark;  /* a new call or recall with the same text is a new picture */
    bool ordered;
    char text[BOARD_TEXT];
};

struct asking {
    enum evaluator_state state;
    int64_t ticket;
    mono_t since, until;
};

struct counters {
    uint32_t revision;
    struct shown_state shown[LIMIT_DEVICES];
    struct asking asking[LIMIT_WINDOWS];
    uint16_t window_of[LIMIT_DEVICES]; /* position in the site, or UINT16_MAX */
};

static uint16_t window_position(const struct site *site, uint16_t number)
{
    for (uint16_t i = 0; i < site->window_count; i++) {
        if (site->windows[i].number == number) {
            return i;
        }
    }
    return UINT16_MAX;
}

static void find_windows(struct counters *counters, const struct site *site)
{
    for (size_t i = 0; i < site->device_count; i++) {
        counters->window_of[i] = window_position(site, site->devices[i].window);
    }
}

struct counters *counters_create(struct hall *hall)
{
    struct counters *counters = calloc(1, sizeof *counters);
    if (counters != NULL) {
        find_windows(counters, hall->site);
    }
    return counters;
}

void counters_adopt(struct hall *hall)
{
    find_windows(hall->counters, hall->site);
}

void counters_destroy(struct counters *counters)
{
    free(counters);
}

/* ------------------------------------------------------------------ wanted states */

struct look { /* one window as its devices should show it */
    const struct site_window *site;
    const struct window *window;
    const struct ticket *ticket; /* called or in service, or NULL */
    struct asking *asking;
};

static int look_at(struct hall *hall, uint16_t position, struct look *look)
{
    look->site = &hall->site->windows[position];
    look->window = engine_window(hall->shown, look->site->number);
    look->asking = &hall->counters->asking[position];
    if (look->window == NULL) {
        return -1;
    }
    look->ticket = look->window->ticket != 0 ? engine_ticket(hall->shown, look->window->ticket)
                                             : NULL;
    return 0;
}

static const struct words *board_words(const struct site_board_texts *texts,
                                       const struct look *look)
{
    if (look->ticket != NULL) {
        return look->ticket->state == TICKET_SERVING ? &texts->serving : &texts->calling;
    }
    switch (look->window->state) {
    case WINDOW_PAUSED: return &texts->paused;
    case WINDOW_OPEN: return &texts->idle;
    default: return &texts->closed;
    }
}

static int64_t call_mark(const struct look *look)
{
    if (look->ticket == NULL || look->ticket->state != TICKET_CALLED) {
        return 0;
    }
    return look->ticket->called_seq * 256 + look->ticket->recalls;
}

static int64_t want_board(struct hall *hall, const struct look *look, struct device_command *out)
{
    char window[8];
    snprintf(window, sizeof window, "%u", look->window->number);
    const struct hole holes[] = {
        {"number", look->ticket != NULL ? look->ticket->number : ""},
        {"window", window},
        {"name", hall_words(&look->site->name, LANGUAGE_ZH)},
        {NULL, NULL},
    };
    bool calling = look->ticket != NULL && look->ticket->state == TICKET_CALLED;
    out->kind = DEVICE_SHOW_BOARD;
    language_fill(out->board.text, sizeof out->board.text,
                  hall_words(board_words(&hall->site->board, look), LANGUAGE_ZH), holes);
    out->board.effect = calling ? BOARD_FLASH : BOARD_STEADY;
    out->board.flash_s = calling ? (uint8_t)hall->site->policy.board_flash_s : 0;
    out->board.colour = calling ? BOARD_RED : BOARD_GREEN;
    return call_mark(look);
}

static int64_t want_pad(struct hall *hall, const struct look *look, struct device_command *out)
{
    out->kind = DEVICE_SHOW_PAD;
    out->pad.waiting =
        look->window->state == WINDOW_CLOSED
            ? UINT16_MAX /* blank: the pad of a closed window is looked at less often */
            : (uint16_t)engine_waiting_for_window(hall->shown, look->window->number);
    out->pad.calling = look->ticket != NULL && look->ticket->state == TICKET_CALLED;
    out->pad.paused = look->window->state != WINDOW_OPEN;
    snprintf(out->pad.number, sizeof out->pad.number, "%s",
             look->ticket != NULL ? look->ticket->number : "");
    return 0;
}

static void evaluator_line(struct hall *hall, const struct look *look, char *out, size_t size)
{
    static const char *const keys[] = {
        [EVALUATOR_IDLE] = "evaluator.idle",
        [EVALUATOR_ASK] = "evaluator.ask",
        [EVALUATOR_THANK] = "evaluator.thank",
        [EVALUATOR_RATED_ALREADY] = "evaluator.rated_already",
    };
    const struct hole holes[] = {
        {"name", hall_words(&look->site->name, LANGUAGE_ZH)},
        {"clerk", hall_words(&look->site->clerk_name, LANGUAGE_ZH)},
        {NULL, NULL},
    };
    language_fill(out, size, hall_text(hall, LANGUAGE_ZH, keys[look->asking->state]), holes);
}

static int64_t want_evaluator(struct hall *hall, const struct look *look,
                              struct device_command *out)
{
    out->kind = DEVICE_SHOW_EVALUATOR;
    out->evaluator.state = look->asking->state;
    out->evaluator.ask_s = look->asking->state == EVALUATOR_ASK
                               ? (uint16_t)hall->site->policy.evaluation_ask_s
                               : 0;
    const struct ticket *ticket = look->asking->ticket != 0
                                      ? engine_ticket(hall->shown, look->asking->ticket)
                                      : look->ticket;
    snprintf(out->evaluator.number, sizeof out->evaluator.number, "%s",
             ticket != NULL ? ticket->number : "");
    snprintf(out->evaluator.clerk, sizeof out->evaluator.clerk, "%s",
             hall_words(&look->site->clerk_name, LANGUAGE_ZH));
    evaluator_line(hall, look, out->evaluator.text, sizeof out->evaluator.text);
    return 0;
}

/* ------------------------------------------------------------------ sending differences */

static void describe(const struct device_command *command, char *out, size_t size)
{
    if (command->kind == DEVICE_SHOW_BOARD) {
        text_cut(out, size, command->board.text, size);
    } else if (command->kind == DEVICE_SHOW_PAD) {
        size_t used = 0;
        text_append(out, size, &used, "%s", command->pad.number);
        if (command->pad.waiting != UINT16_MAX) {
            text_append(out, size, &used, " (%u)", command->pad.waiting);
        }
    } else {
        text_cut(out, size, command->evaluator.text, size);
    }
}

static void order(struct hall *hall, uint16_t device, struct device_command *wanted, int64_t mark)
{
    struct shown_state *shown = &hall->counters->shown[device];
    wanted->device = device;
    wanted->revision = shown->command.revision;
    if (shown->ordered && shown->mark == mark &&
        memcmp(&shown->command, wanted, sizeof *wanted) == 0) {
        return;
    }
    wanted->revision = ++hall->counters->revision;
    shown->command = *wanted;
    shown->mark = mark;
    shown->ordered = hall_command(hall, wanted) == 0; /* a full mailbox: again at the next look */
    describe(wanted, shown->text, sizeof shown->text);
}

typedef int64_t (*want_function)(struct hall *, const struct look *, struct device_command *);

static void refresh_device(struct hall *hall, uint16_t device)
{
    static const want_function wants[DEVICE_KIND_COUNT] = {
        [DEVICE_BOARD] = want_board,
        [DEVICE_PAD] = want_pad,
        [DEVICE_EVALUATOR] = want_evaluator,
        [DEVICE_TOUCH_EVALUATOR] = want_evaluator,
    };
    uint16_t position = hall->counters->window_of[device];
    enum device_kind kind = hall->site->profiles[hall->site->devices[device].profile].kind;
    struct look look;
    if (position == UINT16_MAX || wants[kind] == NULL || look_at(hall, position, &look) < 0) {
        return;
    }
    struct device_command wanted;
    memset(&wanted, 0, sizeof wanted);
    int64_t mark = wants[kind](hall, &look, &wanted);
    order(hall, device, &wanted, mark);
}

void counters_refresh(struct hall *hall)
{
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        refresh_device(hall, i);
    }
}

const char *counters_showing(const struct hall *hall, uint16_t device)
{
    return hall->counters->shown[device].text;
}

int counters_show_test(struct hall *hall, uint16_t device, const char *text)
{
    enum device_kind kind = hall->site->profiles[hall->site->devices[device].profile].kind;
    struct shown_state *shown = &hall->counters->shown[device];
    struct device_command command;
    memset(&command, 0, sizeof command);
    command.device = device;
    command.revision = ++hall->counters->revision;
    if (kind == DEVICE_BOARD) {
        command.kind = DEVICE_SHOW_BOARD;
        text_cut(command.board.text, sizeof command.board.text, text, sizeof command.board.text);
        text_clean(command.board.text);
    } else if (kind == DEVICE_PAD) {
        command.kind = DEVICE_SHOW_PAD;
        text_cut(command.pad.number, sizeof command.pad.number, text, LIMIT_NUMBER);
        text_clean(command.pad.number);
    } else {
        return -1;
    }
    shown->command = command;
    describe(&command, shown->text, sizeof shown->text);
    return hall_command(hall, &command);
}

/* ------------------------------------------------------------------ evaluators */

static void set_asking(struct hall *hall, uint16_t position, enum evaluator_state state,
                       int64_t ticket, int64_t for_s)
{
    struct asking *asking = &hall->counters->asking[position];
    asking->state = state;
    asking->ticket = ticket;
    asking->since = mono_now();
    asking->until = mono_after(asking->since, for_s * 1000);
}

int64_t counters_asked_ms(const struct hall *hall, uint16_t window, mono_t at)
{
    uint16_t position = window_position(hall->site, window);
    if (position == UINT16_MAX || hall->counters->asking[position].state != EVALUATOR_ASK) {
        return -1;
    }
    int64_t ms = mono_between(hall->counters->asking[position].since, at);
    return ms < 0 ? -1 : (int64_t)((double)ms * hall_clock_speed());
}

void counters_ask(struct hall *hall, uint16_t window, int64_t ticket)
{
    uint16_t position = window_position(hall->site, window);
    if (position != UINT16_MAX) {
        set_asking(hall, position, EVALUATOR_ASK, ticket, hall->site->policy.evaluation_ask_s);
        counters_refresh(hall);
    }
}

int counters_ask_test(struct hall *hall, uint16_t device, int32_t seconds)
{
    enum device_kind kind = hall->site->profiles[hall->site->devices[device].profile].kind;
    if (kind != DEVICE_EVALUATOR && kind != DEVICE_TOUCH_EVALUATOR) {
        return -1;
    }
    struct shown_state *shown = &hall->counters->shown[device];
    struct device_command command;
    memset(&command, 0, sizeof command);
    command.device = device;
    command.kind = DEVICE_SHOW_EVALUATOR;
    command.revision = ++hall->counters->revision;
    command.evaluator.state = EVALUATOR_ASK;
    command.evaluator.ask_s = (uint16_t)seconds;
    text_cut(command.evaluator.text, sizeof command.evaluator.text,
             hall_text(hall, LANGUAGE_ZH, "evaluator.ask"), sizeof command.evaluator.text);
    shown->command = command;
    describe(&command, shown->text, sizeof shown->text);
    return hall_command(hall, &command);
}

void counters_rated_already(struct hall *hall, uint16_t window)
{
    uint16_t position = window_position(hall->site, window);
    if (position != UINT16_MAX) {
        set_asking(hall, position, EVALUATOR_RATED_ALREADY, 0, hall->site->policy.thanks_s);
        counters_refresh(hall);
    }
}

void counters_durable_event(struct hall *hall, const struct event *event)
{
    uint16_t position = window_position(hall->site, event->window);
    if (position == UINT16_MAX) {
        return;
    }
    /* A device thanks whoever pressed it, not for what came from a phone or by default. */
    if (event->kind == EVENT_TICKET_RATED && event->rating == RATING_ACTIVE &&
        site_device_index(hall->site, event->source) != UINT16_MAX) {
        set_asking(hall, position, EVALUATOR_THANK, event->ticket, hall->site->policy.thanks_s);
    } else if (event->kind == EVENT_TICKET_CALLED &&
               hall->counters->asking[position].state == EVALUATOR_ASK) {
        set_asking(hall, position, EVALUATOR_IDLE, 0, 0); /* the next visitor comes */
    }
}

void counters_tick(struct hall *hall, mono_t now)
{
    bool changed = false;
    for (uint16_t i = 0; i < hall->site->window_count; i++) {
        struct asking *asking = &hall->counters->asking[i];
        if (asking->state != EVALUATOR_IDLE && mono_between(asking->until, now) >= 0) {
            asking->state = EVALUATOR_IDLE;
            asking->ticket = 0;
            changed = true;
        }
    }
    for (uint16_t i = 0; i < hall->site->device_count && !changed; i++) {
        const struct shown_state *shown = &hall->counters->shown[i];
        changed = shown->text[0] != '\0' && !shown->ordered;
    }
    if (changed) {
        counters_refresh(hall);
    }
}

int hall_ask_evaluation(struct hall *hall, uint16_t window)
{
    const struct window *found = engine_window(hall->shown, window);
    if (found == NULL) {
        return QUEUE_UNKNOWN_WINDOW;
    }
    int64_t id = found->ticket != 0 ? found->ticket : found->last_ticket;
    const struct ticket *ticket = id != 0 ? engine_ticket(hall->shown, id) : NULL;
    if (ticket == NULL || (ticket->state != TICKET_SERVING && ticket->state != TICKET_FINISHED)) {
        return QUEUE_NO_TICKET_HERE;
    }
    if (ticket->rating == RATING_ACTIVE) {
        counters_rated_already(hall, window);
        return QUEUE_ALREADY_RATED;
    }
    counters_ask(hall, window, id);
    return 0;
}
