/* caretaker.c: see caretaker.h. */
#define LOG_MODULE "store"
#include "store/caretaker.h"
#include "base/log.h"
#include "store/folder.h"

#include <stdio.h>
#include <string.h>

enum {
    CHECKPOINT_PAGES = 1000,       /* when idle: about 4 MiB of WAL */
    CHECKPOINT_PAGES_BUSY = 16000, /* also under load: 64 MiB */
    CHECKPOINT_PAUSE_MS = 200,     /* a reader may hold pages back: ask again, but not at once */
    IDLE_MS = 1000,
    VERIFY_ROWS = 256,
    VERIFY_PAUSE_MS = 50, /* between slices: 5,000 rows a second, a year in minutes */
    VERIFY_AGAIN_MS = 24 * 3600 * 1000,
    RESERVE_EVERY_MS = 5000,
    RESERVE_SLACK = STORE_RESERVE_BYTES /* so that the reserve does not take the last space */
};

struct backup_request {
    const char *file;
    char *why;
    size_t size;
    int result;
    bool done;
};

void caretaker_init(struct caretaker *care, const char *folder, int32_t backup_minutes,
                    struct store_figures *figures, pthread_mutex_t *figures_lock)
{
    mono_t now = mono_now();
    *care = (struct caretaker){.folder = folder,
                               .backup_every_ms = (int64_t)backup_minutes * 60 * 1000,
                               .checkpoint_due = now,
                               .verify_due = now,
                               .reserve_due = now,
                               .backup_seq = -1,
                               .figures = figures,
                               .figures_lock = figures_lock};
    care->backup_due = mono_after(now, care->backup_every_ms);
    pthread_mutex_init(&care->lock, NULL);
    pthread_cond_init(&care->answered, NULL);
}

void caretaker_finish(struct caretaker *care)
{
    caretaker_let_go(care);
    pthread_cond_destroy(&care->answered);
    pthread_mutex_destroy(&care->lock);
}

/* ------------------------------------------------------------------ backup */

static void answer(struct caretaker *care, int result, const char *why)
{
    pthread_mutex_lock(&care->lock);
    struct backup_request *request = care->request;
    if (request != NULL && care->request_runs) {
        request->result = result;
        request->done = true;
        snprintf(request->why, request->size, "%s", why);
        care->request = NULL;
        pthread_cond_broadcast(&care->answered);
    }
    care->request_runs = false;
    pthread_mutex_unlock(&care->lock);
}

int caretaker_ask(struct caretaker *care, const char *file, void (*wake)(void *), void *context,
                  char *why, size_t size)
{
    struct backup_request request = {.file = file, .why = why, .size = size};
    pthread_mutex_lock(&care->lock);
    while (care->request != NULL) {
        pthread_cond_wait(&care->answered, &care->lock);
    }
    care->request = &request;
    wake(context);
    while (!request.done) {
        pthread_cond_wait(&care->answered, &care->lock);
    }
    pthread_mutex_unlock(&care->lock);
    return request.result;
}

/* The file that is wanted now. False = none. */
static bool wanted(struct caretaker *care, const struct journal *journal, mono_t now,
                   char file[STORE_PATH_SIZE])
{
    bool found = false;
    pthread_mutex_lock(&care->lock);
    if (care->request != NULL) {
        snprintf(file, STORE_PATH_SIZE, "%s", care->request->file);
        found = care->request_runs = true;
    }
    pthread_mutex_unlock(&care->lock);
    care->backup_is_routine = !found;
    if (found || care->backup_every_ms == 0 || mono_between(care->backup_due, now) < 0) {
        return found;
    }
    care->backup_due = mono_after(now, care->backup_every_ms);
    return journal->last_seq != care->backup_seq &&
           backup_name(care->folder, file, STORE_PATH_SIZE) == 0;
}

static void backup_ended(struct caretaker *care, int result, const char *file, const char *why)
{
    pthread_mutex_lock(care->figures_lock);
    if (result == 0) {
        care->figures->backups++;
        care->figures->backup_seq = care->backup_seq;
    } else {
        care->figures->backups_failed++;
    }
    pthread_mutex_unlock(care->figures_lock);
    if (result == 0) {
        log_info("backup %s up to event %lld", file, (long long)care->backup_seq);
    } else {
        log_error("backup %s failed: %s", file, why);
    }
    if (care->backup_is_routine && result == 0) {
        backup_prune(care->folder, file);
    } else {
        answer(care, result, why);
    }
}

