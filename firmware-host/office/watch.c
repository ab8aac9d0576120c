/* watch.c: see watch.h. */
#include "office/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 4 * WATCH_ENTRIES };

struct entry {
    struct watch_entry seen;
    const struct alert_rule *rule; /* NULL: of an older version, ends at once */
    int64_t since_ms;              /* monotonic: beyond the threshold */
    int64_t clear_ms;              /* monotonic: back since then, 0 = it is not */
    bool looked;
};

struct watch {
    int64_t mono_ms;
    wall_t now;
    size_t count;
    uint32_t suppressed, next_suppressed;
    uint64_t revision;
    struct entry entries[WATCH_ENTRIES];
    uint16_t cells[CELLS]; /* hash of subjects: position + 1, 0 = empty */
};

struct watch *watch_create(void)
{
    return calloc(1, sizeof(struct watch));
}

void watch_destroy(struct watch *watch)
{
    free(watch);
}

/* ------------------------------------------------------------------ finding */

static uint32_t hash_of(const char *subject)
{
    uint32_t hash = 2166136261u;
    for (; *subject != '\0'; subject++) {
        hash = (hash ^ (uint8_t)*subject) * 16777619u;
    }
    return hash;
}

/* The cell that has the subject, or the empty one where it would go. */
static uint16_t *cell_of(struct watch *watch, const char *subject)
{
    size_t at = hash_of(subject) % CELLS;
    while (watch->cells[at] != 0 &&
           strcmp(watch->entries[watch->cells[at] - 1].seen.alert.subject, subject) != 0) {
        at = (at + 1) % CELLS;
    }
    return &watch->cells[at];
}

static struct entry *find(struct watch *watch, const char *subject)
{
    uint16_t cell = *cell_of(watch, subject);
    return cell != 0 ? &watch->entries[cell - 1] : NULL;
}

static struct entry *add(struct watch *watch, const char *subject)
{
    if (watch->count == WATCH_ENTRIES) {
        return NULL;
    }
    struct entry *entry = &watch->entries[watch->count];
    *entry = (struct entry){.rule = alert_rule_of(subject)};
    snprintf(entry->seen.alert.subject, sizeof entry->seen.alert.subject, "%s", subject);
    *cell_of(watch, subject) = (uint16_t)++watch->count;
    return entry;
}

/* Drops what is over. Few entries, rarely: the cells are made anew. */
static void sweep(struct watch *watch, bool (*is_over)(const struct entry *entry))
{
    size_t kept = 0;
    for (size_t i = 0; i < watch->count; i++) {
        if (!is_over(&watch->entries[i])) {
            watch->entries[kept++] = watch->entries[i];
        }
    }
    if (kept == watch->count) {
        return;
    }
    watch->count = kept;
    memset(watch->cells, 0, sizeof watch->cells);
    for (size_t i = 0; i < kept; i++) {
        *cell_of(watch, watch->entries[i].seen.alert.subject) = (uint16_t)(i + 1);
    }
}

/* ------------------------------------------------------------------ a round */

void watch_begin(struct watch *watch, int64_t mono_ms, wall_t now)
{
    watch->mono_ms = mono_ms;
    watch->now = now;
    watch->next_suppressed = 0;
    for (size_t i = 0; i < watch->count; i++) {
        watch->entries[i].looked = false;
    }
}

static bool is_beyond(const struct alert_rule *rule, int64_t figure, int64_t threshold)
{
    return rule->way == WAY_ABOVE ? figure >= threshold : figure <= threshold;
}

/* Beyond the threshold, or not back by the rule's margin yet. */
static bool is_near(const struct alert_rule *rule, int64_t figure, int64_t threshold)
{
    int64_t margin = threshold * rule->margin / 100;
    return is_beyond(rule, figure, rule->way == WAY_ABOVE ? threshold - margin
                                                          : threshold + margin);
}

