/* people.h: what visitors, clerks and the crowd share. Only crowd.c, visitor.c, clerk.c include
 * it. See crowd.h. */
#pragma once

#include "sim/crowd.h"
#include "sim/day.h"

enum { NOBODY = -1, PEOPLE_PANELS = 32 };

enum visitor_state {
    VISITOR_COMING,
    VISITOR_QUEUEING, /* for a panel */
    VISITOR_CHOOSING, /* at a panel */
    VISITOR_AT_PRINTER,
    VISITOR_WAITING,  /* watches the boards */
    VISITOR_WALKING,  /* to a window */
    VISITOR_AT_WINDOW,
    VISITOR_LINGERING, /* served; perhaps rates */
    VISITOR_GONE
};

struct visitor {
    enum visitor_state state;
    wall_t arrives, due; /* when the state does its next thing */
    uint16_t item, window;
    int panel;
    int64_t patience_us;    /* real time: when a device has had enough time to react */
    uint64_t before;        /* what the panel showed when it was touched */
    uint64_t first_page;
    uint8_t touches, idle_touches, panels_tried;
    bool touched, asked, paging;
    char number[LIMIT_NUMBER];
    bool slip, gave_up_slip, called;
    bool never_comes, will_rate, rated, thanked, in_service, served;
    int8_t level;
};

enum clerk_state {
    CLERK_ABSENT,
    CLERK_OPENING,
    CLERK_IDLE,
    CLERK_NEXT_PRESSED,
    CLERK_CALLED,
    CLERK_SERVING,
    CLERK_RATING,
    CLERK_ENDING,   /* finish, no-show, hold or transfer was pressed: the number must go */
    CLERK_AWAY,     /* lunch or a pause */
    CLERK_LEFT
};

struct clerk {
    enum clerk_state state;
    const struct site_window *window;
    struct sim_device *pad, *board, *evaluator;
    wall_t due;
    int64_t patience_us, press_us; /* real time: reaction awaited until; next press allowed */
    char shown[LIMIT_NUMBER];      /* number that the window shows now */
    char before[LIMIT_NUMBER];     /* … and when NEXT was pressed */
    int visitor;                   /* who stands at the window, NOBODY */
    uint8_t recalls, again;
    enum key_action pressed;       /* the newest key, and the digits before it */
    char digits[8];
    uint8_t held;
    wall_t resume_at;
    bool lunch;
};

struct panel {
    struct sim_device *device;
    const char *group;
    int user; /* visitor, NOBODY */
    int queue;
};

struct crowd {
    struct crowd_settings settings;
    const struct site *site;
    struct dice dice;
    wall_t now;
    int64_t now_us;
    double speed;
    size_t count, entered;     /* visitors planned or brought; those who came in */
    struct visitor *visitors;  /* DAY_VISITORS of them */
    size_t active_count;
    int *active;               /* indices of those inside */
    size_t panel_count;
    struct panel panels[PEOPLE_PANELS];
    size_t clerk_count;
    struct clerk *clerks;
    size_t period_count;
    struct day_period periods[DAY_PERIODS];
    wall_t closing;
    wall_t last_chance; /* who has not been called by then goes home */
    wall_t lights_out;  /* the doors are locked, whatever hangs */
};

/* A moment of hall time at least `hall_s` seconds and at least `real_ms` of real time away. */
wall_t crowd_later(const struct crowd *crowd, double hall_s, int64_t real_ms);
bool crowd_is_due(const struct crowd *crowd, wall_t due);
/* The visitor inside who holds this number, or NOBODY. */
int crowd_holder(const struct crowd *crowd, const char *number);

void visitor_step(struct crowd *crowd, int index);
void clerk_step(struct crowd *crowd, struct clerk *clerk);
