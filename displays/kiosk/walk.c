/* walk.c: where the visitor is and what a touch does: pages, the way back, what is asked of
 * somebody who may have left, and the fresh start for the next one. */
#include "kiosk/pages.h"

#include <string.h>

enum { VOICE_IDLE_MS = 60000 };

/* ------------------------------------------------------------------ whether tickets are given */

int walk_trouble(const struct kiosk *kiosk)
{
    if (kiosk->offline) {
        return MESSAGE_UNREACHABLE;
    }
    if (kiosk->catalogue == NULL || !kiosk->has_settings || !kiosk->has_now) {
        return MESSAGE_STARTING;
    }
    if (kiosk->read_only || !kiosk->now.taking) {
        return MESSAGE_PAUSED;
    }
    if (kiosk->now.open || kiosk->settings.reviews) { /* what is over can be rated at any hour */
        return -1;
    }
    return kiosk->now.before              ? MESSAGE_BEFORE
           : kiosk->now.period_count == 0 ? MESSAGE_HOLIDAY
                                          : MESSAGE_CLOSED;
}

static bool is_state(enum message_id message)
{
    return message != MESSAGE_NO_ANSWER && message != MESSAGE_QUOTA &&
           message != MESSAGE_REFUSED && message != MESSAGE_THANKS;
}

static bool may_browse(const struct kiosk *kiosk, int trouble)
{
    return kiosk->browsing && trouble != MESSAGE_UNREACHABLE && trouble != MESSAGE_STARTING;
}

/* The first page is a message while no ticket can be taken, and itself again afterwards. */
static void settle(struct kiosk *kiosk)
{
    int trouble = walk_trouble(kiosk);
    if (kiosk->place.page == PAGE_MESSAGE && is_state(kiosk->message)) {
        kiosk->place = (struct place){.page = PAGE_HOME};
    }
    if (kiosk->place.page == PAGE_HOME && trouble >= 0 && !may_browse(kiosk, trouble)) {
        kiosk->place = (struct place){.page = PAGE_MESSAGE};
        kiosk->message = (enum message_id)trouble;
    }
    if (kiosk->place.page == PAGE_HOME && kiosk->settings.reviews) {
        kiosk->place = (struct place){.page = PAGE_RATE_FIND};
    }
}

/* ------------------------------------------------------------------ moving */

static void say_page(const struct kiosk *kiosk)
{
    const char *key = pages[kiosk->place.page].say;
    if (kiosk->setup.say != NULL) {
        kiosk->setup.say(kiosk->setup.context, kiosk->code,
                         kiosk->elder && key != NULL ? kiosk_text(kiosk, key) : NULL);
    }
}

static void arrive(struct kiosk *kiosk, struct place place, mono_t now)
{
    enum page_id before = kiosk->place.page;
    kiosk->place = place;
    if (place.page == PAGE_GUIDE) {
        kiosk->item = (uint16_t)place.argument;
    }
    settle(kiosk);
    kiosk->page_since = now;
    kiosk->dirty = true;
    touch_forget(&kiosk->touch);
    kiosk->pressed.action = ACTION_NONE;
    if (kiosk->place.page != before) {
        say_page(kiosk);
    }
}

static bool is_kept(enum page_id page)
{
    return page != PAGE_MESSAGE && page != PAGE_IDLE && page != PAGE_TICKET;
}

static bool same_place(const struct place *a, const struct place *b)
{
    return a->page == b->page && a->argument == b->argument;
}

void walk_to(struct kiosk *kiosk, enum page_id page, int argument, mono_t now)
{
    struct place to = {.page = page, .argument = argument};
    if (same_place(&to, &kiosk->place)) {
        return;
    }
    if (is_kept(kiosk->place.page)) {
        if (kiosk->back_count == BACK_DEPTH) {
            memmove(&kiosk->back[0], &kiosk->back[1], sizeof kiosk->back[0] * (BACK_DEPTH - 1));
            kiosk->back_count--;
        }
        kiosk->back[kiosk->back_count++] = kiosk->place;
    }
    arrive(kiosk, to, now);
}

void walk_back(struct kiosk *kiosk, mono_t now)
{
    if (kiosk->back_count == 0) {
        walk_home(kiosk, now);
        return;
    }
    struct place to = kiosk->back[--kiosk->back_count];
    if (to.page == PAGE_HOME) {
        progress_forget(kiosk);
    }
    arrive(kiosk, to, now);
}

