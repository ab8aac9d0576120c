/* rules.h: what a manager is told of: one row a rule.
 *
 * Problem: two dozen conditions, each with an object, a figure and a threshold of its own, each of
 * which must be raised once, must not flap, and must be looked at every second without slowing
 * the queue.
 *
 * Design: a rule is a row of alert_rules: a name, the unit of its figure, how long the condition
 * must hold before it is an alert, how long and how far it must be gone before the alert ends, and
 * a function that walks over the rule's objects and says for each how it stands. The walk decides
 * nothing; watch.h does. A new rule is a row here, its walk in rules_*.c, and its three sentences
 * in config/lang/alert.yaml: alert.NAME.title, .says and .next.
 *
 * All that a walk sees is struct supervised: the durable state of the hall as values and const
 * pointers, valid for the round. Times are the hall's (a demo hall runs faster).
 *
 * Pure. Owner: app/supervision.c. */
#pragma once

#include "office/alerts.h"
#include "queue/engine.h"

struct supervised_device {
    enum device_health health;
    uint32_t status;      /* device_status_bit */
    wall_t silent_since;  /* {0} = it answers */
    wall_t status_since;  /* of its status bits */
    wall_t alarmed;       /* last alarm of the driver or the line, {0} = none */
    enum device_alarm alarm;
    int32_t slips_left;   /* printers: forecast of the paper; -1 = not known */
};

/* The longest wait of a category, found once a round. */
struct supervised_wait {
    wall_t since; /* {0} = nobody waits */
    int64_t ticket;
};

/* A department's open cases. */
struct supervised_promises {
    uint32_t near, broken; /* due within the warning days; overdue */
};

struct supervised {
    const struct site *site;
    const struct engine *engine; /* the shown one */
    const struct office *office;
    wall_t now;
    const struct supervised_device *devices; /* by index in the site */
    struct supervised_wait waits[LIMIT_CATEGORIES];
    bool in_hours; /* the hall is open now */
    bool can_write;
    wall_t failed_since;    /* of the store, when it cannot write */
    int64_t broken_seq;     /* what the verification found, 0 = sound */
    int32_t backup_hours;   /* since the last backup, or the start */
    int32_t backups_failed; /* of the last ones, in a row */
    int32_t certificate_days; /* until it ends; SUPERVISED_NO_CERTIFICATE = there is none */
    uint32_t suppressed;    /* alerts that found no room */
    /* cases: the last whole count, and the one under way */
    struct supervised_promises promises[LIMIT_DEPARTMENTS], counting[LIMIT_DEPARTMENTS];
    size_t next_case;
};
enum { SUPERVISED_NO_CERTIFICATE = INT32_MAX };
/* Fills `waits` from the engine. */
void supervised_find_waits(struct supervised *hall);
/* Goes on counting cases. */
void supervised_count_cases(struct supervised *hall);

/* How an object of a rule stands. */
struct sighting {
    char object[LIMIT_CODE]; /* code, number or name: with the rule its identity */
    int64_t figure;          /* in the rule's unit */
    int64_t threshold;       /* 0 = off */
    wall_t since;            /* when that began, {0} = not known */
    const char *category, *device; /* NULL = none */
    uint16_t window;
    const char *number; /* of a ticket; NULL = none */
    int64_t file;
};
typedef void (*sighting_take)(void *context, const struct sighting *sighting);
typedef void (*rule_walk)(const struct supervised *hall, sighting_take take, void *context);

enum alert_unit {
    ALERT_IN_NONE,
    ALERT_IN_SECONDS,
    ALERT_IN_PEOPLE,
    ALERT_IN_SLIPS,
    ALERT_IN_HOURS,
    ALERT_IN_DAYS,
    ALERT_IN_COUNT
};
enum alert_weight { WEIGHT_WARN, WEIGHT_BAD }; /* ▲ look at it soon, ◆ now */
enum alert_way { WAY_ABOVE, WAY_BELOW }; /* the figure is at least, or at most, the threshold */

struct alert_rule {
    const char *name;
    enum alert_unit unit;
    enum alert_weight weight;
    enum alert_way way;
    bool act;        /* does not end before somebody has acknowledged it */
    bool in_hours;   /* looked at during opening hours only: at night devices are switched off */
    int32_t hold_s;  /* the condition must last so long */
    int32_t clear_s; /* it must be gone for so long */
    int32_t margin;  /* and by so many percent of the threshold */
    rule_walk walk;
};

/* NULL past the end. */
const struct alert_rule *alert_rule_at(size_t index);
/* The rule of an alert's subject ("wait:business"); NULL for none that is known. */
const struct alert_rule *alert_rule_of(const char *subject);
/* The object behind the colon. */
const char *alert_object(const char *subject);

/* ---- the walks: rules_queue.c, rules_devices.c, rules_machine.c,
 * rules_files.c */
void walk_wait(const struct supervised *hall, sighting_take take, void *context);
void walk_queue(const struct supervised *hall, sighting_take take, void *context);
void walk_service(const struct supervised *hall, sighting_take take, void *context);
void walk_idle(const struct supervised *hall, sighting_take take, void *context);
void walk_pause(const struct supervised *hall, sighting_take take, void *context);
void walk_paper_out(const struct supervised *hall, sighting_take take, void *context);
void walk_paper_low(const struct supervised *hall, sighting_take take, void *context);
void walk_paper_forecast(const struct supervised *hall, sighting_take take, void *context);
void walk_device_fault(const struct supervised *hall, sighting_take take, void *context);
void walk_device_silent(const struct supervised *hall, sighting_take take, void *context);
void walk_device_alarm(const struct supervised *hall, sighting_take take, void *context);
void walk_line_gone(const struct supervised *hall, sighting_take take, void *context);
void walk_line_babbling(const struct supervised *hall, sighting_take take, void *context);
void walk_store_failed(const struct supervised *hall, sighting_take take, void *context);
void walk_store_broken(const struct supervised *hall, sighting_take take, void *context);
void walk_backup(const struct supervised *hall, sighting_take take, void *context);
void walk_certificate(const struct supervised *hall, sighting_take take, void *context);
void walk_case_due(const struct supervised *hall, sighting_take take, void *context);
void walk_case_overdue(const struct supervised *hall, sighting_take take, void *context);
void walk_flood(const struct supervised *hall, sighting_take take, void *context);
