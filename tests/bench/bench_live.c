/* bench_live.c: how long a change takes to reach 500 open live pages.
 *
 *   bench_live PORT [pages] [changes] [changes a second]
 *
 * HALLQ_TOKEN is a token that may watch and take tickets. Opens the pages' streams, takes tickets one after the other, and for each the time from the
 * hall's answer (it is durable then) to the frame in which a page reads that many issued tickets.
 * Prints the distribution over all pages and changes and the bytes that a page gets. tests/bench/
 * live.sh runs it with a hall and judges. Sockets are non-blocking; one thread. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAGES_MOST = 2000, CHANGES_MOST = 2000, LINE = 64 * 1024, PATIENCE_MS = 10000 };

static const char issued_key[] = "\"issued\":{\"count\":";

struct page {
    int socket;
    long issued; /* as it reads now; -1 = nothing came yet */
    size_t used;
    char line[LINE]; /* the one that is coming in */
};

struct bench {
    const char *token;
    uint16_t port;
    int epoll, command;
    size_t page_count, change_count;
    double rate;
    struct page *pages;
    long first; /* issued before the bench */
    int64_t durable_us[CHANGES_MOST];
    size_t done;          /* changes that are durable */
    size_t sample_count;
    double *samples;      /* milliseconds */
    uint64_t bytes;
};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int connect_to(uint16_t port)
{
    int one = 1, descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 ||
        connect(descriptor, (const struct sockaddr *)&address, sizeof address) < 0) {
        perror("connect");
        exit(1);
    }
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return descriptor;
}

static void send_all(int descriptor, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t sent = send(descriptor, text, left, MSG_NOSIGNAL);
        if (sent < 0) {
            perror("send");
            exit(1);
        }
        text += sent;
        left -= (size_t)sent;
    }
}

/* ------------------------------------------------------------------ pages */

static void open_page(struct bench *bench, size_t index)
{
    struct page *page = &bench->pages[index];
    struct epoll_event wanted = {.events = EPOLLIN, .data.u64 = index};
    page->socket = connect_to(bench->port);
    page->issued = -1;
    char request[256];
    snprintf(request, sizeof request,
             "GET /api/v1/live/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
             "Authorization: Bearer %s\r\n\r\n",
             bench->token);
    send_all(page->socket, request);
    fcntl(page->socket, F_SETFL, O_NONBLOCK);
    epoll_ctl(bench->epoll, EPOLL_CTL_ADD, page->socket, &wanted);
}

/* A page that reads `issued` has everything up to that change. */
static void take_issued(struct bench *bench, struct page *page, long issued)
{
    int64_t now = now_us();
    for (long i = page->issued; page->issued >= 0 && i < issued; i++) {
        long change = i - bench->first;
        if (change >= 0 && change < (long)bench->done) {
            bench->samples[bench->sample_count++] =
                (double)(now - bench->durable_us[change]) / 1000;
        }
    }
    page->issued = issued;
}

static void take_line(struct bench *bench, struct page *page)
{
    const char *found = strstr(page->line, issued_key);
    if (strncmp(page->line, "data: ", 6) == 0 && found != NULL) {
        take_issued(bench, page, strtol(found + sizeof issued_key - 1, NULL, 10));
    }
}

static void read_page(struct bench *bench, struct page *page)
{
    char piece[16384];
    ssize_t got;
    while ((got = recv(page->socket, piece, sizeof piece, 0)) > 0) {
        bench->bytes += (uint64_t)got;
        for (ssize_t i = 0; i < got; i++) {
            if (piece[i] != '\n' && page->used < LINE - 1) {
                page->line[page->used++] = piece[i];
                continue;
            }
            page->line[page->used] = '\0';
            take_line(bench, page);
            page->used = 0;
        }
    }
    if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
        fprintf(stderr, "a page was dropped\n");
        exit(1);
    }
}

static void serve_until(struct bench *bench, int64_t until_us)
{
    struct epoll_event events[256];
    do {
        int64_t left = (until_us - now_us()) / 1000;
        int count = epoll_wait(bench->epoll, events, 256, left > 0 ? (int)left : 0);
        for (int i = 0; i < count; i++) {
            read_page(bench, &bench->pages[events[i].data.u64]);
        }
    } while (now_us() < until_us);
}