void walk_home(struct kiosk *kiosk, mono_t now)
{
    kiosk->back_count = 0;
    kiosk->priority = -1;
    kiosk->typed[0] = '\0';
    link_forget_ticket(kiosk);
    rate_forget(kiosk);
    progress_forget(kiosk);
    arrive(kiosk, (struct place){.page = PAGE_HOME}, now);
}

static void set_type(struct kiosk *kiosk, bool elder)
{
    kiosk->elder = elder;
    struct screen screen = kiosk->theme.screen;
    theme_touch(&kiosk->theme, &screen, elder);
    kiosk->place.leaf = 0;
    kiosk->dirty = true;
}

void walk_reset(struct kiosk *kiosk, mono_t now)
{
    kiosk->code = kiosk->settings.english ? LANGUAGE_EN : LANGUAGE_ZH;
    kiosk->browsing = false;
    if (kiosk->elder && kiosk->setup.say != NULL) {
        kiosk->setup.say(kiosk->setup.context, kiosk->code, NULL);
    }
    set_type(kiosk, false);
    walk_home(kiosk, now);
}

/* ------------------------------------------------------------------ what touches do */

static void choose_item(struct kiosk *kiosk, int item, mono_t now)
{
    kiosk->priority = -1;
    walk_to(kiosk, PAGE_GUIDE, item, now);
}

/* A list of a single item is that item. */
static void choose_list(struct kiosk *kiosk, int list, mono_t now)
{
    int found = -1, count = 0;
    for (uint16_t i = 0; i < kiosk->catalogue->item_count; i++) {
        const struct kiosk_item *item = &kiosk->catalogue->items[i];
        if (list >= 0 ? item->category == list : item->department == -1 - list) {
            found = i;
            count++;
        }
    }
    if (count == 1) {
        choose_item(kiosk, found, now);
    } else {
        walk_to(kiosk, PAGE_ITEMS, list, now);
    }
}

static void act_general(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    uint16_t item = kiosk_catalogue_item(kiosk->catalogue, kiosk->settings.general);
    if (item == UINT16_MAX) {
        walk_to(kiosk, PAGE_HELP, 0, now);
    } else {
        choose_item(kiosk, item, now);
    }
}

static void act_elder(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    (void)now;
    set_type(kiosk, !kiosk->elder);
    say_page(kiosk);
}

static void act_language(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    (void)now;
    kiosk->code = kiosk->code == LANGUAGE_EN ? LANGUAGE_ZH : LANGUAGE_EN;
    kiosk->place.leaf = 0;
    say_page(kiosk);
}

static void act_key(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)now;
    size_t length = strlen(kiosk->typed);
    if (argument == KEY_CLEAR) {
        length = 0;
    } else if (argument == KEY_DELETE) {
        length = length > 0 ? length - 1 : 0;
    } else if (length + 1 < TYPED) {
        kiosk->typed[length++] = (char)argument;
    }
    kiosk->typed[length] = '\0';
    kiosk->place.leaf = 0;
    progress_typed(kiosk);
}

static void act_leaf(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)now;
    kiosk->place.leaf += argument;
}

static void act_priority(struct kiosk *kiosk, int argument, mono_t now)
{
    kiosk->priority = argument;
    walk_back(kiosk, now);
}

static void act_take(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    link_take_ticket(kiosk, now);
}

static void act_reprint(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    kiosk->page_since = now;
    link_reprint(kiosk);
}

static void act_done(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    walk_reset(kiosk, now);
}

static void act_home(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    if (kiosk->place.page == PAGE_IDLE) {
        walk_reset(kiosk, now);
    } else {
        walk_home(kiosk, now);
    }
}

static void act_stay(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    arrive(kiosk, kiosk->before_idle, now);
}

static void act_browse(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    kiosk->browsing = true;
    walk_home(kiosk, now);
}

static void act_back(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    walk_back(kiosk, now);
}

static void act_department(struct kiosk *kiosk, int argument, mono_t now)
{
    choose_list(kiosk, -1 - argument, now);
}

static void act_find(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    (void)now;
    rate_find(kiosk);
}

static void act_level(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)now;
    kiosk->rating.level = argument;
}

static void act_tag(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)now;
    if (argument >= 0 && (size_t)argument < kiosk->rating.tag_count) {
        kiosk->rating.tags[argument].ticked = !kiosk->rating.tags[argument].ticked;
    }
}

static void act_send(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    (void)now;
    rate_send(kiosk);
}

static void act_progress(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    progress_forget(kiosk);
    walk_to(kiosk, PAGE_PROGRESS, 0, now);
}

static void act_look(struct kiosk *kiosk, int argument, mono_t now)
{
    (void)argument;
    (void)now;
    progress_look(kiosk);
}

