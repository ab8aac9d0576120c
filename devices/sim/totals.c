/* totals.c: see totals.h. */
#include "sim/totals.h"

#include <inttypes.h>
#include <stddef.h>

static const struct {
    const char *key;
    size_t offset;
} rows[] = {
    {"slips_completed", offsetof(struct totals, slips)},
    {"slips_half", offsetof(struct totals, halves)},
    {"slips_missing", offsetof(struct totals, slips_missing)},
    {"touches", offsetof(struct totals, touches)},
    {"presses", offsetof(struct totals, presses)},
    {"presses_unanswered", offsetof(struct totals, presses_unanswered)},
    {"ratings", offsetof(struct totals, ratings)},
    {"ratings_thanked", offsetof(struct totals, ratings_thanked)},
    {"visitors", offsetof(struct totals, visitors)},
    {"numbers", offsetof(struct totals, numbers)},
    {"called", offsetof(struct totals, called)},
    {"served", offsetof(struct totals, served)},
    {"no_show", offsetof(struct totals, no_show)},
    {"walked_off", offsetof(struct totals, walked_off)},
    {"sentences", offsetof(struct totals, sentences)},
    {"expectations_failed", offsetof(struct totals, expectations_failed)},
};

void totals_write(const struct totals *totals, FILE *out)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t value = *(const uint64_t *)((const char *)totals + rows[i].offset);
        fprintf(out, "%s %" PRIu64 "\n", rows[i].key, value);
    }
}
