/* reports.h: one maker a report; each reads the journal and gives JSON. Thread: reports. */
#pragma once

#include "config/site.h"
#include "store/store_read.h"

#include <jansson.h>

struct report_query {
    int32_t from, to; /* business days yyyymmdd, both included */
    wall_t now;       /* ends what is still going on */
};
/* The report, owned by the caller; NULL when the journal cannot be read. */
typedef json_t *(*report_maker)(struct store_reader *reader, const struct site *site,
                                const struct report_query *query);

/* 日结平衡表: balance, differences by ticket, figures by hall, category, item, window, clerk and
 * hour of one day (the query's `from`). */
json_t *report_day_make(struct store_reader *reader, const struct site *site,
                        const struct report_query *query);
/* Tells a day's figures which window serves what. */
struct day_stats;
void report_day_serves(struct day_stats *stats, const struct site *site);
