/* bus_rig.c: the pty and the slaves behind it. See bus_rig.h. */
#include "bus_rig.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <termios.h>
#include <dirent.h>
#include <time.h>
#include <unistd.h>

enum { OUTBOX = 64, FRAME = 300 };

struct saying {
    int64_t due_us;
    size_t size;
    uint8_t bytes[FRAME];
};

struct script {
    enum slave_habit habit;
    int ms;
    bool random;
    unsigned turn;
};

struct rig {
    char folder[64], link[96];
    pthread_mutex_t lock;
    pthread_t thread;
    bool stop, deaf, echo;
    int spoil;
    int master;
    struct script scripts[256];
    unsigned seed;
    int babble;
    int64_t babble_next_us;
    struct rig_counts counts;
    int64_t said_us, heard_us;
    size_t heard;
    uint8_t bytes[FRAME];
    size_t outbox_count;
    struct saying outbox[OUTBOX];
};

static uint16_t crc(const uint8_t *bytes, size_t count)
{
    uint16_t value = 0xffff;
    for (size_t i = 0; i < count; i++) {
        value ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            value = (uint16_t)((value & 1) != 0 ? (value >> 1) ^ 0xa001 : value >> 1);
        }
    }
    return value;
}

uint16_t rig_value(uint8_t unit, uint16_t address)
{
    return (uint16_t)(unit * 251U + address * 7919U + 13U);
}

/* ------------------------------------------------------------------ answering */

static void say_later(struct rig *rig, int64_t due_us, const uint8_t *bytes, size_t size)
{
    if (rig->outbox_count == OUTBOX) {
        return;
    }
    struct saying *saying = &rig->outbox[rig->outbox_count++];
    saying->due_us = due_us;
    saying->size = size;
    memcpy(saying->bytes, bytes, size);
}

static size_t seal(uint8_t *frame, size_t size)
{
    uint16_t check = crc(frame, size);
    frame[size] = (uint8_t)check;
    frame[size + 1] = (uint8_t)(check >> 8);
    return size + 2;
}

/* The right answer. `shift` makes it a twin's: the values of another register. */
static size_t answer(struct rig *rig, const uint8_t *request, uint16_t shift, uint8_t *frame)
{
    uint16_t address = (uint16_t)(request[2] << 8 | request[3]);
    uint16_t count = (uint16_t)(request[4] << 8 | request[5]);
    memcpy(frame, request, 6);
    if (request[1] == 6 || request[1] == 16) {
        rig->counts.writes[request[0]]++;
        rig->counts.written[request[0]] = request[1] == 6 ? count : rig->counts.written[request[0]];
        return seal(frame, 6);
    }
    frame[2] = (uint8_t)(2 * count);
    for (uint16_t i = 0; i < count; i++) {
        uint16_t value = rig_value(request[0], (uint16_t)(address + i + shift));
        frame[3 + 2 * i] = (uint8_t)(value >> 8);
        frame[4 + 2 * i] = (uint8_t)value;
    }
    return seal(frame, 3 + 2 * (size_t)count);
}

static size_t noise(struct rig *rig, uint8_t *bytes)
{
    size_t count = 1 + (size_t)rand_r(&rig->seed) % 64;
    for (size_t i = 0; i < count; i++) {
        bytes[i] = (uint8_t)rand_r(&rig->seed);
    }
    return count;
}

static void respond_split(struct rig *rig, int64_t now_us, int ms, const uint8_t *frame,
                          size_t size)
{
    say_later(rig, now_us, frame, 2);
    say_later(rig, now_us + ms * 1000, frame + 2, 2);
    say_later(rig, now_us + 2 * ms * 1000, frame + 4, size - 4);
}

static void respond_wrong_first(struct rig *rig, int64_t now_us, const struct script *script,
                                const uint8_t *request, const uint8_t *frame, size_t size)
{
    uint8_t wrong[FRAME];
    memcpy(wrong, frame, size);
    if (script->habit == SLAVE_WRONG_FUNCTION) {
        wrong[1] = request[1] == 3 ? 4 : 3;
    } else {
        wrong[0] = (uint8_t)(request[0] + 100);
    }
    wrong[4] ^= 0x55;
    seal(wrong, size - 2);
    say_later(rig, now_us, wrong, size);
    if (script->habit != SLAVE_ONLY_WRONG_UNIT) {
        say_later(rig, now_us + script->ms * 1000, frame, size);
    }
}

