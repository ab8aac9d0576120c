/* panels.c: taking a ticket on a serial touch screen.
 *
 * A panel has a handful of pages with a fixed number of buttons (its profile says which); what
 * stands on them comes from here: categories, then the items of one, then the number. Each
 * touch is acted on when its page is the one that was shown; a touch of an older page (two
 * quick fingers, a reboot) is not a ticket. A category with one item needs one touch.
 *
 *   CHOOSE category --touch--> CHOOSE item --touch--> TICKET --8 s or touch--> CHOOSE category
 *                                               \--> MESSAGE (closed, full, printer out)
 */
#define LOG_MODULE "panels"
#include "app/hall_internal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Pages and buttons of the panel project (config/profiles/screen-dwin-dgus2.yaml). */
enum {
    PAGE_CHOOSE = 1,
    PAGE_TICKET = 2,
    PAGE_MESSAGE = 3,
    BUTTONS = 8,
    BUTTON_BACK = 9,
    BUTTON_MORE = 10,
    SLOT_TITLE = 0,
    SLOT_HINT = 9,
    SHORTEST_PAGE_MS = 1500,
    IDLE_S = 40
};

enum panel_state { PANEL_CATEGORIES, PANEL_ITEMS, PANEL_BUSY, PANEL_TICKET, PANEL_MESSAGE };

struct panel {
    bool is_panel;
    uint16_t device;
    const char *printers;
    enum panel_state state;
    uint16_t category;  /* while choosing an item */
    uint16_t offset;    /* first entry of the page shown */
    mono_t until;       /* back to the first page */
    uint32_t revision;
    bool shown;
};

struct panels {
    struct panel panels[LIMIT_DEVICES];
};

static void find_panels(struct panels *panels, const struct site *site)
{
    for (uint16_t i = 0; i < site->device_count; i++) {
        const struct site_device *device = &site->devices[i];
        panels->panels[i].is_panel = site->profiles[device->profile].kind == DEVICE_PANEL;
        panels->panels[i].device = i;
        panels->panels[i].printers = device->group;
        panels->panels[i].shown = false; /* the next tick shows the first page */
    }
}

struct panels *panels_create(struct hall *hall)
{
    struct panels *panels = calloc(1, sizeof *panels);
    if (panels != NULL) {
        find_panels(panels, hall->site);
    }
    return panels;
}

void panels_adopt(struct hall *hall)
{
    find_panels(hall->panels, hall->site);
}

void panels_destroy(struct panels *panels)
{
    free(panels);
}

/* ------------------------------------------------------------------ pages */

static void slot(struct device_command *command, unsigned index, const char *text)
{
    text_cut(command->panel.text[index], PANEL_TEXT, text, PANEL_TEXT);
    if (command->panel.slots <= index) {
        command->panel.slots = (uint8_t)(index + 1);
    }
}

static void show(struct hall *hall, struct panel *panel, struct device_command *command)
{
    command->device = panel->device;
    command->kind = DEVICE_SHOW_PANEL;
    command->revision = ++panel->revision;
    panel->shown = hall_command(hall, command) == 0;
}

/* The time a page stays is hall time, but never shorter than a finger needs. */
static mono_t page_end(int64_t seconds)
{
    int64_t ms = (int64_t)((double)seconds * 1000 / hall_clock_speed());
    return mono_after(mono_now(), ms > SHORTEST_PAGE_MS ? ms : SHORTEST_PAGE_MS);
}

static uint16_t item_count(const struct site *site, uint16_t category, uint16_t *first)
{
    uint16_t count = 0;
    for (uint16_t i = 0; i < site->item_count; i++) {
        if (site->items[i].category == category && count++ == 0) {
            *first = i;
        }
    }
    return count;
}

/* The `index`th entry of the page's list: a category that has items, or an item. UINT16_MAX
 * past the end. */
static uint16_t entry_at(const struct site *site, const struct panel *panel, uint16_t index)
{
    bool items = panel->state == PANEL_ITEMS;
    uint16_t count = items ? (uint16_t)site->item_count : (uint16_t)site->category_count;
    for (uint16_t i = 0, first; i < count; i++) {
        bool listed = items ? site->items[i].category == panel->category
                            : item_count(site, i, &first) > 0;
        if (listed && index-- == 0) {
            return i;
        }
    }
    return UINT16_MAX;
}

