/* store_testing.h: what the store's tests share: a data directory of their own, sample events
 * of every kind, and waiting for a notice with a deadline. */
#pragma once

#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

enum { TEST_PATH = 256, TEST_DAY = 20260302, TEST_DEADLINE_MS = 10000 };

struct fixture {
    char folder[TEST_PATH];
    struct mailbox *notices;
    struct store *store;
    char why[512];
    int pid;
};

/* cmocka set-up and tear-down: a fresh folder; the folder is removed with all in it. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

int fixture_open(struct fixture *f); /* store_open's result; no backups by themselves */
void fixture_start(struct fixture *f);
void fixture_close(struct fixture *f);
void fixture_path(const struct fixture *f, const char *name, char out[TEST_PATH]);

/* A plausible event of the kind. Seq, day and the kind's own fields are set. */
struct event sample_event(enum event_kind kind, int64_t seq);
/* An issued ticket "A012" of the day with an intent of its own. */
struct event sample_issue(int64_t seq, int32_t day, const char *series, uint16_t value);
void append_samples(struct fixture *f, int64_t from,
                    int count); /* day_opened first when from = 1 */

/* Waits for the next notice. Fails the test at the deadline. */
struct store_notice next_notice(struct fixture *f);
/* Takes notices until STORE_DURABLE of `seq` or more; how many there were. */
int wait_durable(struct fixture *f, int64_t seq);
struct store_notice wait_kind(struct fixture *f, enum store_notice_kind kind);

/* Whole files. */
uint8_t *file_read(const char *file, size_t *size); /* to be freed */
void file_write(const char *file, const uint8_t *bytes, size_t size);
int file_exists(const char *file);
/* Runs SQL on a closed database. */
void run_sql(const char *file, const char *sql);
int64_t ask_sql(const char *file, const char *sql);

/* From HALLQ_SEED or the clock; printed. xorshift: not for secrets. */
uint64_t test_seed(void);
uint32_t next_random(uint64_t *state);
