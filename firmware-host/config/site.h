/* site.h: the configured hall, as values: what stands in the YAML folder, checked.
 *
 * Problem: an installer edits YAML and must be told every mistake at once, where it is and what
 * to do; the program must never meet a half-checked configuration.
 *
 * Design: schema.c is one table of rows (key, type, unit, range, default, help in Chinese and
 * English); parser, check, error text, `--dump-config` and the manual come from the row.
 * site_load reads the whole folder, reports all mistakes, and gives a site only when there are
 * none (warnings allowed). A site is immutable; a reload makes a new one.
 *
 * Strings belong to the site. Optional strings are "" and never NULL. Positions are indices
 * into the arrays of the same site. Owner: main or the loop thread; readers on any thread. */
#pragma once

#include "base/clock.h"
#include "base/limits.h"
#include "devices/device.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A text for people, both languages. English falls back to Chinese when it is missing. */
struct words {
    const char *zh, *en;
};

struct site_department {
    const char *code;
    struct words name;
    const char *reviews_to; /* account that handles its bad reviews, "" = as for all others */
};

/* When a manager is told (office/rules.h): 0 = as the hall's supervision says. */
struct site_limits {
    int32_t wait_s, service_s, queue;
};

struct site_category {
    const char *code, *series, *overflow;
    struct words name, area; /* area: where to wait */
    int32_t first, last, digits;
    int32_t target_wait_s, service_s, quota;
    struct site_limits alerts;
};

enum case_kind { CASE_ON_THE_SPOT, CASE_PROMISED, CASE_REPORTED };

/* The seven public facts (七公开) of an item. */
struct site_guide {
    struct words basis, procedure, conditions, papers, fee, limit, complaints;
};

struct site_item {
    const char *code;
    struct words name;
    const char *pinyin; /* initials, for search: "qyslj" */
    uint16_t department, category;
    enum case_kind kind;
    int32_t promised_days, statutory_days; /* working days */
    bool popular; /* on the first page */
    struct site_guide guide;
};

struct site_serves {
    uint16_t category;
    uint16_t weight; /* percent */
};

struct site_window {
    uint16_t number;
    struct words name, area;
    uint16_t department; /* index, or UINT16_MAX */
    const char *clerk;   /* code of who usually sits there */
    struct words clerk_name;
    bool integrated;     /* 综合窗口 */
    uint16_t serves_count;
    struct site_serves serves[LIMIT_CATEGORIES];
};

struct site_priority {
    const char *code; /* index 0 is "" (normal) and always there */
    struct words name;
    int32_t bonus_s;
};

/* Open periods by weekday; minutes of the day. At most four a day. */
struct site_period {
    uint8_t weekdays; /* bit 0 = Sunday .. bit 6 = Saturday */
    uint16_t from_min, to_min;
};

/* One line of the slip's template: SLIP_* of slip.h and a text with holes: {hall} {address}
 * {number} {category} {item} {windows} {ahead} {minutes} {time} {date} {papers} {area} {copy}
 * {url} {notice}; those of texts also in English: {item_en}. */
struct site_slip_line {
    enum slip_element_kind kind;
    enum slip_align align;
    uint8_t width, height; /* text: scale; QR: width = dots a module; feed: height = lines */
    bool bold;
    const char *text;
};

/* Texts of counter boards, with holes {number} {window} {name}. */
struct site_board_texts {
    struct words idle, calling, serving, paused, closed;
};

struct site_policy {
    bool push; /* hand out by itself (true) or wait for NEXT */
    bool carry_over;
    int32_t recall_limit, no_show_reinsert, no_show_limit, overtaken_limit;
    int32_t undo_s, repeat_guard_ms, return_bonus_s, evaluation_grace_s, evaluation_ask_s;
    bool default_rating;      /* unrated services get a default */
    int32_t default_after_days; /* working days; 0 = at the end of the day */
    int32_t default_level;
    bool reprint_by_itself;   /* an uncertain slip is printed again with 补打 at once */
    int32_t board_flash_s, thanks_s, panel_page_s; /* panel goes back to its first page */
};

/* What a visitor may tick beside a level. */
enum site_tag_group { SITE_TAGS_BAD, SITE_TAGS_FAIR, SITE_TAGS_GOOD }; /* levels 1-2, 3, 4-5 */
struct site_review_tag {
    const char *code;
    enum site_tag_group group;
    struct words name;
};

