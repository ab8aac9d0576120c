/* alert_forms.h: alerts as JSON, with their sentences in both languages. Thread: loop. */
#pragma once

#include "app/hall.h"
#include "office/watch.h"

#include <jansson.h>

struct language;

/* Of an alert of the record; `seen` is what the watch knows of it now, or NULL. */
json_t *json_of_alert(const struct hall *hall, const struct language *language,
                      const struct alert *alert, const struct watch_entry *seen);
/* All that are open now, the worst first, then the oldest; also what waits for a store that has
 * failed (record null). At most `limit`. */
json_t *json_of_open_alerts(const struct hall *hall, const struct language *language,
                            size_t limit);
