/* visitor.c: a visitor from the door to the door: panel, slip, board, window, rating.
 *
 * At the panel: read the labels, touch the own item if it stands there, else its category, else
 * the next page; after a touch wait until the picture has changed and is complete. Knows the
 * panel's three pages by number and the places of its labels (config/profiles). */
#include "sim/people.h"

#include <stdio.h>
#include <string.h>

enum { LABEL_FIRST = 1, LABEL_LAST = 8, BUTTON_BACK = 9, BUTTON_NEXT = 10 };
enum { TOUCHES_MAX = 40, IDLE_TOUCHES_MAX = 3, PANELS_MAX = 3, SAME_MIN = 6 };
enum { REACTION_US = 3000000, READ_MS = 200, SLIP_S = 40, SLIP_MS = 8000 };

static struct panel *panel_of(struct crowd *crowd, const struct visitor *v)
{
    return &crowd->panels[v->panel];
}

static void leave(struct crowd *crowd, struct visitor *v)
{
    struct totals *totals = crowd->settings.totals;
    if (v->panel != NOBODY) {
        panel_of(crowd, v)->queue--;
        panel_of(crowd, v)->user = NOBODY;
        v->panel = NOBODY;
    }
    totals->served += v->served;
    totals->walked_off += !v->served;
    v->state = VISITOR_GONE;
}

/* ------------------------------------------------------------------ at the panel */

static void choose_panel(struct crowd *crowd, struct visitor *v)
{
    int best = NOBODY;
    for (int i = 0; i < (int)crowd->panel_count; i++) {
        bool off = crowd->panels[i].device->dead;
        if (!off && (best == NOBODY || crowd->panels[i].queue < crowd->panels[best].queue)) {
            best = i;
        }
    }
    if (best == NOBODY) {
        v->due = crowd_later(crowd, 120, 2000);
        if (++v->panels_tried > PANELS_MAX) {
            leave(crowd, v);
        }
        return;
    }
    v->panel = best;
    crowd->panels[best].queue++;
}

static void queue_for_panel(struct crowd *crowd, struct visitor *v, int index)
{
    if (v->panel == NOBODY) {
        choose_panel(crowd, v);
        return;
    }
    if (panel_of(crowd, v)->user == NOBODY) {
        panel_of(crowd, v)->user = index;
        v->state = VISITOR_CHOOSING;
        v->touched = v->asked = v->paging = false;
        v->touches = v->idle_touches = 0;
        v->first_page = 0;
        v->due = crowd_later(crowd, 2, READ_MS);
    }
}

/* Gives the panel free and tries another one, or gives up. */
static void try_elsewhere(struct crowd *crowd, struct visitor *v, double pause_s)
{
    panel_of(crowd, v)->queue--;
    panel_of(crowd, v)->user = NOBODY;
    v->panel = NOBODY;
    v->state = VISITOR_QUEUEING;
    v->due = crowd_later(crowd, pause_s, 500);
    if (++v->panels_tried > PANELS_MAX) {
        leave(crowd, v);
    }
}

static uint64_t fingerprint(const struct sight *sight)
{
    uint64_t hash = 0xCBF29CE484222325u ^ sight->page;
    for (size_t i = 0; i < SIGHT_LABELS; i++) {
        for (const char *c = sight->labels[i]; *c != '\0'; c++) {
            hash = (hash ^ (uint8_t)*c) * 0x100000001B3u;
        }
        hash = (hash ^ i) * 0x100000001B3u;
    }
    return hash;
}

/* Does a label offer this name? Labels may be cut, or carry more than the name. */
static bool label_means(const char *label, const char *name)
{
    size_t same = 0;
    if (name[0] == '\0' || label[0] == '\0') {
        return false;
    }
    if (strstr(label, name) != NULL) {
        return true;
    }
    while (label[same] != '\0' && label[same] == name[same]) {
        same++;
    }
    return same >= SAME_MIN && same + 4 >= strlen(label);
}

static int find_label(const struct sight *sight, const char *name)
{
    for (int i = LABEL_FIRST; i <= LABEL_LAST; i++) {
        if (strcmp(sight->labels[i], name) == 0) {
            return i;
        }
    }
    for (int i = LABEL_FIRST; i <= LABEL_LAST; i++) {
        if (label_means(sight->labels[i], name)) {
            return i;
        }
    }
    return 0;
}

