/* slips.c: see slips.h. A ring of owned pointers under one lock; the thread sleeps on it. */
#include "sim/slips.h"

#define LOG_MODULE "slips"
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SLIP_READ = 8192, PICTURES_BEHIND = SLIPS_WAITING / 2 };

struct slips {
    char folder[200];
    FILE *index;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool ending;
    size_t first, count;
    struct paper *waiting[SLIPS_WAITING];
};

static void write_text(const struct paper *paper, const char *path)
{
    char text[SLIP_READ];
    paper_read(paper, text, sizeof text);
    FILE *file = fopen(path, "we");
    if (file != NULL) {
        fputs(text, file);
        fclose(file);
    }
}

static void write_slip(struct slips *slips, const struct paper *paper, bool with_picture)
{
    char path[300], number[LIMIT_NUMBER] = "-", when[WALL_TEXT_SIZE];
    snprintf(path, sizeof path, "%s/%s-%04u.txt", slips->folder, paper->printer, paper->ordinal);
    write_text(paper, path);
    if (with_picture) {
        snprintf(path, sizeof path, "%s/%s-%04u.png", slips->folder, paper->printer,
                 paper->ordinal);
        if (paper_picture(paper, path) < 0) {
            log_warning("%s: cannot be written", path);
        }
    }
    paper_number(paper, number);
    fprintf(slips->index, "%s %s %04u %s %s\n", wall_format(paper->when, when), paper->printer,
            paper->ordinal, number, paper->complete ? "complete" : "half");
    fflush(slips->index);
}

static void *write_slips(void *context)
{
    struct slips *slips = context;
    pthread_mutex_lock(&slips->lock);
    while (!slips->ending || slips->count > 0) {
        if (slips->count == 0) {
            pthread_cond_wait(&slips->changed, &slips->lock);
            continue;
        }
        struct paper *paper = slips->waiting[slips->first];
        slips->first = (slips->first + 1) % SLIPS_WAITING;
        bool with_picture = slips->count < PICTURES_BEHIND;
        slips->count--;
        pthread_mutex_unlock(&slips->lock);
        write_slip(slips, paper, with_picture);
        paper_destroy(paper);
        pthread_mutex_lock(&slips->lock);
    }
    pthread_mutex_unlock(&slips->lock);
    return NULL;
}

struct slips *slips_create(const char *folder)
{
    struct slips *slips = calloc(1, sizeof *slips);
    char path[300];
    if (slips == NULL || (mkdir(folder, 0755) < 0 && errno != EEXIST)) {
        free(slips);
        return NULL;
    }
    snprintf(slips->folder, sizeof slips->folder, "%s", folder);
    snprintf(path, sizeof path, "%s/index.txt", slips->folder);
    slips->index = fopen(path, "ae");
    if (slips->index == NULL) {
        free(slips);
        return NULL;
    }
    pthread_mutex_init(&slips->lock, NULL);
    pthread_cond_init(&slips->changed, NULL);
    if (pthread_create(&slips->thread, NULL, write_slips, slips) != 0) {
        fclose(slips->index);
        free(slips);
        return NULL;
    }
    return slips;
}

void slips_give(struct slips *slips, struct paper *paper)
{
    pthread_mutex_lock(&slips->lock);
    bool full = slips->count == SLIPS_WAITING;
    if (!full) {
        slips->waiting[(slips->first + slips->count++) % SLIPS_WAITING] = paper;
        pthread_cond_signal(&slips->changed);
    }
    pthread_mutex_unlock(&slips->lock);
    if (full) {
        log_warning("%s slip %u: the tray is full", paper->printer, paper->ordinal);
        paper_destroy(paper);
    }
}

void slips_destroy(struct slips *slips)
{
    if (slips == NULL) {
        return;
    }
    pthread_mutex_lock(&slips->lock);
    slips->ending = true;
    pthread_cond_signal(&slips->changed);
    pthread_mutex_unlock(&slips->lock);
    pthread_join(slips->thread, NULL);
    fclose(slips->index);
    pthread_cond_destroy(&slips->changed);
    pthread_mutex_destroy(&slips->lock);
    free(slips);
}
