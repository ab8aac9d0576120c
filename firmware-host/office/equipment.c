/* equipment.c: see equipment.h. */
#include "office/equipment.h"

#include <stdlib.h>
#include <string.h>

struct roll {
    char device[LIMIT_CODE];
    struct paper_change change;
};

struct equipment {
    size_t roll_count;
    struct roll rolls[LIMIT_DEVICES]; /* also of printers that are no longer there */
};

static void *create(void)
{
    return calloc(1, sizeof(struct equipment));
}

static struct roll *roll_of(struct equipment *equipment, const char *device)
{
    for (size_t i = 0; i < equipment->roll_count; i++) {
        if (strcmp(equipment->rolls[i].device, device) == 0) {
            return &equipment->rolls[i];
        }
    }
    if (equipment->roll_count == LIMIT_DEVICES) {
        return NULL; /* its forecast is then unknown */
    }
    struct roll *roll = &equipment->rolls[equipment->roll_count++];
    snprintf(roll->device, sizeof roll->device, "%s", device);
    return roll;
}

static void apply(void *state, const struct event *event)
{
    struct roll *roll = event->kind == EVENT_OFFICE_PAPER_CHANGED ? roll_of(state, event->device)
                                                                  : NULL;
    if (roll != NULL) {
        roll->change = (struct paper_change){
            .seq = event->seq, .at = event->at, .seen = strcmp(event->result, "seen") == 0};
    }
}

const struct office_part equipment_part = {
    .name = "equipment",
    .create = create,
    .destroy = free,
    .apply = apply,
};

struct paper_change equipment_paper(const struct office *office, const char *device)
{
    const struct equipment *equipment = office_part_state(office, OFFICE_EQUIPMENT);
    for (size_t i = 0; i < equipment->roll_count; i++) {
        if (strcmp(equipment->rolls[i].device, device) == 0) {
            return equipment->rolls[i].change;
        }
    }
    return (struct paper_change){0};
}

/* ------------------------------------------------------------------ orders */

/* An event about a device, or NULL with *error. */
static struct event *draft_about(struct office_draft *draft, uint16_t device, enum event_kind kind,
                                 const char *result, int *error)
{
    const struct site *site = draft->site;
    if (device >= site->device_count) {
        *error = OFFICE_UNKNOWN;
        return NULL;
    }
    struct event *event = office_draft_event(draft, kind);
    *error = event != NULL ? 0 : OFFICE_FULL;
    if (event != NULL) {
        event->record = event->seq;
        snprintf(event->device, sizeof event->device, "%s", site->devices[device].name);
        snprintf(event->result, sizeof event->result, "%s", result);
    }
    return event;
}

int equipment_decide_test(struct office_draft *draft, const void *order)
{
    const struct equipment_test *test = order;
    char text[LIMIT_TEXT];
    int error;
    if (!office_text(text, sizeof text, test->text, false)) {
        return OFFICE_BAD_VALUE;
    }
    struct event *event =
        draft_about(draft, test->device, EVENT_OFFICE_DEVICE_TESTED, test->test, &error);
    if (event != NULL) {
        memcpy(event->text, text, sizeof event->text);
    }
    return error;
}

int equipment_decide_paper(struct office_draft *draft, const void *order)
{
    const struct equipment_paper *paper = order;
    const struct site *site = draft->site;
    int error;
    if (paper->device < site->device_count &&
        site->profiles[site->devices[paper->device].profile].kind != DEVICE_PRINTER) {
        return OFFICE_UNKNOWN;
    }
    draft_about(draft, paper->device, EVENT_OFFICE_PAPER_CHANGED, paper->seen ? "seen" : "told",
                &error);
    return error;
}

/* ------------------------------------------------------------------ forecast */

void paper_forecast(const struct paper_use *use, struct paper_forecast *out)
{
    *out = (struct paper_forecast){.left = -1, .lasts_s = -1};
    if (use->slip_mm <= 0) {
        return;
    }
    double left_mm = -1;
    if (use->out) {
        left_mm = 0;
    } else if (use->known && use->roll_mm > 0) {
        left_mm = use->roll_mm - use->slips * use->slip_mm;
        left_mm = left_mm > 0 ? left_mm : 0;
    }
    if (use->near_end && !use->out && (left_mm < 0 || left_mm > PAPER_NEAR_END_MM)) {
        left_mm = PAPER_NEAR_END_MM;
    }
    if (left_mm < 0) {
        return;
    }
    out->left = (int32_t)(left_mm / use->slip_mm);
    if (use->today >= PAPER_RATE_SLIPS && use->today_s >= PAPER_RATE_S) {
        out->lasts_s = (int64_t)out->left * use->today_s / use->today;
    }
}