static void touch(struct crowd *crowd, struct visitor *v, const struct sight *sight,
                  uint16_t button)
{
    struct act act = {.kind = ACT_TOUCH, .number = button};
    sim_device_act(panel_of(crowd, v)->device, crowd->now_us, &act);
    v->touched = true;
    v->before = fingerprint(sight);
    v->patience_us = crowd->now_us + REACTION_US;
    v->due = crowd->now;
    if (++v->touches > TOUCHES_MAX) {
        try_elsewhere(crowd, v, 60);
    }
}

static void choose(struct crowd *crowd, struct visitor *v, const struct sight *sight)
{
    const struct site_item *item = &crowd->site->items[v->item];
    int button = find_label(sight, item->name.zh);
    bool found_item = button != 0;
    if (button == 0) {
        button = find_label(sight, crowd->site->categories[item->category].name.zh);
    }
    uint64_t page = fingerprint(sight);
    if (button == 0 && v->paging && page == v->first_page) {
        try_elsewhere(crowd, v, 60); /* seen all pages: it is not offered here */
        return;
    }
    if (button == 0 && !v->paging) {
        v->paging = true;
        v->first_page = page;
    }
    v->asked = found_item;
    v->paging = button == 0;
    touch(crowd, v, sight, button != 0 ? (uint16_t)button : BUTTON_NEXT);
}

static void take_number(struct crowd *crowd, struct visitor *v, const struct sight *sight)
{
    char number[LIMIT_NUMBER];
    if (v->number[0] == '\0' && paper_find_number(sight->labels[0], number)) {
        memcpy(v->number, number, sizeof number);
        crowd->settings.totals->numbers++;
    }
    if (v->number[0] == '\0') {
        v->due = crowd_later(crowd, 1, READ_MS);
        return;
    }
    struct act done = {.kind = ACT_TOUCH, .number = BUTTON_BACK};
    panel_of(crowd, v)->queue--;
    panel_of(crowd, v)->user = NOBODY;
    sim_device_act(panel_of(crowd, v)->device, crowd->now_us, &done);
    v->panel = NOBODY;
    v->state = VISITOR_AT_PRINTER;
    v->due = crowd_later(crowd, SLIP_S, SLIP_MS);
}

/* Has the panel answered the touch? Waits for a picture that changed and stands still. */
static bool panel_answered(struct crowd *crowd, struct visitor *v, const struct sight *sight)
{
    uint64_t now = fingerprint(sight);
    if (now != v->before) {
        v->touched = false;
        v->idle_touches = 0;
        v->due = crowd_later(crowd, 2, READ_MS);
        return false;
    }
    if (crowd->now_us < v->patience_us) {
        return false;
    }
    v->touched = v->asked = false;
    if (++v->idle_touches > IDLE_TOUCHES_MAX) {
        try_elsewhere(crowd, v, 30);
    }
    return false;
}

static void at_panel(struct crowd *crowd, struct visitor *v)
{
    struct sight sight;
    const struct sim_device *device = panel_of(crowd, v)->device;
    sim_device_look(device, &sight);
    if (!sight.on) {
        try_elsewhere(crowd, v, 30);
        return;
    }
    if (v->touched && !panel_answered(crowd, v, &sight)) {
        return;
    }
    if (sight.page == sim_option_int(device->profile, "pages.choice", 1)) {
        choose(crowd, v, &sight);
    } else if (sight.page == sim_option_int(device->profile, "pages.ticket", 2)) {
        if (v->asked) {
            take_number(crowd, v, &sight);
        } else {
            touch(crowd, v, &sight, BUTTON_BACK); /* somebody's ticket is still shown */
        }
    } else if (v->asked) {
        touch(crowd, v, &sight, BUTTON_BACK); /* a message: no ticket now */
        if (v->panel != NOBODY) {
            try_elsewhere(crowd, v, 180);
        }
    } else {
        touch(crowd, v, &sight, BUTTON_BACK);
    }
}

static void at_printer(struct crowd *crowd, struct visitor *v)
{
    if (!v->slip && !crowd_is_due(crowd, v->due)) {
        return;
    }
    if (!v->slip) {
        v->gave_up_slip = true; /* remembers the number from the screen */
        crowd->settings.totals->slips_missing++;
    }
    v->state = VISITOR_WAITING;
}