/* ------------------------------------------------------------------ changes */

static void take_ticket(struct bench *bench, size_t number)
{
    char body[160], request[512], answer[8192];
    snprintf(body, sizeof body, "{\"item\":\"qiye-sheli\",\"intent\":\"bench:%d:%zu\"}",
             (int)getpid(), number);
    snprintf(request, sizeof request,
             "POST /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
             "\r\nAuthorization: Bearer %s\r\nContent-Length: %zu\r\n\r\n%s",
             bench->token, strlen(body), body);
    send_all(bench->command, request);
    ssize_t got = recv(bench->command, answer, sizeof answer - 1, 0);
    bench->durable_us[number] = now_us();
    answer[got > 0 ? got : 0] = '\0';
    if (strncmp(answer, "HTTP/1.1 201", 12) != 0) {
        fprintf(stderr, "the hall refused a ticket: %.200s\n", answer);
        exit(1);
    }
    bench->done = number + 1;
}

static bool all_read(const struct bench *bench, long issued)
{
    for (size_t i = 0; i < bench->page_count; i++) {
        if (bench->pages[i].issued < issued) {
            return false;
        }
    }
    return true;
}

static void wait_for_all(struct bench *bench, long issued)
{
    int64_t end = now_us() + PATIENCE_MS * 1000LL;
    while (!all_read(bench, issued)) {
        serve_until(bench, now_us() + 2000);
        if (now_us() > end) {
            fprintf(stderr, "not every page came to %ld issued tickets\n", issued);
            exit(1);
        }
    }
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

static double rank(const struct bench *bench, double percent)
{
    size_t at = (size_t)((double)bench->sample_count * percent / 100);
    return bench->samples[at < bench->sample_count ? at : bench->sample_count - 1];
}

static void run(struct bench *bench)
{
    for (size_t i = 0; i < bench->page_count; i++) {
        open_page(bench, i);
        serve_until(bench, now_us());
    }
    wait_for_all(bench, 0);
    bench->first = bench->pages[0].issued;
    bench->bytes = 0;
    int64_t next = now_us();
    for (size_t i = 0; i < bench->change_count; i++) {
        serve_until(bench, next);
        take_ticket(bench, i);
        next += (int64_t)(1000000 / bench->rate);
    }
    wait_for_all(bench, bench->first + (long)bench->change_count);
    qsort(bench->samples, bench->sample_count, sizeof *bench->samples, by_size);
    printf("%zu pages, %zu changes at %.0f a second: %zu arrivals\n", bench->page_count,
           bench->change_count, bench->rate, bench->sample_count);
    printf("durable to page: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, longest %.1f ms\n",
           rank(bench, 50), rank(bench, 90), rank(bench, 99), rank(bench, 100));
    printf("bytes to a page: %.0f a change\n",
           (double)bench->bytes / (double)bench->page_count / (double)bench->change_count);
    printf("p99_us %.0f\n", rank(bench, 99) * 1000);
}

int main(int argc, char **argv)
{
    static struct bench bench = {.page_count = 500, .change_count = 60, .rate = 4};
    if (argc < 2) {
        fprintf(stderr, "bench_live PORT [pages] [changes] [changes a second]\n");
        return 64;
    }
    bench.port = (uint16_t)atoi(argv[1]);
    bench.token = getenv("HALLQ_TOKEN");
    bench.token = bench.token != NULL ? bench.token : "";
    bench.page_count = argc > 2 ? (size_t)atoi(argv[2]) : bench.page_count;
    bench.change_count = argc > 3 ? (size_t)atoi(argv[3]) : bench.change_count;
    bench.rate = argc > 4 ? atof(argv[4]) : bench.rate;
    if (bench.page_count > PAGES_MOST || bench.change_count > CHANGES_MOST || bench.rate <= 0) {
        return 64;
    }
    bench.epoll = epoll_create1(EPOLL_CLOEXEC);
    bench.pages = calloc(bench.page_count, sizeof *bench.pages);
    bench.samples = calloc(bench.page_count * bench.change_count, sizeof *bench.samples);
    bench.command = connect_to(bench.port);
    if (bench.pages == NULL || bench.samples == NULL || bench.epoll < 0) {
        return 1;
    }
    run(&bench);
    return 0;
}
