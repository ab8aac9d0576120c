/* pages.h: what the files of the kiosk share: its state, its pages, and the parts that pages are
 * made of. Nobody outside this folder includes it. */
#pragma once

#include "kiosk/kiosk.h"

enum page_id {
    PAGE_HOME,
    PAGE_CATEGORIES,
    PAGE_DEPARTMENTS,
    PAGE_ITEMS,
    PAGE_SEARCH,
    PAGE_GUIDE,
    PAGE_PRIORITY,
    PAGE_TICKET,
    PAGE_HELP,
    PAGE_MESSAGE,
    PAGE_IDLE,
    PAGE_RATE_FIND, /* first page of a screen to rate at */
    PAGE_RATE,
    PAGE_PROGRESS, /* the number of a receipt is typed */
    PAGE_STAGES,   /* how far its case is */
    PAGE_COUNT
};

enum action {
    ACTION_NONE,
    ACTION_HOME,
    ACTION_BACK,
    ACTION_GENERAL,
    ACTION_HELP,
    ACTION_ELDER,
    ACTION_LANGUAGE,
    ACTION_LEAF, /* argument: -1 or 1 */
    ACTION_CATEGORIES,
    ACTION_DEPARTMENTS,
    ACTION_CATEGORY,   /* argument: index */
    ACTION_DEPARTMENT, /* argument: index */
    ACTION_ITEM,       /* argument: index */
    ACTION_SEARCH,
    ACTION_KEY,          /* argument: the character, KEY_DELETE or KEY_CLEAR */
    ACTION_ASK_PRIORITY,
    ACTION_PRIORITY,     /* argument: index, -1 = none */
    ACTION_TAKE,
    ACTION_REPRINT,
    ACTION_DONE,
    ACTION_STAY,
    ACTION_BROWSE,
    ACTION_FIND,
    ACTION_LEVEL, /* argument: 1..5 */
    ACTION_TAG,   /* argument: index */
    ACTION_SEND,
    ACTION_PROGRESS,
    ACTION_LOOK,
    ACTION_COUNT
};
enum { KEY_DELETE = -1, KEY_CLEAR = -2 };

enum message_id {
    MESSAGE_STARTING,
    MESSAGE_UNREACHABLE,
    MESSAGE_NO_ANSWER,
    MESSAGE_PAUSED,
    MESSAGE_CLOSED,
    MESSAGE_HOLIDAY,
    MESSAGE_BEFORE,
    MESSAGE_QUOTA,
    MESSAGE_REFUSED,
    MESSAGE_THANKS,
    MESSAGE_COUNT
};

/* How the slip of the ticket on the screen stands. */
enum slip_look { SLIP_PRINTING, SLIP_PRINTED, SLIP_UNCERTAIN, SLIP_OUT, SLIP_NO_PAPER, SLIP_AGAIN,
                 SLIP_FAILED, SLIP_LOOKS };

enum { BACK_DEPTH = 8, TYPED = 16, NUMBER_TEXT = 16 };

struct place { /* where the visitor is: what BACK goes back to */
    enum page_id page;
    int argument; /* items: category, or -1 - department */
    int leaf;     /* page of a long list */
};

struct shown_ticket {
    int64_t id;
    char number[LIMIT_NUMBER], token[LIMIT_TOKEN];
    uint16_t item;
    int32_t ahead, estimate_s;
    enum slip_look slip;
    SDL_Surface *qr;
    uint32_t qr_version;
};

/* What is being rated: rate.c. */
enum { CHECK_CODE = 4 };
enum rate_group { RATE_BAD, RATE_FAIR, RATE_GOOD };
struct rate_tag {
    char code[LIMIT_CODE];
    enum rate_group group;
    struct kiosk_words name;
    bool ticked;
};
struct rating {
    char number[LIMIT_NUMBER], check[CHECK_CODE + 1];
    struct kiosk_words item;
    int level; /* 0 = not chosen yet */
    size_t tag_count;
    struct rate_tag tags[LIMIT_REVIEW_TAGS];
    uint32_t asked;
    char intent[40], refusal[40]; /* refusal: the controller's code, "" = none */
};

/* How far a case is, by the number of its receipt: progress.c. */
enum { RECEIPT_DIGITS = 15, RECEIPT_TEXT = 20, PROGRESS_STAGES = 4 };
enum progress_trouble {
    PROGRESS_FINE,
    PROGRESS_UNKNOWN,
    PROGRESS_TOO_OFTEN,
    PROGRESS_NO_ANSWER,
    PROGRESS_TROUBLES
};
struct progress_stage {
    char code[LIMIT_CODE];
    struct kiosk_words name;
    int32_t day; /* when it was reached, 0 = not, or passed over */
};
struct progress {
    uint32_t asked;
    enum progress_trouble trouble;
    char receipt[RECEIPT_TEXT];
    struct kiosk_words item;
    struct progress_stage stages[PROGRESS_STAGES];
    int at;                      /* index of the stage that it is in */
    int32_t promised, suspended; /* 0 = none */
};