/* ------------------------------------------------------------------ in the hall */

static struct clerk *clerk_at(struct crowd *crowd, uint16_t window)
{
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        if (crowd->clerks[i].window->number == window) {
            return &crowd->clerks[i];
        }
    }
    return NULL;
}

/* Looks at all windows for the own number. */
static void waiting(struct crowd *crowd, struct visitor *v)
{
    for (size_t i = 0; i < crowd->clerk_count; i++) {
        if (strcmp(crowd->clerks[i].shown, v->number) != 0) {
            continue;
        }
        crowd->settings.totals->called += !v->called;
        v->called = true;
        if (!v->never_comes) {
            v->state = VISITOR_WALKING;
            v->window = crowd->clerks[i].window->number;
            v->due = crowd_later(crowd, (double)dice_between(&crowd->dice, 20, 60), 0);
        }
        break;
    }
    if (crowd_is_due(crowd, crowd->last_chance) || (v->never_comes && v->called)) {
        leave(crowd, v);
    }
}

static void walking(struct crowd *crowd, struct visitor *v, int index)
{
    struct clerk *clerk = clerk_at(crowd, v->window);
    if (!crowd_is_due(crowd, v->due)) {
        return;
    }
    if (clerk != NULL && strcmp(clerk->shown, v->number) == 0) {
        clerk->visitor = index;
        v->state = VISITOR_AT_WINDOW;
    } else {
        v->state = VISITOR_WAITING; /* too late: it may be called again */
    }
}

/* Who has just come to the window does not answer for the one before, who may still be asked. */
static void perhaps_rate(struct crowd *crowd, struct visitor *v)
{
    struct clerk *clerk = clerk_at(crowd, v->window);
    if (!v->will_rate || clerk == NULL || clerk->evaluator == NULL || v->thanked ||
        !(v->in_service || v->served)) {
        return;
    }
    struct sight sight;
    sim_device_look(clerk->evaluator, &sight);
    if (v->rated && sight.thanking) {
        v->thanked = true;
        crowd->settings.totals->ratings_thanked++;
    }
    if (v->rated || !sight.asking || !crowd_is_due(crowd, v->due)) {
        v->due = v->rated || sight.asking ? v->due
                                          : crowd_later(crowd, 3, 200); /* reads, then presses */
        return;
    }
    struct act act = {.kind = ACT_RATE, .level = v->level};
    v->rated = sim_device_act(clerk->evaluator, crowd->now_us, &act) == 0;
}

static void at_window(struct crowd *crowd, struct visitor *v)
{
    struct clerk *clerk = clerk_at(crowd, v->window);
    perhaps_rate(crowd, v);
    if (clerk == NULL || strcmp(clerk->shown, v->number) == 0) {
        return;
    }
    clerk->visitor = NOBODY;
    if (v->served) {
        v->state = VISITOR_LINGERING;
        v->patience_us = crowd->now_us + 2000000;
    } else {
        v->in_service = false; /* put on hold or sent to another window */
        v->state = VISITOR_WAITING;
    }
}

static void lingering(struct crowd *crowd, struct visitor *v)
{
    struct clerk *clerk = clerk_at(crowd, v->window);
    bool taken = clerk != NULL && clerk->visitor != NOBODY; /* the evaluator is another one's now */
    if (!taken) {
        perhaps_rate(crowd, v);
    }
    bool done = taken || !v->will_rate || v->thanked || crowd->now_us >= v->patience_us;
    if (done) {
        leave(crowd, v);
    }
}

void visitor_step(struct crowd *crowd, int index)
{
    struct visitor *v = &crowd->visitors[index];
    bool due = crowd_is_due(crowd, v->due);
    switch (v->state) {
    case VISITOR_QUEUEING:
        if (due) {
            queue_for_panel(crowd, v, index);
        }
        break;
    case VISITOR_CHOOSING:
        if (due) {
            at_panel(crowd, v);
        }
        break;
    case VISITOR_AT_PRINTER: at_printer(crowd, v); break;
    case VISITOR_WAITING: waiting(crowd, v); break;
    case VISITOR_WALKING: walking(crowd, v, index); break;
    case VISITOR_AT_WINDOW: at_window(crowd, v); break;
    case VISITOR_LINGERING: lingering(crowd, v); break;
    case VISITOR_COMING:
    case VISITOR_GONE: break;
    }
}
