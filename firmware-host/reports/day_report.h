/* day_report.h: the end-of-day balance of one day with all its figures, as JSON for the command
 * line: balance, differences by ticket, figures by hall, category, item, window, clerk and hour.
 * Thread: reports. */
#pragma once

#include "config/site.h"
#include "store/store_read.h"

#include <jansson.h>

struct day_stats;

/* Owned by the caller; NULL when the journal cannot be read. `now` ends what is still going on. */
json_t *report_day_make(struct store_reader *reader, const struct site *site, int32_t day,
                        wall_t now);
/* The figures of a day from its events, to be destroyed by the caller; NULL when the journal cannot
 * be read. */
struct day_stats *report_day_stats(struct store_reader *reader, const struct site *site,
                                   int32_t day);
/* Tells a day's figures which window serves what. */
void report_day_serves(struct day_stats *stats, const struct site *site);
