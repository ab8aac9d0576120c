/* board_hash.c: the revision of a board: FNV-1a over what can be seen, field by field, so that
 * padding and bytes behind a text's end do not count. */
#include "view/board.h"

#include <string.h>

static const uint64_t fnv_basis = 14695981039346656037u, fnv_prime = 1099511628211u;

static uint64_t add_bytes(uint64_t hash, const void *bytes, size_t count)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ at[i]) * fnv_prime;
    }
    return hash;
}

static uint64_t add_number(uint64_t hash, int64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> 8 * i);
    }
    return add_bytes(hash, bytes, sizeof bytes);
}

/* With its terminator: "A" "BC" is not "AB" "C". */
static uint64_t add_text(uint64_t hash, const char *text)
{
    return add_bytes(hash, text, strlen(text) + 1);
}

static uint64_t add_words(uint64_t hash, const struct board_words *words)
{
    return add_text(add_text(hash, words->zh), words->en);
}

static uint64_t add_calls(uint64_t hash, const struct board *board)
{
    hash = add_number(hash, (int64_t)board->call_count);
    for (size_t i = 0; i < board->call_count; i++) {
        const struct board_call *call = &board->calls[i];
        hash = add_text(hash, call->number);
        hash = add_number(hash, call->window);
        hash = add_number(hash, call->recalls);
        hash = add_number(hash, call->arrived);
        hash = add_number(hash, call->at.ms);
        hash = add_number(hash, call->seq);
    }
    hash = add_number(hash, (int64_t)board->miss_count);
    for (size_t i = 0; i < board->miss_count; i++) {
        const struct board_miss *miss = &board->misses[i];
        hash = add_text(hash, miss->number);
        hash = add_number(hash, miss->window);
        hash = add_number(hash, miss->final);
        hash = add_number(hash, miss->at.ms);
    }
    return hash;
}

static uint64_t add_windows(uint64_t hash, const struct board *board)
{
    hash = add_number(hash, (int64_t)board->window_count);
    for (size_t i = 0; i < board->window_count; i++) {
        const struct board_window *window = &board->windows[i];
        hash = add_number(hash, window->number);
        hash = add_number(hash, window->state);
        hash = add_text(hash, window->ticket);
        hash = add_words(add_words(hash, &window->name), &window->area);
    }
    return hash;
}

static uint64_t add_rest(uint64_t hash, const struct board *board)
{
    hash = add_number(hash, (int64_t)board->category_count);
    for (size_t i = 0; i < board->category_count; i++) {
        const struct board_category *category = &board->categories[i];
        hash = add_text(add_text(hash, category->code), category->series);
        hash = add_number(add_number(hash, category->waiting), category->windows);
        hash = add_words(hash, &category->name);
    }
    hash = add_number(hash, (int64_t)board->notice_count);
    for (size_t i = 0; i < board->notice_count; i++) {
        const struct board_notice *notice = &board->notices[i];
        hash = add_number(hash, notice->page);
        hash = add_text(add_text(hash, notice->zh), notice->en);
        hash = add_text(hash, notice->picture);
    }
    return hash;
}

uint64_t board_revision(const struct board *board)
{
    uint64_t hash = add_words(add_text(fnv_basis, board->timezone), &board->hall);
    hash = add_number(hash, board->day_open);
    hash = add_calls(hash, board);
    hash = add_windows(hash, board);
    return add_rest(hash, board);
}