/* When a rating is marked as doubtful; 0 = that is not looked at. */
struct site_doubts {
    int32_t quick_ms;               /* pressed so soon after the evaluator asked */
    int32_t streak, streak_s;       /* so many equal ones within this from one evaluator */
    int32_t left_s;                 /* so long after the end of a service nobody stands there */
    bool paused;                    /* pressed while the window's clerk was away */
};

/* What happens to a bad review. Limits are working days (office/calendar.h). */
struct site_reviews {
    const char *to; /* account of whoever answers for departments without one; "" = managers */
    int32_t verify_days, rectify_days, call_back_days, close_days, appeal_days;
    int32_t attempts; /* calls that nobody answered, until it counts as not reached */
};

struct site_panel {         /* a kiosk or serial panel: what it offers */
    uint16_t device;        /* index */
    const char *printers;   /* name of the printer group its slips go to */
};

struct site_device {
    const char *name;
    uint16_t line;          /* index */
    uint16_t profile;       /* index into profiles */
    uint8_t address;
    uint16_t window;        /* number, 0 = none */
    const char *group;      /* printers: their group; panels: the printer group they use */
    struct words title;
};

struct site_line {
    const char *name;
    const char *port;       /* a path, "sim:NAME", "tcp:HOST:PORT" */
    struct profile_line settings; /* the devices' profile, overridden by the line */
};

enum site_display_kind { SITE_KIOSK, SITE_BOARD };

/* A kiosk or a hall board: hallq-kiosk and hallq-board ask for it by name. */
struct site_display {
    const char *name;
    enum site_display_kind kind;
    int32_t diagonal_tenths; /* of an inch */
    int32_t distance_tenths; /* of a metre: how far away people stand */
    int32_t width, height;   /* pixels */
    struct words area;       /* boards: whose windows; "" = all */
    const char *printers;    /* kiosks: name of the printer group */
    const char *layout;      /* kiosks: "popular" or "departments"; boards: name of a layout */
    bool english;            /* the language it begins with */
    uint16_t general;        /* kiosks: index of the item for whoever does not know, or UINT16_MAX */
    struct words help;       /* kiosks: where a person helps */
    int32_t idle_s, ticket_s; /* kiosks: back to the first page; how long a ticket is shown */
};

/* Loudspeakers: a sound card has two channels, so a board serves one area or two. */
enum site_voice_output { SITE_VOICE_LEFT, SITE_VOICE_RIGHT, SITE_VOICE_BOTH };

struct site_voice_zone {
    const char *name;
    size_t window_count; /* 0 = all windows */
    uint16_t *windows;   /* numbers */
    enum site_voice_output output;
};

/* Percent from this time on, until the next one. */
struct site_voice_volume {
    uint16_t from_min;
    uint16_t percent;
};

/* Nothing is spoken; may pass midnight. */
struct site_voice_silence {
    uint16_t from_min, to_min;
};

/* How boards speak calls: displays/voice/settings.h is the other end. */
struct site_voice {
    bool enabled, english, yao; /* yao: 1 in a ticket is said 幺 */
    int32_t repeat;             /* times the Chinese sentence is said */
    const char *pack;           /* "" = built in */
    size_t zone_count, volume_count, silence_count;
    struct site_voice_zone *zones;
    struct site_voice_volume *volumes;
    struct site_voice_silence *silences;
};

/* News on hall boards: a line at the foot, or a page of its own. */
struct site_notice {
    struct words text;
    const char *picture; /* file name, or "" */
    bool page;
    size_t date_count; /* 0 = every day, 1 = that day, 2 = from the first to the second */
    int32_t *dates;
    uint16_t from_min, to_min; /* of the day; until may be 24:00 */
};

/* When a manager is told, for the whole hall; 0 = never (office/rules.h). Times are the hall's. */
struct site_supervision {
    int32_t wait_percent;    /* of a category's target wait */
    int32_t service_percent; /* of a category's expected service */
    int32_t queue;           /* people who wait in a category */
    int32_t idle_s, pause_s; /* a free window although people wait for it; a pause */
    int32_t silent_s;        /* a device that does not answer */
    int32_t paper_slips;     /* the paper of a printer will last for so many more */
    int32_t backup_hours, certificate_days;
    int32_t review_hours;    /* nobody has taken up a bad review */
};