static int64_t worse(const struct alert_rule *rule, int64_t a, int64_t b)
{
    return (rule->way == WAY_ABOVE) == (a > b) ? a : b;
}

static int32_t as_figure(int64_t value)
{
    return value > INT32_MAX ? INT32_MAX : value < 0 ? 0 : (int32_t)value;
}

static void describe(struct alert *alert, const struct alert_rule *rule,
                     const struct sighting *sighting, wall_t now)
{
    snprintf(alert->category, sizeof alert->category, "%s",
             sighting->category != NULL ? sighting->category : "");
    snprintf(alert->device, sizeof alert->device, "%s",
             sighting->device != NULL ? sighting->device : "");
    snprintf(alert->number, sizeof alert->number, "%s",
             sighting->number != NULL ? sighting->number : "");
    alert->window = sighting->window;
    alert->file = sighting->file;
    alert->figure = as_figure(sighting->figure);
    alert->threshold = as_figure(sighting->threshold);
    alert->act = rule->act;
    alert->since = sighting->since.ms != 0 ? sighting->since : now;
}

static void follow(struct watch *watch, struct entry *entry, const struct alert_rule *rule,
                   const struct sighting *sighting)
{
    bool beyond = is_beyond(rule, sighting->figure, sighting->threshold);
    if (entry->seen.state == WATCH_PENDING && !beyond) {
        return; /* not looked at: it goes */
    }
    entry->looked = true;
    entry->clear_ms = 0;
    bool moved = rule->unit == ALERT_IN_SECONDS ? entry->seen.since.ms != sighting->since.ms
                                            : entry->seen.figure != sighting->figure;
    watch->revision += moved ? 1 : 0; /* that a second has passed is not news */
    entry->seen.figure = sighting->figure;
    entry->seen.since = sighting->since;
    entry->seen.worst = worse(rule, entry->seen.worst, sighting->figure);
    if (entry->seen.state == WATCH_PENDING) {
        describe(&entry->seen.alert, rule, sighting, watch->now);
        if (watch->mono_ms - entry->since_ms >= (int64_t)rule->hold_s * 1000) {
            entry->seen.state = WATCH_WANTED;
            watch->revision++;
        }
    }
}

void watch_look(struct watch *watch, const struct alert_rule *rule,
                const struct sighting *sighting)
{
    if (sighting->threshold <= 0 || !is_near(rule, sighting->figure, sighting->threshold)) {
        return;
    }
    char subject[LIMIT_SUBJECT];
    snprintf(subject, sizeof subject, "%s:%s", rule->name, sighting->object);
    struct entry *entry = find(watch, subject);
    if (entry == NULL && is_beyond(rule, sighting->figure, sighting->threshold)) {
        entry = add(watch, subject);
        if (entry == NULL) {
            watch->next_suppressed++;
            return;
        }
        entry->since_ms = watch->mono_ms;
        entry->seen.worst = sighting->figure;
    }
    if (entry != NULL) {
        follow(watch, entry, rule, sighting);
    }
}

static void want(struct alert_changes *out, enum alert_change_kind kind,
                 const struct watch_entry *seen)
{
    if (out->count == OFFICE_DRAFT) {
        return; /* the next round */
    }
    struct alert_change *change = &out->list[out->count++];
    *change = (struct alert_change){.kind = kind, .alert = seen->alert};
    change->alert.last = as_figure(seen->worst);
}

/* Nothing has been seen of it in this round: is it over? */
static bool is_gone(const struct watch *watch, struct entry *entry, const struct alert *open)
{
    if (entry->clear_ms == 0) {
        entry->clear_ms = watch->mono_ms;
    }
    int64_t clear_ms = entry->rule != NULL ? (int64_t)entry->rule->clear_s * 1000 : 0;
    bool settled = watch->mono_ms - entry->clear_ms >= clear_ms;
    return settled && (!open->act || open->acknowledged.ms != 0);
}

