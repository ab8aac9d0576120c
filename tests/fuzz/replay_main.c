/* replay_main.c: runs a fuzz target without libFuzzer, as an ordinary test.
 *
 *   fuzz_NAME                  every file of the corpus, then HALLQ_FUZZ_RUNS (20,000) mutations
 *   fuzz_NAME FILE…            only these files, e.g. one that crashed
 *
 * Mutations come from HALLQ_SEED, which is printed. The input under work is kept in memory; when
 * the target dies, `fuzz_NAME-crash` beside the program holds it. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* There when the program is built with a sanitizer. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

enum { CORPUS_FILES = 512, INPUT_MAX = 8192, RUNS = 20000 };

struct input {
    uint8_t *bytes;
    size_t size;
};
static struct input corpus[CORPUS_FILES];
static size_t corpus_count;

static uint8_t current[INPUT_MAX];
static volatile size_t current_size;
static char crash_file[4096];

static void keep_crash(void)
{
    int file = open(crash_file, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (file >= 0) {
        ssize_t written = write(file, current, current_size);
        (void)written;
        close(file);
    }
}

static void on_signal(int signal_number)
{
    keep_crash();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Each run has its input in a block of exactly its size: a read past the end is seen. */
static void run(const uint8_t *bytes, size_t size)
{
    memcpy(current, bytes, size);
    current_size = size;
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        exit(1);
    }
    memcpy(exact, bytes, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void load(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) {
        if (file != NULL) {
            fclose(file);
        }
        return;
    }
    uint8_t buffer[INPUT_MAX];
    size_t size = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy != NULL && corpus_count < CORPUS_FILES) {
        memcpy(copy, buffer, size);
        corpus[corpus_count++] = (struct input){copy, size};
    } else {
        free(copy);
    }
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void load_folder(const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, by_name);
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        load(path);
        free(entries[i]);
    }
    free(entries);
}

/* xorshift64*: the same sequence on every machine. */
static uint64_t random_state;
static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (uint32_t)((random_state * 0x2545F4914F6CDD1DULL) >> 32) % limit;
}

static const uint8_t interesting[] = {0x00, 0x01, 0x10, 0x16, 0x1B, 0x1C, 0x1D, 0x5A, 0x68,
                                      0x7F, 0x80, 0x81, 0xA0, 0xA5, 0xFE, 0xFF, '\n', '"'};

/* One small change within buffer[0..size). The new size. */
static size_t mutate(uint8_t *buffer, size_t size)
{
    size_t at = size > 0 ? random_below((uint32_t)size) : 0;
    size_t span = size > at ? 1 + random_below((uint32_t)(size - at)) : 0;
    switch (size > 0 ? random_below(7) : 6) {
    case 0:
        buffer[at] ^= (uint8_t)(1u << random_below(8));
        return size;
    case 1:
        buffer[at] = interesting[random_below(sizeof interesting)];
        return size;
    case 2: /* cut the tail */
        return at;
    case 3: /* take a piece out */
        memmove(buffer + at, buffer + at + span, size - at - span);
        return size - span;
    case 4: /* say a piece twice */
        if (size + span > INPUT_MAX) {
            return size;
        }
        memmove(buffer + at + span, buffer + at, size - at);
        return size + span;
    case 5: { /* put a piece of another input in its place */
        const struct input *other = &corpus[random_below((uint32_t)corpus_count)];
        size_t from = other->size > 0 ? random_below((uint32_t)other->size) : 0;
        size_t length = other->size - from < size - at ? other->size - from : size - at;
        memcpy(buffer + at, other->bytes + from, length);
        return size;
    }
    default: /* one byte more */
        if (size == INPUT_MAX) {
            return size;
        }
        memmove(buffer + at + 1, buffer + at, size - at);
        buffer[at] = (uint8_t)random_below(256);
        return size + 1;
    }
}

static void run_mutations(long runs)
{
    static uint8_t buffer[INPUT_MAX];
    for (long i = 0; i < runs; i++) {
        const struct input *input = &corpus[random_below((uint32_t)corpus_count)];
        memcpy(buffer, input->bytes, input->size);
        size_t size = input->size;
        for (uint32_t changes = 1 + random_below(4); changes > 0; changes--) {
            size = mutate(buffer, size);
        }
        run(buffer, size);
    }
}

static void free_corpus(void)
{
    for (size_t i = 0; i < corpus_count; i++) {
        free(corpus[i].bytes);
    }
}

int main(int argc, char **argv)
{
    snprintf(crash_file, sizeof crash_file, "%s-crash", argv[0]);
    signal(SIGABRT, on_signal);
    if (__sanitizer_set_death_callback != NULL) {
        __sanitizer_set_death_callback(keep_crash);
    }
    for (int i = 1; i < argc; i++) {
        load(argv[i]);
    }
    if (argc < 2) {
        load_folder(FUZZ_CORPUS);
    }
    if (corpus_count == 0) {
        fprintf(stderr, "no corpus in %s\n", argc < 2 ? FUZZ_CORPUS : "the files named");
        return 1;
    }
    for (size_t i = 0; i < corpus_count; i++) {
        run(corpus[i].bytes, corpus[i].size);
    }
    const char *seed = getenv("HALLQ_SEED"), *wanted = getenv("HALLQ_FUZZ_RUNS");
    long runs = argc > 1 ? 0 : wanted != NULL ? atol(wanted) : RUNS;
    uint64_t start = seed != NULL ? strtoull(seed, NULL, 0) : (uint64_t)time(NULL);
    random_state = start * 2 + 1;
    printf("HALLQ_SEED=%llu: %zu files, then %ld mutations\n", (unsigned long long)start,
           corpus_count, runs);
    fflush(stdout);
    run_mutations(runs);
    free_corpus();
    return 0;
}
