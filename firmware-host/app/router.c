/* router.c: a key becomes a verb, a touch becomes a ticket, a rating becomes a review.
 *
 * The only file that knows both the queue and the devices. Which key is which verb is in the
 * profile's key map; which window a pad belongs to is in lines.yaml; here the two meet in one
 * table. A press is acknowledged to its device when its effect is durable, or refused: a pad
 * that repeats until it is acknowledged loses nothing over a crash of the controller, and the
 * intent id (device and sequence) makes the repeat harmless. */
#define LOG_MODULE "router"
#include "app/hall_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BOUNCE_MS = 500, REFUSED_BEEP_MS = 300 };

static const enum command_kind verb_of[KEY_ACTION_COUNT] = {
    [KEY_NEXT] = COMMAND_NEXT,       [KEY_CALL_NUMBER] = COMMAND_CALL,
    [KEY_RECALL] = COMMAND_RECALL,   [KEY_ARRIVE] = COMMAND_ARRIVE,
    [KEY_FINISH] = COMMAND_FINISH,   [KEY_NO_SHOW] = COMMAND_NO_SHOW,
    [KEY_HOLD] = COMMAND_HOLD,       [KEY_RESUME] = COMMAND_RESUME,
    [KEY_TRANSFER] = COMMAND_TRANSFER, [KEY_PAUSE] = COMMAND_PAUSE,
    [KEY_OPEN] = COMMAND_OPEN,       [KEY_CLOSE] = COMMAND_CLOSE,
    [KEY_UNDO] = COMMAND_UNDO,
};

struct press {
    struct hall *hall;
    uint16_t device, window;
    uint64_t sequence;
    bool rating;
};

static void acknowledge(struct hall *hall, uint16_t device, uint64_t sequence, bool accepted)
{
    struct device_command command = {.device = device, .kind = DEVICE_ACKNOWLEDGE};
    command.acknowledge.sequence = sequence;
    command.acknowledge.accepted = accepted;
    hall_command(hall, &command);
}

static void beep(struct hall *hall, uint16_t device)
{
    struct device_command command = {.device = device, .kind = DEVICE_BEEP};
    command.beep.ms = REFUSED_BEEP_MS;
    hall_command(hall, &command);
}

static void press_done(void *context, int error, const struct outcome *outcome)
{
    (void)outcome;
    struct press *press = context;
    struct hall *hall = press->hall;
    /* A rating that is repeated because its thank-you was lost has been taken. */
    bool taken = error == 0 || (press->rating && error == QUEUE_ALREADY_RATED);
    acknowledge(hall, press->device, press->sequence, taken);
    if (error != 0) {
        log_info("%s at window %u: %s", hall->site->devices[press->device].name, press->window,
                 error == HALL_NOT_DURABLE ? "not durable" : queue_error_name(error));
        health_count(hall, press->device, true);
        if (press->rating) {
            if (error == QUEUE_ALREADY_RATED) {
                counters_rated_already(hall, press->window);
            }
        } else {
            beep(hall, press->device);
        }
    }
    free(press);
}

static struct press *press_of(struct hall *hall, const struct device_event *event)
{
    struct press *press = calloc(1, sizeof *press);
    if (press != NULL) {
        press->hall = hall;
        press->device = event->device;
        press->window = hall->site->devices[event->device].window;
        press->sequence = event->sequence;
    }
    return press;
}

static void command_of(const struct hall *hall, const struct device_event *event,
                       struct command *command)
{
    const struct site_device *device = &hall->site->devices[event->device];
    memset(command, 0, sizeof *command);
    command->window = device->window;
    snprintf(command->intent, sizeof command->intent, "%s:%" PRIx64, device->name,
             event->sequence);
    snprintf(command->actor, sizeof command->actor, "%s", device->name);
    snprintf(command->source, sizeof command->source, "%s", device->name);
}

/* "23" at window 3 means the ticket …023 of a category that the window serves. */
static int64_t ticket_of_digits(const struct hall *hall, uint16_t window, const char *digits)
{
    const struct queue_plan *plan = engine_plan(hall->deciding);
    unsigned long value = strtoul(digits, NULL, 10);
    for (uint16_t w = 0; w < plan->window_count; w++) {
        if (plan->windows[w].number != window) {
            continue;
        }
        for (uint16_t c = 0; c < plan->category_count; c++) {
            char number[LIMIT_NUMBER + 12];
            snprintf(number, sizeof number, "%s%0*u", plan->categories[c].series,
                     plan->categories[c].digits % 10, (unsigned)(value % 100000));
            const struct ticket *ticket = engine_ticket_by_number(hall->deciding, number);
            if (plan->windows[w].weight[c] > 0 && ticket != NULL &&
                ticket->state == TICKET_WAITING) {
                return ticket->id;
            }
        }
    }
    return 0;
}

