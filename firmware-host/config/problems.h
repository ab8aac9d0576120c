/* problems.h: collects what is wrong with a configuration.
 *
 * A problem is a place, a sentence, the line itself with a caret, and an advice. All are
 * counted; SITE_PROBLEMS are kept, and an error pushes out a warning when there is no room.
 * Thread: any, one at a time. See site.h for the public half. */
#pragma once

#include "config/messages.h"
#include "config/yaml.h"

struct place {
    const struct source *source;
    int line, column; /* of the text of the source, from 1 */
};

void problems_init(struct site_problems *problems, enum site_language language);
void problems_add(struct site_problems *problems, struct place place, enum message message,
                  const struct message_values *values);
/* By file in the order in which the files were first met, then by line and column. */
void problems_sort(struct site_problems *problems);

/* The nearest of several words: offer each, then ask. */
struct suggestion {
    const char *wanted, *best;
    size_t distance;
};
struct suggestion suggestion_for(const char *wanted);
void suggestion_offer(struct suggestion *suggestion, const char *candidate);
/* NULL when nothing is near enough to be meant. */
const char *suggestion_best(const struct suggestion *suggestion);
