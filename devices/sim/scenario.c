/* scenario.c: reads a scenario file into sentences in order of time (sentence.h). */
#include "sim/sentence.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SCENARIO_MAX = 2000, LINE = 512 };

static int by_time(const void *a, const void *b)
{
    const struct sentence *x = a, *y = b;
    if (x->at_s != y->at_s) {
        return x->at_s < y->at_s ? -1 : 1;
    }
    return x->line - y->line;
}

int scenario_load(const struct site *site, const char *path, struct scenario *out, FILE *errors)
{
    *out = (struct scenario){0};
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        fprintf(errors, "%s: %s; name a file of sentences, see devices/sim/scenarios\n", path,
                strerror(errno));
        return -1;
    }
    out->sentences = calloc(SCENARIO_MAX, sizeof *out->sentences);
    char text[LINE], why[LINE];
    int number = 0, mistakes = 0;
    while (out->sentences != NULL && fgets(text, sizeof text, file) != NULL) {
        struct sentence sentence;
        number++;
        int rc = sentence_read(site, text, &sentence, why, sizeof why);
        if (rc == 0 && out->count == SCENARIO_MAX) {
            snprintf(why, sizeof why, "more than %d sentences; split the file", SCENARIO_MAX);
            rc = -1;
        }
        if (rc < 0) {
            fprintf(errors, "%s:%d: %s\n", path, number, why);
            mistakes++;
        } else if (rc == 0) {
            sentence.line = number;
            out->sentences[out->count++] = sentence;
        }
    }
    fclose(file);
    if (mistakes > 0 || out->sentences == NULL) {
        scenario_finish(out);
        return -1;
    }
    qsort(out->sentences, out->count, sizeof *out->sentences, by_time);
    return 0;
}

void scenario_finish(struct scenario *scenario)
{
    free(scenario->sentences);
    *scenario = (struct scenario){0};
}