struct kiosk {
    struct kiosk_setup setup;
    /* what the controller has told */
    struct kiosk_settings settings;
    struct kiosk_catalogue *catalogue; /* NULL until it is known */
    struct kiosk_now now;
    mono_t now_at;
    bool has_settings, has_now, offline, read_only, clock_held;
    uint32_t asked_settings, asked_items, asked_now, asked_ticket, asked_slip;
    mono_t refresh_due;
    bool refresh_wanted;
    /* the screen */
    struct theme theme;
    int width, height;
    bool dirty;
    int leaves; /* pages of the list that was composed last */
    struct touch touch;
    struct scene_target pressed; /* action ACTION_NONE = none */
    int shown_minute, shown_second;
    /* the visitor */
    enum language_code code;
    bool elder, browsing;
    struct place place, back[BACK_DEPTH], before_idle;
    size_t back_count;
    uint16_t item; /* of guide, priority and ticket */
    int priority;  /* index into the settings' priorities, -1 = none */
    char typed[TYPED];
    enum message_id message;
    char refusal[40]; /* MESSAGE_REFUSED: the controller's code, */
    char message_text[KIOSK_TEXT]; /* and its sentence, for a code that has no text here */
    struct shown_ticket ticket;
    struct rating rating;
    struct progress progress;
    char intent[LIMIT_INTENT]; /* of the ticket that is being asked for; "" = none */
    int attempts;
    mono_t retry_due, touched, page_since;
};

/* ---- pages: each composes into `area`, between header and the buttons at the foot */
typedef void (*page_compose)(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void home_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
/* To the progress of a case. */
void home_progress_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect);
/* Into the tree: by subject or by department. */
void home_tree_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, bool departments);
void categories_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void departments_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void items_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void search_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void guide_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void priority_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void ticket_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void help_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void message_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void idle_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void rate_find_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void rate_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void progress_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
void stages_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);
/* A key of the keyboard on the screen: a character, KEY_DELETE or KEY_CLEAR. */
void search_key(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, int character);

struct page {
    const char *name;
    page_compose compose;
    bool fixed;      /* the four buttons at the foot */
    bool nav;        /* back and home above them */
    const char *say; /* what is said on it, or NULL */
};
extern const struct page pages[PAGE_COUNT];

/* ---- walking about: walk.c */
void walk_to(struct kiosk *kiosk, enum page_id page, int argument, mono_t now);
void walk_back(struct kiosk *kiosk, mono_t now);
/* To the first page, as the next visitor wants it: language, type and choices as configured. */
void walk_reset(struct kiosk *kiosk, mono_t now);
void walk_home(struct kiosk *kiosk, mono_t now);
void walk_act(struct kiosk *kiosk, int action, int argument, mono_t now);
/* Why no ticket can be taken at all; -1 = it can. */
int walk_trouble(const struct kiosk *kiosk);
int64_t walk_idle_ms(const struct kiosk *kiosk);
enum { IDLE_ASK_MS = 20000 };
void walk_tick(struct kiosk *kiosk, mono_t now);
int walk_seconds_left(const struct kiosk *kiosk, mono_t now);
int64_t walk_ticket_ms(const struct kiosk *kiosk);

/* ---- asking the controller: link.c */
void link_start(struct kiosk *kiosk, mono_t now);
void link_tick(struct kiosk *kiosk, mono_t now);
void link_take_ticket(struct kiosk *kiosk, mono_t now);
void link_forget_ticket(struct kiosk *kiosk);
void link_reprint(struct kiosk *kiosk);
void link_message(struct kiosk *kiosk, enum message_id message, mono_t now);
void link_set_timezone(const struct kiosk *kiosk);
void link_make_qr(struct kiosk *kiosk);
/* Takes a ticket's JSON onto the ticket page. 0 or -1. */
int link_show_ticket(struct kiosk *kiosk, const json_t *json, mono_t now);

/* ---- rating: rate.c and rate_link.c */
enum rate_group rate_group_of(int level);
void rate_find(struct kiosk *kiosk);
void rate_send(struct kiosk *kiosk);
void rate_forget(struct kiosk *kiosk);
/* Takes the service that was found from its JSON. */
void rate_show(struct kiosk *kiosk, const json_t *service);
/* True when the answer was to one of its questions. */
bool rate_answer(struct kiosk *kiosk, uint32_t id, int status, const json_t *body, mono_t now);

