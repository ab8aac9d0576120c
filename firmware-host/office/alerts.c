/* alerts.c: see alerts.h. */
#include "office/alerts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct alerts {
    int64_t revision; /* seq of its last event */
    size_t open_count, ended_count, ended_next;
    struct alert open[ALERTS_OPEN];
    struct alert ended[ALERTS_KEPT]; /* a ring */
};

const struct alerts *office_alerts(const struct office *office)
{
    return office_part_state(office, OFFICE_ALERTS);
}

/* ------------------------------------------------------------------ looking */

size_t alerts_open_count(const struct alerts *alerts)
{
    return alerts->open_count;
}

const struct alert *alerts_open_at(const struct alerts *alerts, size_t index)
{
    return index < alerts->open_count ? &alerts->open[index] : NULL;
}

const struct alert *alerts_open_on(const struct alerts *alerts, const char *subject)
{
    for (size_t i = 0; i < alerts->open_count; i++) {
        if (strcmp(alerts->open[i].subject, subject) == 0) {
            return &alerts->open[i];
        }
    }
    return NULL;
}

static struct alert *find_open(struct alerts *alerts, int64_t record)
{
    for (size_t i = 0; i < alerts->open_count; i++) {
        if (alerts->open[i].record == record) {
            return &alerts->open[i];
        }
    }
    return NULL;
}

size_t alerts_ended_count(const struct alerts *alerts)
{
    return alerts->ended_count;
}

const struct alert *alerts_ended_at(const struct alerts *alerts, size_t index)
{
    if (index >= alerts->ended_count) {
        return NULL;
    }
    return &alerts->ended[(alerts->ended_next + ALERTS_KEPT - 1 - index) % ALERTS_KEPT];
}

const struct alert *alerts_find(const struct alerts *alerts, int64_t record)
{
    for (size_t i = 0; i < alerts->open_count; i++) {
        if (alerts->open[i].record == record) {
            return &alerts->open[i];
        }
    }
    for (size_t i = 0; i < alerts->ended_count; i++) {
        if (alerts->ended[i].record == record) {
            return &alerts->ended[i];
        }
    }
    return NULL;
}

int64_t alerts_revision(const struct alerts *alerts)
{
    return alerts->revision;
}

/* ------------------------------------------------------------------ events */

static void take_raised(struct alerts *alerts, const struct event *event)
{
    if (alerts->open_count == ALERTS_OPEN) {
        return; /* cannot be: it was decided against the same limit */
    }
    struct alert *alert = &alerts->open[alerts->open_count++];
    *alert = (struct alert){.record = event->record,
                            .window = event->window,
                            .file = event->of_seq,
                            .figure = event->count,
                            .last = event->count,
                            .threshold = event->position,
                            .act = event->final,
                            .since = event->since,
                            .raised = event->at};
    memcpy(alert->subject, event->subject, sizeof alert->subject);
    memcpy(alert->category, event->category, sizeof alert->category);
    memcpy(alert->device, event->device, sizeof alert->device);
    memcpy(alert->number, event->number, sizeof alert->number);
}

static void take_acknowledged(struct alerts *alerts, const struct event *event)
{
    struct alert *alert = find_open(alerts, event->record);
    if (alert != NULL) {
        alert->acknowledged = event->at;
        memcpy(alert->by, event->actor, sizeof alert->by);
        memcpy(alert->note, event->note, sizeof alert->note);
    }
}

static void take_ended(struct alerts *alerts, const struct event *event)
{
    struct alert *alert = find_open(alerts, event->record);
    if (alert == NULL) {
        return;
    }
    alert->ended = event->at;
    alert->last = event->count;
    alerts->ended[alerts->ended_next] = *alert;
    alerts->ended_next = (alerts->ended_next + 1) % ALERTS_KEPT;
    alerts->ended_count += alerts->ended_count < ALERTS_KEPT ? 1 : 0;
    size_t behind = alerts->open_count - 1 - (size_t)(alert - alerts->open);
    memmove(alert, alert + 1, behind * sizeof *alert);
    alerts->open_count--;
}