static bool is_dropped(const struct entry *entry)
{
    return entry->seen.state == WATCH_PENDING && !entry->looked;
}

void watch_end(struct watch *watch, const struct alerts *alerts, struct alert_changes *out)
{
    out->count = 0;
    sweep(watch, is_dropped);
    size_t room = ALERTS_OPEN - alerts_open_count(alerts);
    for (size_t i = 0; i < watch->count; i++) {
        struct entry *entry = &watch->entries[i];
        if (entry->seen.state == WATCH_WANTED) {
            bool flood = entry->rule != NULL && entry->rule->walk == walk_flood;
            if (room > (flood ? 0 : ALERTS_RESERVED)) {
                want(out, ALERT_RAISE, &entry->seen);
                room--;
            } else {
                watch->next_suppressed++;
            }
        } else if (entry->seen.state == WATCH_RAISED && !entry->looked) {
            const struct alert *open = alerts_open_on(alerts, entry->seen.alert.subject);
            if (open != NULL && is_gone(watch, entry, open)) {
                want(out, ALERT_END, &entry->seen);
            }
        }
    }
    watch->suppressed = watch->next_suppressed;
}

struct look {
    struct watch *watch;
    const struct alert_rule *rule;
};

static void look(void *context, const struct sighting *sighting)
{
    const struct look *look = context;
    watch_look(look->watch, look->rule, sighting);
}

void watch_round(struct watch *watch, const struct supervised *hall, int64_t mono_ms,
                 const struct alerts *alerts, struct alert_changes *out)
{
    watch_begin(watch, mono_ms, hall->now);
    const struct alert_rule *rule;
    for (size_t i = 0; (rule = alert_rule_at(i)) != NULL; i++) {
        if (!rule->in_hours || hall->in_hours) {
            struct look context = {.watch = watch, .rule = rule};
            rule->walk(hall, look, &context);
        }
    }
    watch_end(watch, alerts, out);
}

/* ------------------------------------------------------------------ the record */

static bool is_ended(const struct entry *entry)
{
    return entry->seen.state == WATCH_RAISED && entry->seen.alert.record == 0;
}

/* A WANTED one that the record lacks stays; a RAISED one goes. */
void watch_settle(struct watch *watch, const struct alerts *alerts)
{
    for (size_t i = 0; i < watch->count; i++) {
        if (watch->entries[i].seen.state == WATCH_RAISED) {
            watch->entries[i].seen.alert.record = 0;
        }
    }
    const struct alert *open;
    for (size_t i = 0; (open = alerts_open_at(alerts, i)) != NULL; i++) {
        struct entry *entry = find(watch, open->subject);
        if (entry == NULL) {
            entry = add(watch, open->subject);
            if (entry == NULL) {
                continue;
            }
            entry->seen.figure = entry->seen.worst = open->figure;
            entry->seen.since = open->since;
        }
        entry->seen.state = WATCH_RAISED;
        entry->seen.alert = *open;
    }
    sweep(watch, is_ended);
    watch->revision++;
}

const struct watch_entry *watch_entry_at(const struct watch *watch, size_t index)
{
    for (size_t i = 0; i < watch->count; i++) {
        if (watch->entries[i].seen.state != WATCH_PENDING && index-- == 0) {
            return &watch->entries[i].seen;
        }
    }
    return NULL;
}

const struct watch_entry *watch_find(const struct watch *watch, const char *subject)
{
    size_t at = hash_of(subject) % CELLS;
    for (; watch->cells[at] != 0; at = (at + 1) % CELLS) {
        const struct watch_entry *seen = &watch->entries[watch->cells[at] - 1].seen;
        if (strcmp(seen->alert.subject, subject) == 0) {
            return seen;
        }
    }
    return NULL;
}

uint32_t watch_suppressed(const struct watch *watch)
{
    return watch->suppressed;
}

uint64_t watch_revision(const struct watch *watch)
{
    return watch->revision;
}
