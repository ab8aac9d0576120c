/* hall.h: the running hall, as the loop thread sees it: the one way in for commands, the one
 * gate out for effects.
 *
 * Problem: "nothing is shown, printed, spoken or answered before it is durable" must hold for
 * every page, pad and printer, also for those that are written next year.
 *
 * Design: two engines. A command is decided and applied at once on the deciding engine, its
 * events go to the store, and its answer waits in the outbox until their seq is durable. Only
 * then are the events applied to the shown engine, which is the only one that pages, boards,
 * pads and printers ever see: rule C holds because nobody outside this folder can look at
 * anything else. When a commit fails, the deciding engine becomes a copy of the shown one again
 * and everything that waited is refused with HALL_NOT_DURABLE.
 *
 * Owner and thread: the loop thread, for every function here. */
#pragma once

#include "config/site.h"
#include "devices/bus/bus.h"
#include "office/office.h"
#include "queue/engine.h"
#include "store/store.h"

struct event_base;
struct hall;
struct language;

struct hall_settings {
    struct event_base *loop;
    const struct site *site;         /* outlives the hall */
    const struct language *language; /* outlives the hall */
    const char *data_folder, *run_folder;
    int32_t backup_minutes;
    uint32_t start;                  /* differs at each start */
    /* Makes a new site the hall's (hall_adopt) and owns it from then on. 0, or -1 with a sentence:
     * the site is still the caller's. NULL: never. */
    int (*take_over)(void *host, struct site *site, char *why, size_t size);
    void *host;
};
/* Opens the store (may migrate), replays the day, makes the buses. 0, or a store_error with a
 * sentence in `why`; *pid when the folder is in use. */
int hall_create(const struct hall_settings *settings, struct hall **out, char *why, size_t size,
                int *pid);
/* Starts the writer and the serial lines, opens the business day if it is time. 0 or -1. */
int hall_start(struct hall *hall);
/* Stops lines and writes what is pending; every answer that is still out is given, as it then is.
 * Listeners hear nothing of it: theirs may be gone. Before hall_destroy; NULL is fine. */
void hall_stop(struct hall *hall);
/* Closes. */
void hall_destroy(struct hall *hall);
/* Takes a new site: whole, or -1 with a sentence and nothing changed. Lines and devices must be
 * the same (they need a restart). The site that the hall was created with must outlive it, for
 * its lines run on those profiles; one that was adopted may go when the next one is. */
int hall_adopt(struct hall *hall, const struct site *site, char *why, size_t size);
/* What hall_adopt would say now. */
enum hall_adoption {
    HALL_ADOPT_NOW,
    HALL_ADOPT_RESTART, /* lines, devices or what their drivers run on differ */
    HALL_ADOPT_TICKETS, /* a category or window that has tickets would vanish */
};
enum hall_adoption hall_can_adopt(const struct hall *hall, const struct site *site);
/* The site of the start: what lines and drivers run on until the end. */
const struct site *hall_first_site(const struct hall *hall);
/* settings.take_over. */
int hall_take_over(struct hall *hall, struct site *site, char *why, size_t size);

enum { HALL_NOT_DURABLE = -50 }; /* the store failed: nothing happened */

/* How a command ended: `error` is 0, a queue_error or HALL_NOT_DURABLE. Called exactly once,
 * from the loop and never inside hall_submit, when everything the answer rests on is durable. */
typedef void (*hall_done)(void *context, int error, const struct outcome *outcome);

/* Decides, applies, journals. `done` may be NULL. `decided` (may be NULL) gets the outcome at
 * once, for a command that must follow in the same transaction; it may not leave the program.
 * The decision's 0, queue_error or HALL_NOT_DURABLE. */
int hall_submit(struct hall *hall, const struct command *command, struct outcome *decided,
                hall_done done, void *context);

/* The same for what is done behind the windows: `decide` looks at the deciding office and drafts
 * events; they become durable together. `intent`, `actor` and `source` stand in the first event. A
 * repeated intent, whoever had it, gets the first result. outcome.record is the record that the
 * first event is about. `done` as for hall_submit; the decision's 0, office_error or
 * HALL_NOT_DURABLE. */
struct office_head {
    char intent[LIMIT_INTENT]; /* "" = not remembered */
    char actor[LIMIT_CODE], source[LIMIT_CODE];
};
int hall_office(struct hall *hall, const struct office_head *head, office_decide decide,
                const void *order, hall_done done, void *context);
/* What of the office is durable. */
const struct office *hall_shown_office(const struct hall *hall);

/* The alerts as they are watched now, with the figures that the record does not keep. Shown are
 * those of the shown office; while nothing can be written also what this wants to raise. */
struct watch;
const struct watch *hall_watch(const struct hall *hall);
/* How many days the certificate of the web pages is good for; negative when it is over. */
void hall_certificate(struct hall *hall, int32_t days);
/* Microseconds that a round of the rules takes, at most and on the average. */
struct hall_rounds {
    uint64_t rounds, total_us;
    uint32_t longest_us;
};
void hall_rounds(const struct hall *hall, struct hall_rounds *out);

/* Issues a ticket and, when `printers` names a printer group, prints its slip. */
void hall_issue(struct hall *hall, const struct command *command, const char *printers,
                hall_done done, void *context);
