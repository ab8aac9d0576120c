/* picture.c: any page on demand, from a fixture instead of a hall: pictures for documents, golden
 * tests and --check. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>

struct picture {
    const char *name;
    enum page_id page;
    int variant; /* message_id, slip_look, or what the page makes of it */
};
enum { TREE_DEPARTMENT = 1, SUSPENDED = 1 };

static const struct picture pictures[] = {
    {"home", PAGE_HOME, 0},
    {"home-departments", PAGE_HOME, TREE_DEPARTMENT},
    {"categories", PAGE_CATEGORIES, 0},
    {"departments", PAGE_DEPARTMENTS, 0},
    {"items", PAGE_ITEMS, 0},
    {"search", PAGE_SEARCH, 0},
    {"guide", PAGE_GUIDE, 0},
    {"priority", PAGE_PRIORITY, 0},
    {"ticket", PAGE_TICKET, SLIP_PRINTED},
    {"ticket-no-paper", PAGE_TICKET, SLIP_OUT},
    {"help", PAGE_HELP, 0},
    {"idle", PAGE_IDLE, 0},
    {"starting", PAGE_MESSAGE, MESSAGE_STARTING},
    {"unreachable", PAGE_MESSAGE, MESSAGE_UNREACHABLE},
    {"no-answer", PAGE_MESSAGE, MESSAGE_NO_ANSWER},
    {"paused", PAGE_MESSAGE, MESSAGE_PAUSED},
    {"closed", PAGE_MESSAGE, MESSAGE_CLOSED},
    {"holiday", PAGE_MESSAGE, MESSAGE_HOLIDAY},
    {"before", PAGE_MESSAGE, MESSAGE_BEFORE},
    {"quota", PAGE_MESSAGE, MESSAGE_QUOTA},
    {"refused", PAGE_MESSAGE, MESSAGE_REFUSED},
    {"progress", PAGE_PROGRESS, PROGRESS_FINE},
    {"progress-unknown", PAGE_PROGRESS, PROGRESS_UNKNOWN},
    {"stages", PAGE_STAGES, 0},
    {"stages-suspended", PAGE_STAGES, SUSPENDED},
    {"rate-find", PAGE_RATE_FIND, 0},
    {"rate", PAGE_RATE, 0},
    {"thanks", PAGE_MESSAGE, MESSAGE_THANKS},
};
enum { PICTURES = sizeof pictures / sizeof *pictures };

const char *kiosk_picture_name(size_t index)
{
    return index < PICTURES ? pictures[index].name : NULL;
}

int kiosk_load_fixture(struct kiosk *kiosk, json_t *fixture, mono_t now)
{
    json_t *items = json_object_get(fixture, "items");
    if (kiosk_settings_from_json(json_object_get(fixture, "settings"), &kiosk->settings) < 0) {
        return -1;
    }
    link_set_timezone(kiosk);
    if (kiosk_now_from_json(json_object_get(fixture, "now"), &kiosk->now) < 0 ||
        kiosk_catalogue_from_json(items, &kiosk->catalogue) < 0) {
        return -1;
    }
    kiosk->has_settings = kiosk->has_now = kiosk->clock_held = true;
    kiosk->now_at = now;
    kiosk_resize(kiosk, kiosk->width, kiosk->height);
    if (link_show_ticket(kiosk, json_object_get(fixture, "ticket"), now) < 0) {
        return -1;
    }
    walk_reset(kiosk, now);
    if (json_object_get(fixture, "progress") != NULL &&
        progress_show(kiosk, json_object_get(fixture, "progress")) < 0) {
        return -1;
    }
    rate_show(kiosk, json_object_get(fixture, "service"));
    return 0;
}

void kiosk_choose(struct kiosk *kiosk, enum language_code code, bool elder)
{
    kiosk->code = code;
    kiosk->elder = elder;
    kiosk_resize(kiosk, kiosk->width, kiosk->height);
}

void kiosk_hold_clock(struct kiosk *kiosk, wall_t at)
{
    kiosk->now.at = at;
    kiosk->clock_held = true;
}

static void prepare_rating(struct kiosk *kiosk)
{
    struct rating *rating = &kiosk->rating;
    snprintf(rating->number, sizeof rating->number, "%s", kiosk->ticket.number);
    rating->level = 2;
    rating->tags[1].ticked = rating->tag_count > 1;
}

static void prepare_progress(struct kiosk *kiosk, const struct picture *picture)
{
    bool whole = picture->page == PAGE_STAGES || picture->variant != PROGRESS_FINE;
    snprintf(kiosk->typed, sizeof kiosk->typed, "%s", whole ? "260226004148213" : "26022600414");
    kiosk->progress.trouble = picture->page == PAGE_PROGRESS
                                  ? (enum progress_trouble)picture->variant
                                  : PROGRESS_FINE;
    if (picture->page == PAGE_STAGES) {
        kiosk->progress.suspended = picture->variant == SUSPENDED ? 20260228 : 0;
    }
}

/* What must be so for a page to be itself. */
static void prepare(struct kiosk *kiosk, const struct picture *picture)
{
    kiosk->settings.departments_first =
        picture->page == PAGE_HOME && picture->variant == TREE_DEPARTMENT;
    bool no_paper = picture->page == PAGE_TICKET && picture->variant == SLIP_OUT;
    kiosk->now.paper = no_paper ? KIOSK_PAPER_OUT : KIOSK_PAPER_OK;
    kiosk->item = kiosk->ticket.item;
    switch (picture->page) {
    case PAGE_SEARCH: snprintf(kiosk->typed, sizeof kiosk->typed, "QY"); break;
    case PAGE_RATE_FIND: snprintf(kiosk->typed, sizeof kiosk->typed, "A0127F3A"); break;
    case PAGE_PROGRESS:
    case PAGE_STAGES: prepare_progress(kiosk, picture); break;
    case PAGE_RATE: prepare_rating(kiosk); break;
    case PAGE_ITEMS: kiosk->place.argument = kiosk->catalogue->items[kiosk->item].category; break;
    case PAGE_GUIDE: kiosk->place.argument = kiosk->item; break;
    case PAGE_TICKET: kiosk->ticket.slip = (enum slip_look)picture->variant; break;
    case PAGE_MESSAGE:
        kiosk->message = (enum message_id)picture->variant;
        snprintf(kiosk->refusal, sizeof kiosk->refusal, "full");
        break;
    default: break;
    }
}

int kiosk_show(struct kiosk *kiosk, const char *name, mono_t now)
{
    for (size_t i = 0; i < PICTURES; i++) {
        if (strcmp(pictures[i].name, name) == 0) {
            kiosk->place = (struct place){.page = pictures[i].page};
            kiosk->typed[0] = '\0';
            kiosk->page_since = now;
            prepare(kiosk, &pictures[i]);
            kiosk->dirty = true;
            return 0;
        }
    }
    return -1;
}