static void apply(void *state, const struct event *event)
{
    static const struct {
        enum event_kind kind;
        void (*take)(struct alerts *, const struct event *);
    } rows[] = {
        {EVENT_OFFICE_ALERT_RAISED, take_raised},
        {EVENT_OFFICE_ALERT_ACKNOWLEDGED, take_acknowledged},
        {EVENT_OFFICE_ALERT_ENDED, take_ended},
    };
    struct alerts *alerts = state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].kind == event->kind) {
            rows[i].take(alerts, event);
            alerts->revision = event->seq;
        }
    }
}

/* ------------------------------------------------------------------ decisions */

static void draft_raise(struct office_draft *draft, const struct alert *alert)
{
    struct event *event = office_draft_event(draft, EVENT_OFFICE_ALERT_RAISED);
    if (event == NULL) {
        return;
    }
    event->record = event->seq;
    event->window = alert->window;
    event->of_seq = alert->file;
    event->count = alert->figure;
    event->position = alert->threshold;
    event->final = alert->act;
    event->since = alert->since;
    memcpy(event->subject, alert->subject, sizeof event->subject);
    memcpy(event->category, alert->category, sizeof event->category);
    memcpy(event->device, alert->device, sizeof event->device);
    memcpy(event->number, alert->number, sizeof event->number);
}

static void draft_end(struct office_draft *draft, const struct alert *open, int32_t last)
{
    struct event *event = office_draft_event(draft, EVENT_OFFICE_ALERT_ENDED);
    if (event != NULL) {
        event->record = open->record;
        event->window = open->window;
        event->count = last;
        memcpy(event->subject, open->subject, sizeof event->subject);
    }
}

static bool is_drafted(const struct office_draft *draft, const char *subject)
{
    for (size_t i = 0; i < draft->count; i++) {
        if (draft->events[i].kind == EVENT_OFFICE_ALERT_RAISED &&
            strcmp(draft->events[i].subject, subject) == 0) {
            return true;
        }
    }
    return false;
}

int alerts_decide_changes(struct office_draft *draft, const void *order)
{
    const struct alert_changes *changes = order;
    const struct alerts *alerts = office_alerts(draft->office);
    size_t open = alerts->open_count;
    for (size_t i = 0; i < changes->count; i++) {
        const struct alert *alert = &changes->list[i].alert;
        if (changes->list[i].kind == ALERT_END) {
            const struct alert *known = alerts_open_on(alerts, alert->subject);
            if (known != NULL && known->record == alert->record) {
                draft_end(draft, known, alert->last);
            }
        } else if (open < ALERTS_OPEN && alerts_open_on(alerts, alert->subject) == NULL &&
                   !is_drafted(draft, alert->subject)) {
            draft_raise(draft, alert);
            open++;
        }
    }
    return 0;
}

int alerts_decide_acknowledge(struct office_draft *draft, const void *order)
{
    const struct alert_acknowledgement *wanted = order;
    const struct alert *alert = alerts_find(office_alerts(draft->office), wanted->record);
    if (alert == NULL) {
        return OFFICE_UNKNOWN;
    }
    if (alert->ended.ms != 0 || alert->acknowledged.ms != 0) {
        return OFFICE_WRONG_STATE;
    }
    struct event *event = office_draft_event(draft, EVENT_OFFICE_ALERT_ACKNOWLEDGED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    event->record = alert->record;
    event->window = alert->window;
    memcpy(event->subject, alert->subject, sizeof event->subject);
    return office_text(event->note, sizeof event->note, wanted->note, false) ? 0
                                                                            : OFFICE_BAD_VALUE;
}

static void *create(void)
{
    return calloc(1, sizeof(struct alerts));
}

const struct office_part alerts_part = {
    .name = "alerts",
    .create = create,
    .destroy = free,
    .apply = apply,
};