/* Promised cases (承诺件). */
struct site_cases {
    int32_t warn_days; /* working days before the promise at which it is called to mind */
};

/* A report that is made by itself and put into a folder. Words: config/report_choices.h. */
enum site_every { SITE_DAILY, SITE_WEEKLY, SITE_MONTHLY };
struct site_report {
    char name[LIMIT_CODE], by[LIMIT_CODE], form[8]; /* by: an axis, or "own" */
    enum site_every every;
    uint16_t at_min; /* minute of the day; 0 = when the day is closed */
    const char *folder;
    bool english;
};

struct site {
    const char *folder;
    const char *mark;       /* of the hall's own files (config/files.h); NULL = made of memory */
    const char *code;
    struct words name, address;
    const char *timezone;   /* "Asia/Shanghai" */
    const char *public_url; /* of the phone page, without /t/ */
    struct words ticket_notice;

    size_t department_count, category_count, item_count, window_count, priority_count;
    size_t period_count, holiday_count, workday_count, slip_line_count;
    size_t line_count, device_count, profile_count, display_count, notice_count;
    size_t report_count;
    struct site_department *departments;
    struct site_category *categories;
    struct site_item *items;
    struct site_window *windows;
    struct site_priority *priorities;
    struct site_period *periods;
    int32_t *holidays;      /* yyyymmdd: closed although a weekday */
    int32_t *workdays;      /* yyyymmdd: open although a weekend (调休) */
    struct site_slip_line *slip_lines;
    struct site_line *lines;
    struct site_device *devices;
    struct site_display *displays;
    struct site_notice *notices;
    struct site_report *reports;
    struct device_profile *profiles; /* only those that devices use, and all of the folder */
    struct site_policy policy;
    struct site_supervision supervision;
    struct site_doubts doubts;
    struct site_reviews reviews;
    size_t review_tag_count;
    struct site_review_tag *review_tags;
    struct site_cases cases;
    struct site_board_texts board;
    struct site_voice voice;
    bool password_asvs; /* the rules for passwords: ASVS instead of 等保2.0 level 2 */
};

/* One mistake: place, sentence, what to do. Texts are in the language asked for. */
struct site_problem {
    bool warning;
    char file[128];
    int line, column;
    char message[256], advice[256];
    char excerpt[160]; /* the line itself (a long one: the part around the place) */
    int caret;         /* cells before the place in the excerpt; -1 = no caret */
};
enum { SITE_PROBLEMS = 200 };
enum site_language { SITE_ZH, SITE_EN };
struct site_problems {
    size_t count, capacity; /* in the list: the first SITE_PROBLEMS, errors rather than warnings */
    size_t total, errors;   /* all that were found; errors are those that are no warnings */
    struct site_problem *list;
    enum site_language language;
};

/* Loads `folder` (hall.yaml, lines.yaml, profiles/) with the shipped profiles of
 * `shipped_profiles` (may be NULL; the folder's own win). `folder` may also be a file that
 * site_dump wrote. 0 with *out, or -1 with at least one problem that is no warning. `problems`
 * is filled either way, sorted by file and line; finish it with site_problems_finish. */
int site_load(const char *folder, const char *shipped_profiles, enum site_language language,
              struct site **out, struct site_problems *problems);
void site_destroy(struct site *site);
void site_problems_finish(struct site_problems *problems);
/* file:line:column: message / the line / a caret / advice. */
void site_problems_print(const struct site_problems *problems, FILE *out);
/* The whole configuration with every default, as YAML that loads again. */
void site_dump(const struct site *site, FILE *out);
/* The options table as a manual page in Markdown, both languages. */
void site_manual(FILE *out);

/* Look-ups; UINT16_MAX or NULL when there is none. */
uint16_t site_item_index(const struct site *site, const char *code);
uint16_t site_category_index(const struct site *site, const char *code);
const struct site_window *site_window(const struct site *site, uint16_t number);
uint16_t site_device_index(const struct site *site, const char *name);
/* Is the hall open on that day (weekday, holidays, workdays)? First opening and last closing,
 * in minutes of the day, are set when it is. */
bool site_day_open(const struct site *site, int32_t day, uint16_t *from_min, uint16_t *to_min);
