/* limits.h: every limit of the product that more than one module must agree on.
 *
 * One hall of 64 windows, 200 items, 5,000 tickets a day, 10 kiosks and 20 boards
 * (reference-hall.md, sizing), with room to spare. What happens when a limit is met is decided
 * where it is met; nothing grows without bound. */
#pragma once

enum {
    LIMIT_WINDOWS = 128,
    LIMIT_ITEMS = 512,
    LIMIT_CATEGORIES = 64,
    LIMIT_DEPARTMENTS = 96,
    LIMIT_PRIORITIES = 8,
    LIMIT_TICKETS_A_DAY = 20000, /* tickets the engine holds, carried ones included */
    LIMIT_INTENTS = 65536,       /* intents of a day that are remembered */
    LIMIT_HELD_A_WINDOW = 32,
    LIMIT_LINES = 64,
    LIMIT_DEVICES = 512,
    LIMIT_DEVICES_A_LINE = 64,
    LIMIT_PROFILES = 64,
    LIMIT_NOTICES = 24,
    LIMIT_REPORTS = 48, /* that are made by themselves */
    LIMIT_DISPLAYS = 64, /* kiosks and boards */

    LIMIT_CODE = 32,   /* bytes of a code with terminator: item, department, clerk, device */
    LIMIT_SERIES = 4,  /* bytes of a number series with terminator: "A", "YY" */
    LIMIT_NUMBER = 12, /* bytes of a ticket number with terminator: "A012" */
    LIMIT_INTENT = 72, /* bytes of an intent id with terminator */
    LIMIT_NOTE = 200,  /* bytes of a note with terminator */
    LIMIT_TOKEN = 33,  /* 128 random bits as hex, with terminator */
    LIMIT_SUBJECT = 64, /* bytes of an account's name, a receipt number, an alert's object */
    LIMIT_TAGS = 96,    /* bytes of a review's tags, codes with commas, with terminator */
    LIMIT_TEXT = 1204,  /* bytes of what a person wrote (400 Chinese characters), with terminator */
    LIMIT_REVIEW_TAGS = 48,   /* tags that reviews may be given */
};