/* ---- progress: progress.c and progress_link.c */
/* Forgets the number and what was found, so that the next visitor sees neither. */
void progress_forget(struct kiosk *kiosk);
/* Another digit was typed: what was asked or refused before is of another number. */
void progress_typed(struct kiosk *kiosk);
void progress_look(struct kiosk *kiosk);
/* Takes what was found from its JSON. 0 or -1. */
int progress_show(struct kiosk *kiosk, const json_t *body);
/* True when the answer was to its question. */
bool progress_answer(struct kiosk *kiosk, uint32_t id, int status, const json_t *body,
                     mono_t now);
/* yymmdd-nnnn-rrrrr of so many digits as are there. */
void progress_group(const char *digits, char out[RECEIPT_TEXT]);

/* ---- words: words.c */
/* Reads {zh, en}; English is the Chinese text where there is none. */
void kiosk_words_read(const json_t *json, struct kiosk_words *out);
const char *kiosk_text(const struct kiosk *kiosk, const char *key);
const char *kiosk_name_text(const struct kiosk *kiosk, const struct kiosk_name *name);
const char *kiosk_words_text(const struct kiosk *kiosk, const struct kiosk_words *words);
enum { FILLED = 400 };
/* The text of `key` with up to two holes filled; name NULL ends them. */
const char *kiosk_fill(const struct kiosk *kiosk, char out[FILLED], const char *key,
                       const struct hole *holes);
const char *kiosk_number(char out[NUMBER_TEXT], int64_t value);
/* "等候 12 人 · 约 25 分钟" of a category, and the colour it is said in. */
const char *kiosk_wait_text(const struct kiosk *kiosk, uint16_t category, char out[FILLED],
                            colour_t *colour);
/* Whole minutes of an estimate, at least 1. */
int kiosk_minutes(int32_t seconds);
/* Today's hours: "09:00–12:00 13:00–17:00". */
const char *kiosk_hours(const struct kiosk *kiosk, char out[FILLED]);
/* Where a person helps. */
const char *kiosk_help_place(const struct kiosk *kiosk);
wall_t kiosk_wall(const struct kiosk *kiosk, mono_t now);

/* ---- parts: parts.c and grid.c */
enum button_style { BUTTON_MAIN, BUTTON_PLAIN, BUTTON_QUIET };
struct button {
    SDL_Rect rect;
    enum button_style style;
    int action, argument;
    const char *label, *hint; /* hint: a second, smaller line, or NULL */
    bool large, off;          /* off: shown, not to be touched */
};
void part_button(struct kiosk *kiosk, struct scene *scene, const struct button *button);
/* A white card. */
void part_card(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect);
/* A heading and a line below it; the height used. */
int part_heading(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, const char *title,
                 const char *hint);
/* A label and a value below it in `font`, on a card. */
void part_fact_tile(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, struct font font,
                    const char *label, const char *value);
/* A round sign with one character. */
void part_sign(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, colour_t ground,
               colour_t ink, const char *character);
/* A strip with ▲ and a sentence; the height used. */
int part_banner(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, const char *text);
/* The largest of the font and its smaller steps in which the text is one line of `width`. */
struct font part_fit(const struct kiosk *kiosk, struct scene *scene, struct font font, int width,
                     const char *text);
bool part_is_pressed(const struct kiosk *kiosk, int action, int argument);
bool part_is_wide(const struct kiosk *kiosk);
int part_unit(const struct kiosk *kiosk, int count);
/* The first character of a text. */
const char *part_first(const char *text, char out[8]);

struct entry {
    int action, argument;
    const char *title, *sign; /* sign: for the round sign, or NULL */
    char note[FILLED];
    colour_t note_colour;
};
enum { ENTRIES = 128 };
struct grid {
    int columns;
    int most;    /* height of a card at most, in units; 0 = no limit */
    bool pager_inside; /* the list's own pager; else beside back and home on a tall screen */
    size_t count;
    struct entry entries[ENTRIES];
};
/* Cards in columns, as many as fit; the rest on further leaves. */
void grid_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, const struct grid *grid);
/* Previous, "1 / 3", next at the right of `area`, when there is more than one leaf. */
int grid_pager_height(const struct kiosk *kiosk);
void grid_pager(struct kiosk *kiosk, struct scene *scene, SDL_Rect area);

/* ---- the frame around all pages: frame.c */
void frame_compose(struct kiosk *kiosk, struct scene *scene, mono_t now);
