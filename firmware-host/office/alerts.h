/* alerts.h: what needs a person now, as the record has it. A part of the office.
 *
 * Problem: somebody has waited for an hour, a printer has no paper, a pad is dead. A manager must
 * be told once, see what became of it, and years later the record must say when it was raised,
 * who saw it and when it was over.
 *
 * Design: an alert is a rule about an object ("wait:business", "paper_out:printer-1"): one that is
 * open at a time. Raised, acknowledged and ended are events; how the figure moves in between is not
 * (watch.h keeps it). What decides that something is the matter is rules.h; here is only what was
 * decided. At most ALERTS_OPEN are open: who raises more is refused and says so (the flood alert);
 * the last ALERTS_KEPT that ended can be looked up.
 *
 * Pure. Owner: struct office. */
#pragma once

#include "office/office.h"

enum { ALERTS_OPEN = 256, ALERTS_KEPT = 4096, ALERTS_RESERVED = 1 /* for the flood's own */ };

struct alert {
    int64_t record;
    char subject[LIMIT_SUBJECT]; /* "rule:object" */
    char category[LIMIT_CODE], device[LIMIT_CODE];
    char number[LIMIT_NUMBER]; /* of the ticket that it is about */
    uint16_t window;
    int64_t file; /* record of the review or case that it is about */
    int32_t figure, threshold; /* when it was raised, in the rule's unit */
    int32_t last;              /* when it ended: the worst figure that was seen */
    bool act;                  /* does not end before somebody has acknowledged it */
    wall_t since, raised, ended; /* since: the condition; ended: {0} = open */
    wall_t acknowledged;
    char by[LIMIT_CODE];
    char note[LIMIT_NOTE];
};

struct alerts;
const struct alerts *office_alerts(const struct office *office);
/* Open ones, oldest first; NULL past the end. Valid until the next event. */
size_t alerts_open_count(const struct alerts *alerts);
const struct alert *alerts_open_at(const struct alerts *alerts, size_t index);
/* By its subject, among those that are open; by its record, among all that are kept. */
const struct alert *alerts_open_on(const struct alerts *alerts, const char *subject);
const struct alert *alerts_find(const struct alerts *alerts, int64_t record);
/* Ended ones, the one that ended last first; NULL past the end. */
size_t alerts_ended_count(const struct alerts *alerts);
const struct alert *alerts_ended_at(const struct alerts *alerts, size_t index);
/* Grows with each event. */
int64_t alerts_revision(const struct alerts *alerts);

/* What a round of the rules changes. */
enum alert_change_kind { ALERT_RAISE, ALERT_END };
struct alert_change {
    enum alert_change_kind kind;
    struct alert alert; /* raise: subject, where, figure, threshold, act, since; end: record, last */
};
struct alert_changes {
    size_t count;
    struct alert_change list[OFFICE_DRAFT];
};
/* Order: struct alert_changes. What is open already, or has ended already, is passed over; so is
 * what finds no room. 0. */
int alerts_decide_changes(struct office_draft *draft, const void *order);

struct alert_acknowledgement {
    int64_t record;
    char note[LIMIT_NOTE]; /* what is done about it; may be empty */
};
/* OFFICE_UNKNOWN, OFFICE_WRONG_STATE (it is over, or somebody has), OFFICE_BAD_VALUE. */
int alerts_decide_acknowledge(struct office_draft *draft, const void *order);