static void respond_noisy(struct rig *rig, int64_t now_us, enum slave_habit habit,
                          const uint8_t *frame, size_t size)
{
    uint8_t bytes[FRAME];
    size_t count = noise(rig, bytes);
    if (habit == SLAVE_NOISE_BEFORE) {
        say_later(rig, now_us, bytes, count);
    }
    say_later(rig, now_us, frame, size);
    if (habit == SLAVE_NOISE_AFTER) {
        say_later(rig, now_us, bytes, count);
    }
}

static void respond_exception(struct rig *rig, int64_t now_us, int code, const uint8_t *request)
{
    uint8_t frame[8] = {request[0], (uint8_t)(request[1] | 0x80), (uint8_t)code};
    say_later(rig, now_us, frame, seal(frame, 3));
}

static void respond(struct rig *rig, int64_t now_us, const uint8_t *request)
{
    struct script *script = &rig->scripts[request[0]];
    uint8_t frame[FRAME], second[FRAME];
    size_t size = answer(rig, request, 0, frame);
    int ms = script->ms;
    if (script->random) {
        ms = ms * 110 / 100 + rand_r(&rig->seed) % (ms * 190 / 100);
    }
    script->turn++;
    switch (script->habit) {
    case SLAVE_GOOD: say_later(rig, now_us, frame, size); break;
    case SLAVE_LATE: say_later(rig, now_us + ms * 1000, frame, size); break;
    case SLAVE_EXCEPTION: respond_exception(rig, now_us, ms, request); break;
    case SLAVE_WRONG_UNIT:
    case SLAVE_ONLY_WRONG_UNIT:
    case SLAVE_WRONG_FUNCTION:
        respond_wrong_first(rig, now_us, script, request, frame, size);
        break;
    case SLAVE_BAD_CRC:
    case SLAVE_ALWAYS_BAD_CRC:
        if (script->turn % 2 == 1 || script->habit == SLAVE_ALWAYS_BAD_CRC) {
            frame[size - 1] ^= 0x10;
        }
        say_later(rig, now_us, frame, size);
        break;
    case SLAVE_SPLIT: respond_split(rig, now_us, ms, frame, size); break;
    case SLAVE_TRUNCATED: say_later(rig, now_us, frame, size - 3); break;
    case SLAVE_TWO_FRAMES:
        memcpy(frame + size, frame, size);
        frame[size] = (uint8_t)(frame[0] + 1);
        seal(frame + size, size - 2);
        say_later(rig, now_us, frame, 2 * size);
        break;
    case SLAVE_NOISE_BEFORE:
    case SLAVE_NOISE_AFTER: respond_noisy(rig, now_us, script->habit, frame, size); break;
    case SLAVE_TWIN:
        say_later(rig, now_us, frame, size);
        size = answer(rig, request, 1, second);
        say_later(rig, now_us + (ms > 0 ? rand_r(&rig->seed) % (ms * 1000) : 0), second, size);
        break;
    case SLAVE_ABSENT:
    case SLAVE_HABITS: break;
    }
}

/* ------------------------------------------------------------------ hearing */

static size_t request_size(const uint8_t *bytes, size_t count)
{
    if (count < 2) {
        return 0;
    }
    if (bytes[1] == 16) {
        return count < 7 ? 0 : 9U + bytes[6];
    }
    return 8;
}

static void take_requests(struct rig *rig, int64_t now_us)
{
    size_t size;
    while ((size = request_size(rig->bytes, rig->heard)) > 0 && rig->heard >= size) {
        uint8_t request[FRAME];
        memcpy(request, rig->bytes, size);
        uint16_t check = (uint16_t)(request[size - 2] | request[size - 1] << 8);
        if (crc(request, size - 2) == check) {
            rig->counts.requests[request[0]]++;
            rig->heard -= size;
            memmove(rig->bytes, rig->bytes + size, rig->heard);
            respond(rig, now_us, request);
        } else {
            rig->counts.bad_requests++;
            rig->heard = 0;
        }
    }
}

