/* groups.c: see groups.h. */
#include "stats/groups.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_GROUPS = 16, NO_KEY = UINT32_MAX };

static uint32_t key_of(enum figure_axis axis, const struct place *place)
{
    switch (axis) {
    case FIGURE_HALL: return 1;
    case FIGURE_ITEM: return place->item != CODE_NONE ? place->item : NO_KEY;
    case FIGURE_CATEGORY: return place->category != CODE_NONE ? place->category : NO_KEY;
    case FIGURE_WINDOW: return place->window != 0 ? place->window : NO_KEY;
    case FIGURE_CLERK: return place->clerk != CODE_NONE ? place->clerk : NO_KEY;
    case FIGURE_HOUR: return place->hour != NO_HOUR ? (uint32_t)place->hour : NO_KEY;
    case FIGURE_AXIS_COUNT: break;
    }
    return NO_KEY;
}

/* Where `key` is or belongs. */
static size_t search(const struct group_list *groups, uint32_t key)
{
    size_t low = 0, high = groups->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (groups->list[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int make_room(struct group_list *groups)
{
    if (groups->count < groups->capacity) {
        return 0;
    }
    size_t capacity = groups->capacity == 0 ? FIRST_GROUPS : 2 * groups->capacity;
    struct group *list = realloc(groups->list, capacity * sizeof *list);
    if (list == NULL) {
        return -1;
    }
    groups->list = list;
    groups->capacity = capacity;
    return 0;
}

/* The group of a place on an axis, or NULL. Valid until the next call for the same axis. */
static struct group *group_at(struct groups *groups, enum figure_axis axis,
                              const struct place *place)
{
    uint32_t key = key_of(axis, place);
    if (key == NO_KEY) {
        return NULL;
    }
    struct group_list *list = &groups->axes[axis];
    size_t at = search(list, key);
    if (at < list->count && list->list[at].key == key) {
        return &list->list[at];
    }
    if (make_room(list) < 0) {
        groups->failed = true;
        return NULL;
    }
    memmove(&list->list[at + 1], &list->list[at], (list->count - at) * sizeof *list->list);
    list->list[at] = (struct group){.key = key};
    list->count++;
    return &list->list[at];
}

void groups_finish(struct groups *groups)
{
    for (int axis = 0; axis < FIGURE_AXIS_COUNT; axis++) {
        struct group_list *list = &groups->axes[axis];
        for (size_t i = 0; i < list->count; i++) {
            durations_finish(&list->list[i].wait);
            durations_finish(&list->list[i].walk);
            durations_finish(&list->list[i].service);
        }
        free(list->list);
    }
    *groups = (struct groups){0};
}

void groups_count(struct groups *groups, const struct place *place, size_t member)
{
    for (int axis = 0; axis < FIGURE_AXIS_COUNT; axis++) {
        struct group *group = group_at(groups, (enum figure_axis)axis, place);
        if (group != NULL) {
            ++*(uint32_t *)(void *)((char *)&group->counts + member);
        }
    }
}

void groups_duration(struct groups *groups, const struct place *place, size_t member, int64_t ms)
{
    int32_t seconds = (int32_t)((ms + 500) / 1000);
    for (int axis = 0; axis < FIGURE_AXIS_COUNT; axis++) {
        struct group *group = group_at(groups, (enum figure_axis)axis, place);
        if (group != NULL &&
            durations_add((struct durations *)(void *)((char *)group + member), seconds) < 0) {
            groups->failed = true;
        }
    }
}

void groups_spans(struct groups *groups, const struct place *place, const struct spans *spans)
{
    for (int axis = 0; axis < FIGURE_AXIS_COUNT; axis++) {
        struct group *group = group_at(groups, (enum figure_axis)axis, place);
        if (group != NULL) {
            group->spans.open += spans->open;
            group->spans.paused += spans->paused;
            group->spans.idle += spans->idle;
            group->spans.idle_waiting += spans->idle_waiting;
        }
    }
}

/* ------------------------------------------------------------------ reading */

static void write_key(enum figure_axis axis, uint32_t key, const struct codes *codes, char *out)
{
    switch (axis) {
    case FIGURE_HALL: snprintf(out, LIMIT_CODE, "hall"); break;
    case FIGURE_WINDOW: snprintf(out, LIMIT_CODE, "%u", (unsigned)key); break;
    case FIGURE_HOUR: snprintf(out, LIMIT_CODE, "%02u", (unsigned)key); break;
    default: snprintf(out, LIMIT_CODE, "%s", codes_text(codes, (uint16_t)key)); break;
    }
}

static int64_t whole_seconds(int64_t ms)
{
    return (ms + 500) / 1000;
}

static void read_group(struct group *group, struct figures *out)
{
    *out = group->counts;
    durations_figures(&group->wait, &out->wait);
    durations_figures(&group->walk, &out->walk);
    durations_figures(&group->service, &out->service);
    out->open_s = whole_seconds(group->spans.open);
    out->paused_s = whole_seconds(group->spans.paused);
    out->idle_s = whole_seconds(group->spans.idle);
    out->idle_waiting_s = whole_seconds(group->spans.idle_waiting);
}

struct named {
    struct group *group;
    char key[LIMIT_CODE];
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

size_t groups_figures(struct groups *groups, enum figure_axis axis, const struct codes *codes,
                      struct figures *out, size_t capacity)
{
    struct group_list *list = &groups->axes[axis];
    struct named *named = calloc(list->count + 1, sizeof *named);
    if (named == NULL) {
        return 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        named[i].group = &list->list[i];
        write_key(axis, list->list[i].key, codes, named[i].key);
    }
    if (axis != FIGURE_WINDOW && axis != FIGURE_HOUR) {
        qsort(named, list->count, sizeof *named, by_name);
    }
    for (size_t i = 0; i < list->count && i < capacity; i++) {
        read_group(named[i].group, &out[i]);
        memcpy(out[i].key, named[i].key, sizeof out[i].key);
    }
    free(named);
    return list->count;
}
