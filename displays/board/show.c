/* show.c: see show.h. */
#include "board/show.h"

#include <string.h>

void show_init(struct show *show, mono_t now)
{
    memset(show, 0, sizeof *show);
    show->started = show->page_since = now;
}

/* ------------------------------------------------------------------ new calls */

static const struct show_call *find_call(const struct show *show, const struct board_call *call)
{
    for (size_t i = 0; i < show->call_count; i++) {
        if (show->calls[i].seq == call->seq && show->calls[i].recalls == call->recalls) {
            return &show->calls[i];
        }
    }
    return NULL;
}

/* When a call that this board has not seen was made, on its own clock. */
static mono_t made(const struct show *show, const struct board *board,
                   const struct board_call *call, mono_t now)
{
    int64_t age = (int64_t)((double)wall_between(call->at, board->now) / board->speed);
    return show->begun ? now : mono_after(now, age > 0 ? -age : 0);
}

size_t show_update(struct show *show, const struct board *board, mono_t now,
                   size_t announce[BOARD_CALLS])
{
    struct show_call calls[BOARD_CALLS];
    size_t count = 0;
    for (size_t i = 0; i < board->call_count; i++) {
        const struct board_call *call = &board->calls[i];
        const struct show_call *known = find_call(show, call);
        calls[i] = (struct show_call){call->seq, call->recalls,
                                      known != NULL ? known->since : made(show, board, call, now)};
        if (known == NULL && show->begun && !call->arrived) {
            announce[count++] = i;
        }
    }
    memcpy(show->calls, calls, board->call_count * sizeof *calls);
    show->call_count = board->call_count;
    show->begun = true;
    return count;
}

bool show_is_new(const struct show *show, size_t index, mono_t now)
{
    return mono_between(show->calls[index].since, now) < SHOW_HOLD_MS;
}

bool show_is_bright(const struct show *show, size_t index, mono_t now)
{
    int64_t age = mono_between(show->calls[index].since, now);
    return age < SHOW_BLINKS * SHOW_BLINK_MS && age % SHOW_BLINK_MS < SHOW_BLINK_MS / 2;
}

static bool is_later(const struct show_call *a, const struct show_call *b)
{
    return a->since.ms != b->since.ms ? a->since.ms > b->since.ms : a->seq > b->seq;
}

size_t show_order(const struct show *show, size_t order[BOARD_CALLS])
{
    for (size_t i = 0; i < show->call_count; i++) {
        size_t at = i;
        while (at > 0 && is_later(&show->calls[i], &show->calls[order[at - 1]])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    return show->call_count;
}

/* ------------------------------------------------------------------ pages */

size_t show_page(struct show *show, size_t count, int forced, int page_s, mono_t now)
{
    int64_t page_ms = (int64_t)page_s * 1000;
    if (count == 0) {
        return 0;
    }
    if (forced >= 0) {
        show->page = (size_t)forced;
        show->page_since = now;
    }
    int64_t turns = mono_between(show->page_since, now) / page_ms;
    show->page = (show->page + (size_t)turns) % count;
    show->page_since = mono_after(show->page_since, turns * page_ms);
    return show->page;
}

size_t show_turn(const struct show *show, size_t count, int page_s, mono_t now)
{
    int64_t turns = mono_between(show->started, now) / ((int64_t)page_s * 1000);
    return count > 0 ? (size_t)turns % count : 0;
}

/* ------------------------------------------------------------------ when to look again */

static int64_t least(int64_t a, int64_t b)
{
    return b > 0 && b < a ? b : a;
}

static int64_t call_wait(const struct show_call *call, mono_t now)
{
    int64_t age = mono_between(call->since, now), half = SHOW_BLINK_MS / 2;
    if (age < SHOW_BLINKS * SHOW_BLINK_MS) {
        return half - age % half;
    }
    return SHOW_HOLD_MS - age;
}

bool show_is_old(const struct show *show, mono_t heard, mono_t now)
{
    mono_t from = heard.ms != 0 ? heard : show->started;
    return mono_between(from, now) >= SHOW_SILENCE_MS;
}

int64_t show_wait_ms(const struct show *show, int page_s, mono_t heard, int64_t clock_ms,
                     mono_t now)
{
    int64_t page_ms = (int64_t)page_s * 1000;
    int64_t wait = page_ms - mono_between(show->started, now) % page_ms;
    mono_t from = heard.ms != 0 ? heard : show->started;
    wait = least(wait, mono_between(now, mono_after(show->page_since, page_ms)));
    wait = least(wait, mono_between(now, mono_after(from, SHOW_SILENCE_MS)));
    wait = least(wait, clock_ms);
    for (size_t i = 0; i < show->call_count; i++) {
        wait = least(wait, call_wait(&show->calls[i], now));
    }
    return wait;
}