static void play_back(struct rig *rig, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; rig->echo && i < count; i++) {
        bool spoilt = rand_r(&rig->seed) % 1000 < rig->spoil;
        uint8_t byte = (uint8_t)(bytes[i] ^ (spoilt ? 0x11 : 0));
        ssize_t written = write(rig->master, &byte, 1);
        (void)written;
    }
}

static void listen(struct rig *rig, int64_t now_us)
{
    ssize_t got = read(rig->master, rig->bytes + rig->heard, sizeof rig->bytes - rig->heard);
    if (got <= 0) {
        return;
    }
    if (rig->heard == 0 && rig->said_us > 0 && rig->babble == 0) {
        int64_t gap = now_us - rig->said_us;
        if (rig->counts.shortest_gap_us == 0 || gap < rig->counts.shortest_gap_us) {
            rig->counts.shortest_gap_us = gap;
        }
    }
    if (now_us - rig->heard_us > 50 * 1000) {
        memmove(rig->bytes, rig->bytes + rig->heard, (size_t)got);
        rig->heard = 0;
    }
    rig->heard_us = now_us;
    play_back(rig, rig->bytes + rig->heard, (size_t)got);
    rig->heard += (size_t)got;
    rig->counts.raw_bytes += (size_t)got;
    take_requests(rig, now_us);
    if (rig->heard == sizeof rig->bytes) {
        rig->heard = 0;
    }
}

static int64_t speak_due(struct rig *rig, int64_t now_us)
{
    int64_t next_us = now_us + 2000;
    for (size_t i = 0; i < rig->outbox_count;) {
        struct saying *saying = &rig->outbox[i];
        if (saying->due_us <= now_us) {
            ssize_t written = write(rig->master, saying->bytes, saying->size);
            (void)written;
            rig->said_us = mono_now_us();
            rig->outbox_count--;
            memmove(saying, saying + 1, (rig->outbox_count - i) * sizeof *saying);
            continue;
        }
        next_us = saying->due_us < next_us ? saying->due_us : next_us;
        i++;
    }
    return next_us;
}

static void babble_due(struct rig *rig, int64_t now_us)
{
    uint8_t bytes[64];
    while (rig->babble > 0 && rig->babble_next_us <= now_us) {
        size_t count = noise(rig, bytes);
        ssize_t written = write(rig->master, bytes, count);
        (void)written;
        rig->babble_next_us += (int64_t)count * 1000000 / rig->babble;
    }
}

static void *slave(void *argument)
{
    struct rig *rig = argument;
    pthread_mutex_lock(&rig->lock);
    while (!rig->stop) {
        int64_t now_us = mono_now_us();
        int64_t next_us = speak_due(rig, now_us);
        babble_due(rig, now_us);
        struct pollfd wait = {.fd = rig->master, .events = rig->deaf ? 0 : POLLIN};
        struct timespec limit = {.tv_nsec = next_us > now_us ? (next_us - now_us) * 1000 : 0};
        pthread_mutex_unlock(&rig->lock);
        int ready = ppoll(&wait, 1, &limit, NULL);
        if (ready > 0 && (wait.revents & POLLIN) == 0) {
            nanosleep(&limit, NULL); /* nobody has the other side open yet */
        }
        pthread_mutex_lock(&rig->lock);
        if (ready > 0 && wait.fd == rig->master && (wait.revents & POLLIN) != 0) {
            listen(rig, mono_now_us());
        }
    }
    pthread_mutex_unlock(&rig->lock);
    return NULL;
}

/* ------------------------------------------------------------------ life */

static void open_pty(struct rig *rig)
{
    rig->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    grantpt(rig->master);
    unlockpt(rig->master);
    struct termios settings;
    tcgetattr(rig->master, &settings);
    cfmakeraw(&settings);
    tcsetattr(rig->master, TCSANOW, &settings);
    char name[64], fresh[128];
    ptsname_r(rig->master, name, sizeof name);
    snprintf(fresh, sizeof fresh, "%s.new", rig->link);
    unlink(fresh);
    if (symlink(name, fresh) != 0 || rename(fresh, rig->link) != 0) {
        perror(rig->link);
        abort();
    }
    rig->heard = 0;
    rig->said_us = 0;
    rig->outbox_count = 0;
}