static const char *clerk_of(const struct hall *hall, uint16_t window)
{
    const struct site_window *found = site_window(hall->site, window);
    return found != NULL ? found->clerk : "";
}

static void fill_verb(struct hall *hall, const struct device_event *event,
                      struct command *command)
{
    command->kind = verb_of[event->key.action];
    if (command->kind == COMMAND_CALL) {
        command->ticket = ticket_of_digits(hall, command->window, event->key.digits);
    } else if (command->kind == COMMAND_TRANSFER) {
        command->target_window = (uint16_t)strtol(event->key.digits, NULL, 10);
    } else if (command->kind == COMMAND_OPEN) {
        snprintf(command->clerk, sizeof command->clerk, "%s", clerk_of(hall, command->window));
    } else if (command->kind == COMMAND_PAUSE) {
        const struct window *window = engine_window(hall->deciding, command->window);
        if (window != NULL && window->state == WINDOW_PAUSED) {
            command->kind = COMMAND_RESUME; /* the same key pauses and resumes */
        } else if (window != NULL && window->state == WINDOW_CLOSED) {
            command->kind = COMMAND_OPEN;
            snprintf(command->clerk, sizeof command->clerk, "%s",
                     clerk_of(hall, command->window));
        }
    }
}

/* Contacts bounce and fingers double-click: a NEXT within half a second of the last one at the
 * same window is the same press (reliability.md F28). */
static bool is_bounce(struct hall *hall, const struct device_event *event, uint16_t window)
{
    if (event->key.action != KEY_NEXT || window >= LIMIT_WINDOWS) {
        return false;
    }
    mono_t last = hall->last_next[window];
    if (last.ms != 0 && mono_between(last, event->at) < BOUNCE_MS) {
        return true;
    }
    hall->last_next[window] = event->at;
    return false;
}

static void on_key(struct hall *hall, const struct device_event *event)
{
    struct command command;
    command_of(hall, event, &command);
    health_count(hall, event->device, false);
    if (command.window == 0 || is_bounce(hall, event, command.window)) {
        health_count(hall, event->device, true);
        acknowledge(hall, event->device, event->sequence, false);
        return;
    }
    if (event->key.action == KEY_EVALUATE) {
        int error = hall_ask_evaluation(hall, command.window);
        acknowledge(hall, event->device, event->sequence, error == 0);
        return;
    }
    fill_verb(hall, event, &command);
    struct press *press = press_of(hall, event);
    if (press != NULL && command.kind != COMMAND_NONE) {
        hall_submit(hall, &command, NULL, press_done, press);
    } else {
        free(press);
    }
}

static void on_rating(struct hall *hall, const struct device_event *event)
{
    struct command command;
    command_of(hall, event, &command);
    health_count(hall, event->device, false);
    struct press *press = press_of(hall, event);
    if (press != NULL) {
        press->rating = true;
        rating_submit(hall, event, &command, press_done, press);
    }
}

static void on_touch(struct hall *hall, const struct device_event *event)
{
    health_count(hall, event->device, false);
    panels_touch(hall, event);
}

static void on_alarm(struct hall *hall, const struct device_event *event)
{
    static const char *const names[] = {[ALARM_TWIN] = "two devices answer as one address",
                                        [ALARM_BABBLING] = "a device babbles on this line",
                                        [ALARM_STUCK_KEY] = "a key is stuck",
                                        [ALARM_FOREIGN] = "a device of an unknown address speaks"};
    struct event record = {.kind = EVENT_DEVICE_CHANGED, .count = event->alarm.address};
    const char *name = hall->site->devices[event->device].name;
    snprintf(record.device, sizeof record.device, "%s", name);
    snprintf(record.result, sizeof record.result, "alarm");
    snprintf(record.note, sizeof record.note, "%s", names[event->alarm.alarm]);
    log_warning("%s: %s (address %u)", name, names[event->alarm.alarm], event->alarm.address);
    hall_record(hall, &record);
    supervision_alarm(hall, event->device, event->alarm.alarm);
}

void router_device_event(struct hall *hall, const struct device_event *event)
{
    static void (*const handlers[DEVICE_EVENT_COUNT])(struct hall *,
                                                      const struct device_event *) = {
        [DEVICE_KEY] = on_key,       [DEVICE_RATING] = on_rating, [DEVICE_TOUCH] = on_touch,
        [DEVICE_HEALTH] = health_event, [DEVICE_PRINTED] = slips_printed,
        [DEVICE_ALARM] = on_alarm,
    };
    if (event->kind < DEVICE_EVENT_COUNT && handlers[event->kind] != NULL) {
        handlers[event->kind](hall, event);
    }
}