static void show_choice(struct hall *hall, struct panel *panel)
{
    const struct site *site = hall->site;
    struct device_command command;
    memset(&command, 0, sizeof command);
    bool items = panel->state == PANEL_ITEMS;
    command.panel.page = PAGE_CHOOSE;
    slot(&command, SLOT_TITLE,
         items ? hall_words(&site->categories[panel->category].name, LANGUAGE_ZH)
               : hall_words(&site->name, LANGUAGE_ZH));
    for (uint16_t i = 0; i < BUTTONS; i++) {
        uint16_t entry = entry_at(site, panel, (uint16_t)(panel->offset + i));
        const struct words *name = entry == UINT16_MAX ? NULL
                                   : items             ? &site->items[entry].name
                                                       : &site->categories[entry].name;
        slot(&command, 1u + i, name != NULL ? hall_words(name, LANGUAGE_ZH) : "");
    }
    bool more = entry_at(site, panel, (uint16_t)(panel->offset + BUTTONS)) != UINT16_MAX;
    slot(&command, SLOT_HINT,
         hall_text(hall, LANGUAGE_ZH, more ? "panel.hint_more" : "panel.hint"));
    show(hall, panel, &command);
}

static void go_home(struct hall *hall, struct panel *panel)
{
    panel->state = PANEL_CATEGORIES;
    panel->offset = 0;
    show_choice(hall, panel);
}

static void show_message(struct hall *hall, struct panel *panel, const char *key)
{
    static const char *const parts[] = {"title", "line1", "line2"};
    struct device_command command;
    memset(&command, 0, sizeof command);
    command.panel.page = PAGE_MESSAGE;
    for (unsigned i = 0; i < 3; i++) {
        char full[64];
        snprintf(full, sizeof full, "panel.%s.%s", key, parts[i]);
        slot(&command, i, hall_text(hall, LANGUAGE_ZH, full));
    }
    panel->state = PANEL_MESSAGE;
    panel->until = page_end(hall->site->policy.panel_page_s);
    show(hall, panel, &command);
}

static void ticket_lines(struct hall *hall, const struct ticket *ticket, bool paper,
                         struct device_command *command)
{
    char ahead[16], line[PANEL_TEXT * 2];
    snprintf(ahead, sizeof ahead, "%d", ticket->ahead_at_issue);
    uint16_t item = site_item_index(hall->site, ticket->item);
    const struct words *area = ticket->category < hall->site->category_count
                                   ? &hall->site->categories[ticket->category].area
                                   : NULL;
    const struct hole holes[] = {{"ahead", ahead},
                                 {"area", area != NULL ? hall_words(area, LANGUAGE_ZH) : ""},
                                 {NULL, NULL}};
    slot(command, 0, ticket->number);
    slot(command, 1,
         item != UINT16_MAX ? hall_words(&hall->site->items[item].name, LANGUAGE_ZH) : "");
    language_fill(line, sizeof line, hall_text(hall, LANGUAGE_ZH, "panel.ahead"), holes);
    slot(command, 2, line);
    language_fill(line, sizeof line, hall_text(hall, LANGUAGE_ZH, "panel.area"), holes);
    slot(command, 3, line);
    slot(command, 4,
         hall_text(hall, LANGUAGE_ZH, paper ? "panel.take_slip" : "panel.no_paper"));
}

static void show_ticket(struct hall *hall, struct panel *panel, const struct ticket *ticket)
{
    struct device_command command;
    memset(&command, 0, sizeof command);
    command.panel.page = PAGE_TICKET;
    ticket_lines(hall, ticket, slips_group_ready(hall, panel->printers), &command);
    panel->state = PANEL_TICKET;
    panel->until = page_end(hall->site->policy.panel_page_s);
    show(hall, panel, &command);
}

/* ------------------------------------------------------------------ touches */

struct touch {
    struct hall *hall;
    struct panel *panel;
    uint64_t sequence;
};

static void acknowledge(struct hall *hall, uint16_t device, uint64_t sequence)
{
    struct device_command command = {.device = device, .kind = DEVICE_ACKNOWLEDGE};
    command.acknowledge.sequence = sequence;
    command.acknowledge.accepted = true;
    hall_command(hall, &command);
}

static const char *message_of(int error)
{
    switch (error) {
    case QUEUE_DAY_CLOSED: return "closed";
    case QUEUE_QUOTA:
    case QUEUE_SERIES_FULL: return "full";
    default: return "failed";
    }
}

static void issued(void *context, int error, const struct outcome *outcome)
{
    struct touch *touch = context;
    struct hall *hall = touch->hall;
    const struct ticket *ticket = error == 0 ? engine_ticket(hall->shown, outcome->ticket) : NULL;
    if (ticket != NULL) {
        show_ticket(hall, touch->panel, ticket);
    } else {
        log_warning("%s: no ticket: %d", hall->site->devices[touch->panel->device].name, error);
        show_message(hall, touch->panel, message_of(error));
    }
    acknowledge(hall, touch->panel->device, touch->sequence);
    free(touch);
}

