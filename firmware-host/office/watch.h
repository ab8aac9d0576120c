/* watch.h: from what the rules see each second to what is raised and ended. (rules.h, alerts.h)
 *
 * Problem: a queue of 30, 29, 30, 29 people must not ring thirty times; a figure that climbs must
 * not fill the journal; an alert that could not be written (the disk is full: of all alerts the
 * most urgent one) must be shown all the same and written when it can be.
 *
 * Design: one entry for each rule and object about which something is the matter:
 *
 *   PENDING  beyond the threshold, not yet for the rule's hold time
 *   WANTED   to be raised; shown already, not in the record yet
 *   RAISED   in the record; its figure lives here. Once the figure has been back by the margin for
 *            the rule's clear time it is to be ended; an `act` not before it is acknowledged
 *
 * A round: watch_begin, watch_look for each sighting, watch_end, which says what should change;
 * the caller has that decided and tells by watch_settle what the record then says. Entries beyond
 * WATCH_ENTRIES, and alerts beyond ALERTS_OPEN, are counted as suppressed.
 *
 * Time is the hall's monotonic clock in milliseconds (hall_mono_ms): a clock that is set raises
 * nothing. Pure. Owner: app/supervision.c. */
#pragma once

#include "office/rules.h"

enum { WATCH_ENTRIES = 1024 };

struct watch;

enum watch_state { WATCH_PENDING, WATCH_WANTED, WATCH_RAISED };

struct watch_entry { /* what is shown of an alert besides its record */
    enum watch_state state;
    struct alert alert; /* WANTED: as it will be raised; RAISED: record and subject */
    int64_t figure, worst; /* now; the worst since it began */
    wall_t since;          /* from when the figure counts now; {0} = not known */
};

/* NULL when memory is out. */
struct watch *watch_create(void);
void watch_destroy(struct watch *watch);

void watch_begin(struct watch *watch, int64_t mono_ms, wall_t now);
void watch_look(struct watch *watch, const struct alert_rule *rule,
                const struct sighting *sighting);
/* Fills `out` with what should change, seen against what the record has. */
void watch_end(struct watch *watch, const struct alerts *alerts, struct alert_changes *out);
/* One whole round over all rules. */
void watch_round(struct watch *watch, const struct supervised *hall, int64_t mono_ms,
                 const struct alerts *alerts, struct alert_changes *out);
/* After a decision, and at the start: what is open in the record is RAISED. */
void watch_settle(struct watch *watch, const struct alerts *alerts);

/* Entries that are WANTED or RAISED; NULL past the end. Valid until the next round. */
const struct watch_entry *watch_entry_at(const struct watch *watch, size_t index);
/* The entry of a subject, or NULL. */
const struct watch_entry *watch_find(const struct watch *watch, const char *subject);
uint32_t watch_suppressed(const struct watch *watch);
/* Grows when an alert is wanted, raised or ended, or its figure has moved. */
uint64_t watch_revision(const struct watch *watch);