/* Asks the window's evaluator to ask for a rating. 0, or a queue_error (no service there). */
int hall_ask_evaluation(struct hall *hall, uint16_t window);
/* Closes the business day (日结) and keeps it closed until the next. */
void hall_close_day(struct hall *hall, const char *intent, const char *actor, hall_done done,
                    void *context);

/* Listeners hear every durable event in order, from the loop. At most HALL_LISTENERS. */
enum { HALL_LISTENERS = 8 };
typedef void (*hall_listener)(void *context, const struct event *event);
int hall_listen(struct hall *hall, hall_listener listener, void *context);

/* The shown engine: durable state only. */
const struct engine *hall_engine(const struct hall *hall);
const struct site *hall_site(const struct hall *hall);
int64_t hall_durable_seq(const struct hall *hall);
/* The last business day when it is closed, 0 while one is open or before the first. */
int32_t hall_closed_day(const struct hall *hall);
/* False while the store has failed: tickets cannot be taken ("暂停取号, 请到咨询台"). */
bool hall_can_write(const struct hall *hall);
/* For backups, which block: from a worker thread. */
struct store *hall_store(const struct hall *hall);
const char *hall_data_folder(const struct hall *hall);

/* ------------------------------------------------------------------ devices as the hall knows them */

struct hall_device {
    enum device_health health;
    uint32_t status;        /* device_status_bit */
    wall_t changed;         /* when health or status last changed */
    char showing[BOARD_TEXT]; /* boards and pads: what was last ordered to be shown, UTF-8 */
    uint64_t events, ignored; /* key presses and ratings; those that no rule took */
    uint64_t slips;         /* printers: confirmed or sent */
};
/* 0, or -1 for an index out of range. */
int hall_device(const struct hall *hall, uint16_t device, struct hall_device *out);
/* The bus of a line, for its figures; NULL out of range. */
struct bus *hall_bus(const struct hall *hall, uint16_t line);
/* Position of a device on its bus, for bus_device_figures. */
size_t hall_device_position(const struct hall *hall, uint16_t device);
/* Captures the bytes of a line for `seconds` (0 ends a capture) into DATA/trace/LINE.pcap, which
 * replaces the line's capture before. 0, or -1: no such line, seconds above HALL_TRACE_SECONDS, or
 * the folder cannot be made. bus_figures says whether a capture runs. */
enum { HALL_TRACE_SECONDS = 3600 };
int hall_trace(struct hall *hall, uint16_t line, int32_t seconds);
/* Where the line's capture is. 0 or -1 (no such line, or too long a name). */
int hall_trace_file(const struct hall *hall, uint16_t line, char *out, size_t size);
/* Installer's tests: a line of text on a board or pad, a test slip on a printer, a beep. 0 or
 * -1 (no such device, wrong kind, mailbox full). */
int hall_test_show(struct hall *hall, uint16_t device, const char *text);
int hall_test_print(struct hall *hall, uint16_t device);
int hall_test_beep(struct hall *hall, uint16_t device);
/* The evaluator asks for HALL_ASK_TEST_S; what is pressed is told as in hall_lesson and rates
 * nothing. */
enum { HALL_ASK_TEST_S = 20 };
int hall_test_ask(struct hall *hall, uint16_t device);

/* For so many seconds (0 ends it) the device's presses do nothing but tell their codes. 0, or -1:
 * it has no keys, or its mailbox is full. */
enum { HALL_LEARN_SECONDS = 300, HALL_LESSON_KEYS = 8 };
int hall_learn(struct hall *hall, uint16_t device, int32_t seconds);
struct hall_learned_key {
    uint8_t code[KEY_CODE], size;
    bool digits;
    uint32_t number; /* of the press in this lesson: 1, 2, … */
};
struct hall_lesson {
    int32_t left_s; /* 0 = it is over */
    uint32_t presses;
    size_t count;   /* the last ones */
    struct hall_learned_key keys[HALL_LESSON_KEYS];
};
void hall_lesson(const struct hall *hall, uint16_t device, struct hall_lesson *out);

/* A printer's paper (office/equipment.h). 0, or -1: no printer. */
struct hall_paper {
    bool known;       /* when the roll was new, and the slips since */
    bool seen;        /* its sensor saw the new roll; else a person told */
    wall_t changed;   /* when; 0 = never heard of one */
    uint32_t slips, today;
    double roll_mm, slip_mm;
    int32_t left;     /* tickets; -1 = not known */
    int64_t lasts_s;  /* at today's rate; -1 = not known */
};
int hall_paper(const struct hall *hall, uint16_t device, struct hall_paper *out);
/* Prints a ticket's slip again with its copy mark, on `device` or any of the ticket's printer
 * group (UINT16_MAX). */
void hall_reprint(struct hall *hall, int64_t ticket, uint16_t device, const char *intent,
                  const char *actor, hall_done done, void *context);

/* A copy of why a call was made as a sentence in both languages, for clerk and visitor. */
struct hall_sentence {
    char zh[320], en[320];
};
void hall_explain(const struct hall *hall, const struct ticket *ticket, struct hall_sentence *out);