static void take_ticket(struct hall *hall, struct panel *panel, uint16_t item, uint64_t sequence)
{
    struct touch *touch = calloc(1, sizeof *touch);
    if (touch == NULL) {
        return;
    }
    *touch = (struct touch){hall, panel, sequence};
    const char *name = hall->site->devices[panel->device].name;
    struct command command = {.kind = COMMAND_ISSUE, .actor = "visitor"};
    snprintf(command.intent, sizeof command.intent, "%s:%" PRIx64, name, sequence);
    snprintf(command.source, sizeof command.source, "%s", name);
    snprintf(command.item, sizeof command.item, "%s", hall->site->items[item].code);
    unsigned char random[16];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(command.token, sizeof command.token, random, sizeof random);
    panel->state = PANEL_BUSY;
    panel->until = page_end(hall->site->policy.panel_page_s);
    hall_issue(hall, &command, panel->printers, issued, touch);
}

static bool within_hours(const struct hall *hall)
{
    uint16_t from, to;
    wall_t now = wall_now();
    int32_t day = wall_day(now);
    if (!site_day_open(hall->site, day, &from, &to)) {
        return false;
    }
    int64_t minute = wall_between(wall_day_start(day), now) / 60000;
    return minute < to;
}

static bool choose(struct hall *hall, struct panel *panel, uint16_t button, uint64_t sequence)
{
    uint16_t entry = entry_at(hall->site, panel, (uint16_t)(panel->offset + button - 1));
    if (entry == UINT16_MAX) {
        return false;
    }
    if (!within_hours(hall)) {
        show_message(hall, panel, "closed");
        return false;
    }
    if (panel->state == PANEL_ITEMS) {
        take_ticket(hall, panel, entry, sequence);
        return true;
    }
    uint16_t only = UINT16_MAX;
    if (item_count(hall->site, entry, &only) == 1) {
        take_ticket(hall, panel, only, sequence);
        return true;
    }
    panel->state = PANEL_ITEMS;
    panel->category = entry;
    panel->offset = 0;
    panel->until = page_end(IDLE_S);
    show_choice(hall, panel);
    return false;
}

static void turn_page(struct hall *hall, struct panel *panel, uint16_t button)
{
    if (button == BUTTON_MORE) {
        bool more = entry_at(hall->site, panel, (uint16_t)(panel->offset + BUTTONS)) != UINT16_MAX;
        panel->offset = more ? (uint16_t)(panel->offset + BUTTONS) : 0;
    } else if (panel->offset >= BUTTONS) {
        panel->offset = (uint16_t)(panel->offset - BUTTONS);
    } else {
        panel->state = PANEL_CATEGORIES;
        panel->offset = 0;
    }
    panel->until = page_end(IDLE_S);
    show_choice(hall, panel);
}

/* True when the answer (and the acknowledgement) comes later. */
static bool act(struct hall *hall, struct panel *panel, const struct device_event *event)
{
    bool choosing = panel->state == PANEL_CATEGORIES || panel->state == PANEL_ITEMS;
    if (panel->state == PANEL_BUSY) {
        return false;
    }
    if (!choosing) {
        go_home(hall, panel);
        return false;
    }
    if (event->touch.page != PAGE_CHOOSE) {
        show_choice(hall, panel); /* the panel shows something else: say it again */
        return false;
    }
    if (event->touch.button >= 1 && event->touch.button <= BUTTONS) {
        return choose(hall, panel, event->touch.button, event->sequence);
    }
    if (event->touch.button == BUTTON_BACK || event->touch.button == BUTTON_MORE) {
        turn_page(hall, panel, event->touch.button);
    }
    return false;
}

void panels_touch(struct hall *hall, const struct device_event *event)
{
    struct panel *panel = &hall->panels->panels[event->device];
    if (!panel->is_panel) {
        return;
    }
    if (!act(hall, panel, event)) {
        acknowledge(hall, event->device, event->sequence);
    }
}

void panels_tick(struct hall *hall, mono_t now)
{
    for (uint16_t i = 0; i < hall->site->device_count; i++) {
        struct panel *panel = &hall->panels->panels[i];
        if (!panel->is_panel) {
            continue;
        }
        bool over = panel->state != PANEL_CATEGORIES && mono_between(panel->until, now) >= 0;
        if (over || !panel->shown) {
            go_home(hall, panel);
        }
    }
}