/* True when it did something. */
static bool work_on_backup(struct caretaker *care, struct journal *journal, mono_t now)
{
    char why[256] = "", file[STORE_PATH_SIZE];
    int result;
    if (care->backup.phase == BACKUP_IDLE) {
        if (!wanted(care, journal, now, file)) {
            return false;
        }
        care->backup_seq = journal->last_seq;
        result = backup_begin(&care->backup, journal->db, file, why, sizeof why) < 0 ? -1 : 1;
    } else {
        memcpy(file, care->backup.file, sizeof file);
        result = backup_step(&care->backup, why, sizeof why);
    }
    if (result <= 0) {
        backup_ended(care, result, file, why);
    }
    return true;
}

/* ------------------------------------------------------------------ verification */

static void verified(struct caretaker *care, int result)
{
    pthread_mutex_lock(care->figures_lock);
    care->figures->verified_events = care->walk.rows;
    care->figures->broken_seq = result < 0 ? care->walk.broken_seq : 0;
    care->figures->verifications += result == 0;
    pthread_mutex_unlock(care->figures_lock);
    if (result == 0) {
        log_info("the chain of %lld events verifies", (long long)care->walk.rows);
    } else {
        log_error("the chain is broken at event %lld: stop the controller and run hallq verify",
                  (long long)care->walk.broken_seq);
    }
}

static void work_on_verification(struct caretaker *care, struct journal *journal, mono_t now)
{
    if (mono_between(care->verify_due, now) < 0) {
        return;
    }
    int result = 1;
    if (care->verifying) {
        result = chain_step(&care->walk, VERIFY_ROWS, NULL, NULL);
    } else {
        result = chain_begin(&care->walk, journal->db, 0) < 0 ? -1 : 1;
        care->verifying = result > 0;
    }
    care->verify_due = mono_after(now, result > 0 ? VERIFY_PAUSE_MS : VERIFY_AGAIN_MS);
    if (result <= 0) {
        verified(care, result);
        chain_finish(&care->walk);
        care->verifying = false;
    }
}

/* ------------------------------------------------------------------ the slice */

int64_t caretaker_wait_ms(const struct caretaker *care, const struct journal *journal, mono_t now)
{
    if (care->backup.phase != BACKUP_IDLE) {
        return 0;
    }
    int64_t wait = mono_between(now, care->verify_due);
    if (journal->wal_pages >= CHECKPOINT_PAGES) {
        int64_t checkpoint = mono_between(now, care->checkpoint_due);
        wait = checkpoint < wait ? checkpoint : wait;
    }
    wait = wait < IDLE_MS ? wait : IDLE_MS;
    return wait > 0 ? wait : 0;
}

int caretaker_work(struct caretaker *care, struct journal *journal, bool busy, mono_t now,
                   char *why, size_t size)
{
    int limit = busy ? CHECKPOINT_PAGES_BUSY : CHECKPOINT_PAGES;
    if (journal->wal_pages >= limit && mono_between(care->checkpoint_due, now) >= 0) {
        care->checkpoint_due = mono_after(now, CHECKPOINT_PAUSE_MS);
        if (journal_checkpoint(journal, why, size) < 0) {
            return -1;
        }
    }
    if (work_on_backup(care, journal, now) || busy) {
        return 0;
    }
    if (mono_between(care->reserve_due, now) >= 0) {
        folder_reserve_make(care->folder, RESERVE_SLACK);
        care->reserve_due = mono_after(now, RESERVE_EVERY_MS);
    }
    work_on_verification(care, journal, now);
    return 0;
}

void caretaker_let_go(struct caretaker *care)
{
    if (care->verifying) {
        chain_finish(&care->walk);
        care->verifying = false;
    }
    backup_abort(&care->backup);
    pthread_mutex_lock(&care->lock);
    care->request_runs = care->request != NULL;
    pthread_mutex_unlock(&care->lock);
    answer(care, -1, "the journal cannot be written now");
}