typedef void (*act_function)(struct kiosk *kiosk, int argument, mono_t now);
static const act_function acts[ACTION_COUNT] = {
    [ACTION_HOME] = act_home,         [ACTION_BACK] = act_back,
    [ACTION_GENERAL] = act_general,   [ACTION_ELDER] = act_elder,
    [ACTION_LANGUAGE] = act_language, [ACTION_LEAF] = act_leaf,
    [ACTION_CATEGORY] = choose_list,  [ACTION_DEPARTMENT] = act_department,
    [ACTION_ITEM] = choose_item,      [ACTION_KEY] = act_key,
    [ACTION_PRIORITY] = act_priority, [ACTION_TAKE] = act_take,
    [ACTION_REPRINT] = act_reprint,   [ACTION_DONE] = act_done,
    [ACTION_STAY] = act_stay,         [ACTION_BROWSE] = act_browse,
    [ACTION_FIND] = act_find,         [ACTION_LEVEL] = act_level,
    [ACTION_TAG] = act_tag,           [ACTION_SEND] = act_send,
    [ACTION_PROGRESS] = act_progress, [ACTION_LOOK] = act_look,
};
static const enum page_id goes_to[ACTION_COUNT] = { /* PAGE_HOME = nowhere */
    [ACTION_HELP] = PAGE_HELP,
    [ACTION_CATEGORIES] = PAGE_CATEGORIES,
    [ACTION_DEPARTMENTS] = PAGE_DEPARTMENTS,
    [ACTION_SEARCH] = PAGE_SEARCH,
    [ACTION_ASK_PRIORITY] = PAGE_PRIORITY,
};

void walk_act(struct kiosk *kiosk, int action, int argument, mono_t now)
{
    kiosk->dirty = true;
    if (acts[action] != NULL) {
        acts[action](kiosk, argument, now);
    } else if (goes_to[action] != PAGE_HOME) {
        walk_to(kiosk, goes_to[action], 0, now);
    }
}

/* ------------------------------------------------------------------ somebody may have left */

int64_t walk_ticket_ms(const struct kiosk *kiosk)
{
    return (int64_t)kiosk->settings.ticket_s * 1000 * (kiosk->elder ? 2 : 1);
}

/* Time without a touch after which is asked; -1 = never, as nothing would be lost. */
int64_t walk_idle_ms(const struct kiosk *kiosk)
{
    bool fresh = !kiosk->elder && !kiosk->browsing &&
                 (kiosk->code == LANGUAGE_EN) == kiosk->settings.english;
    bool first = kiosk->place.page == PAGE_HOME ||
                 (kiosk->place.page == PAGE_RATE_FIND && kiosk->typed[0] == '\0') ||
                 (kiosk->place.page == PAGE_MESSAGE && is_state(kiosk->message));
    if (kiosk->place.page == PAGE_TICKET || kiosk->place.page == PAGE_IDLE || (fresh && first) ||
        !kiosk->has_settings) {
        return -1;
    }
    int64_t ms = (int64_t)kiosk->settings.idle_s * 1000;
    return kiosk->elder && ms < VOICE_IDLE_MS ? VOICE_IDLE_MS : ms;
}

static mono_t last_act(const struct kiosk *kiosk)
{
    return kiosk->touched.ms > kiosk->page_since.ms ? kiosk->touched : kiosk->page_since;
}

int walk_seconds_left(const struct kiosk *kiosk, mono_t now)
{
    int64_t left = 0;
    if (kiosk->place.page == PAGE_TICKET) {
        left = walk_ticket_ms(kiosk) - mono_between(last_act(kiosk), now);
    } else if (kiosk->place.page == PAGE_IDLE) {
        left = IDLE_ASK_MS - mono_between(kiosk->page_since, now);
    }
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

void walk_tick(struct kiosk *kiosk, mono_t now)
{
    struct place place = kiosk->place;
    enum message_id message = kiosk->message;
    settle(kiosk);
    kiosk->dirty |= !same_place(&place, &kiosk->place) || message != kiosk->message;
    int left = walk_seconds_left(kiosk, now);
    if ((kiosk->place.page == PAGE_TICKET || kiosk->place.page == PAGE_IDLE) && left == 0) {
        walk_reset(kiosk, now);
        return;
    }
    int64_t idle = walk_idle_ms(kiosk);
    if (idle >= 0 && mono_between(last_act(kiosk), now) >= idle) {
        kiosk->before_idle = kiosk->place;
        arrive(kiosk, (struct place){.page = PAGE_IDLE}, now);
    }
}
