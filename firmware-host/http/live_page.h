/* live_page.h: what the manager's live page shows, computed once for all who look.
 *
 * Problem: 500 pages are open and the hall changes ten times a second. Nothing may be computed for
 * each page, nothing may be asked of the disk, and a change must arrive within 300 ms.
 *
 * Design: one snapshot in sections (tiles, hours, heat, windows, alerts), each JSON. After a
 * durable event, new figures of today (today.h) or an alert's change the snapshot is made again,
 * at most once in PUSH_GAP_MS, and what differs is sent as one frame to every page:
 *
 *   event: live   data: {"revision": 8, "from": 7, "tiles": {…}, "windows": [the changed ones] …}
 *
 * A page whose revision is older than `from` asks for the whole (GET /api/v1/live, or connects
 * again: the first frame of the stream is the whole). What only time changes is not sent: pages
 * count seconds from the times that they have. While nobody looks, nothing is made.
 *
 * Thread: loop. */
#pragma once

#include <stdint.h>

struct live_page;
struct server;
struct live_figures;
struct today;

struct live_page *live_page_create(struct server *server);
void live_page_destroy(struct live_page *page);
/* The whole as of now, as the frame that opens a stream and as the body of GET /api/v1/live;
 * NULL when memory is out. The caller frees it. */
char *live_page_frame(struct live_page *page);
char *live_page_body(struct live_page *page);
struct today *live_page_today(struct live_page *page);
/* Microseconds that making the snapshot takes, and how often it was sent. */
struct live_page_figures {
    uint64_t made, sent, total_us;
    uint32_t longest_us;
};
void live_page_figures(const struct live_page *page, struct live_page_figures *out);