struct rig *rig_create(void)
{
    struct rig *rig = calloc(1, sizeof *rig);
    snprintf(rig->folder, sizeof rig->folder, "/tmp/hallq-bus-XXXXXX");
    if (mkdtemp(rig->folder) == NULL) {
        abort();
    }
    snprintf(rig->link, sizeof rig->link, "%s/port", rig->folder);
    rig->seed = 1;
    pthread_mutex_init(&rig->lock, NULL);
    open_pty(rig);
    pthread_create(&rig->thread, NULL, slave, rig);
    return rig;
}

void rig_destroy(struct rig *rig)
{
    pthread_mutex_lock(&rig->lock);
    rig->stop = true;
    pthread_mutex_unlock(&rig->lock);
    pthread_join(rig->thread, NULL);
    if (rig->master >= 0) {
        close(rig->master);
    }
    unlink(rig->link);
    rmdir(rig->folder);
    pthread_mutex_destroy(&rig->lock);
    free(rig);
}

const char *rig_port(const struct rig *rig)
{
    return rig->link;
}

void rig_unplug(struct rig *rig)
{
    pthread_mutex_lock(&rig->lock);
    close(rig->master);
    rig->master = -1;
    unlink(rig->link);
    pthread_mutex_unlock(&rig->lock);
}

void rig_plug(struct rig *rig)
{
    pthread_mutex_lock(&rig->lock);
    open_pty(rig);
    pthread_mutex_unlock(&rig->lock);
}

/* ------------------------------------------------------------------ scripts and counts */

void rig_habit(struct rig *rig, uint8_t unit, enum slave_habit habit, int ms)
{
    pthread_mutex_lock(&rig->lock);
    rig->scripts[unit] = (struct script){.habit = habit, .ms = ms};
    pthread_mutex_unlock(&rig->lock);
}

void rig_random_late(struct rig *rig, uint8_t unit, int ms, unsigned seed)
{
    pthread_mutex_lock(&rig->lock);
    rig->scripts[unit] = (struct script){.habit = SLAVE_LATE, .ms = ms, .random = true};
    rig->seed = seed;
    pthread_mutex_unlock(&rig->lock);
}

void rig_deaf(struct rig *rig, bool deaf)
{
    pthread_mutex_lock(&rig->lock);
    rig->deaf = deaf;
    pthread_mutex_unlock(&rig->lock);
}

void rig_speak(struct rig *rig, const void *bytes, size_t count)
{
    pthread_mutex_lock(&rig->lock);
    say_later(rig, 0, bytes, count);
    pthread_mutex_unlock(&rig->lock);
}

void rig_speak_and_unplug(struct rig *rig, const void *bytes, size_t count)
{
    pthread_mutex_lock(&rig->lock);
    ssize_t written = write(rig->master, bytes, count);
    (void)written;
    close(rig->master);
    rig->master = -1;
    unlink(rig->link);
    pthread_mutex_unlock(&rig->lock);
}

void rig_echo(struct rig *rig, bool on, int spoil)
{
    pthread_mutex_lock(&rig->lock);
    rig->echo = on;
    rig->spoil = spoil;
    pthread_mutex_unlock(&rig->lock);
}

void rig_babble(struct rig *rig, int bytes_a_second, unsigned seed)
{
    pthread_mutex_lock(&rig->lock);
    rig->babble = bytes_a_second;
    rig->babble_next_us = mono_now_us();
    rig->seed = seed;
    pthread_mutex_unlock(&rig->lock);
}

struct rig_counts rig_counts(struct rig *rig)
{
    pthread_mutex_lock(&rig->lock);
    struct rig_counts counts = rig->counts;
    pthread_mutex_unlock(&rig->lock);
    return counts;
}

void rig_pause(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 500 * 1000}, NULL);
}

int64_t rig_cpu_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int rig_open_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL) {
        count++;
    }
    closedir(folder);
    return count;
}
