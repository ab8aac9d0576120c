/* brief.h: the day on one page, in plain words: what a manager needs to know at half past five.
 *
 * Problem: twenty reports answer twenty questions; at the end of the day there is one: how did it go,
 * and what must be done?
 *
 * Design: a table of findings, each a function that looks at the day (figures from the column image,
 * events from the journal) and says one sentence in both languages, with a state (fine, worth a look,
 * needs a person) and at most one piece of advice. Sentences are texts with holes, brief.KEY and
 * brief.advice.KEY in config/lang; .one where a count of one wants other words. A finding with
 * nothing to say is silent.
 *
 * Thread: reports. */
#pragma once

#include "reports/forms.h"
#include "reports/ledger.h"

struct brief_question {
    struct store_reader *reader;
    const struct image *image;
    const struct site *site;
    const struct language *language;
    int32_t day; /* yyyymmdd */
    wall_t now;
};

enum brief_state { BRIEF_FINE, BRIEF_LOOK, BRIEF_ACT };
enum { BRIEF_SENTENCES = 16, BRIEF_TEXT = 700, BRIEF_ADVICE = 300 };

struct brief_sentence {
    const char *finding; /* "volume", "waits" … */
    enum brief_state state;
    char text[LANGUAGE_COUNT][BRIEF_TEXT];
    char advice[LANGUAGE_COUNT][BRIEF_ADVICE]; /* "" = none */
};
struct brief {
    const struct language *language;
    int32_t day;
    wall_t made;
    char hall[LANGUAGE_COUNT][160];
    size_t count;
    struct brief_sentence sentences[BRIEF_SENTENCES];
};

/* 0, or -1 when figures or journal cannot be read. */
int brief_make(const struct brief_question *question, struct brief *out);
void brief_finish(struct brief *brief);
json_t *brief_json(const struct brief *brief);
int brief_text(const struct brief *brief, enum language_code code, struct form_bytes *out);
int brief_pdf(const struct brief *brief, enum language_code code, struct form_bytes *out);
