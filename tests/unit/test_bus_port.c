/* Ways out of the machine: pty, real port by libserialport (a pty under the preloaded shim),
 * device server; one program a port; a folder that does not exist yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_rig.h"
#include "devices/bus/port.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const struct profile_line plain = {
    .baud = 9600, .data_bits = 8, .stop_bits = 1, .parity = 'N', .flow = "none", .rs485 = "off"};
static const uint8_t units[] = {1, 2, 0};

static void chooses_the_backend(void **state)
{
    (void)state;
    assert_ptr_equal(port_kind_of("tcp:10.0.0.9:4001"), &port_tcp);
    assert_ptr_equal(port_kind_of("/dev/pts/3"), &port_termios);
    assert_ptr_equal(port_kind_of("/run/hallq/ports/bus-1"), &port_termios);
    if (access("/sys/class/tty/ttyS0", F_OK) == 0) {
        assert_ptr_equal(port_kind_of("/dev/ttyS0"), &port_serialport);
    }
}

static void opens_a_pty_for_one(void **state)
{
    (void)state;
    struct rig *rig = rig_create();
    struct port port, second;
    assert_int_equal(port_open(&port, rig_port(rig), &plain), 0);
    assert_string_equal(port.kind->name, "termios");
    assert_true((fcntl(port.descriptor, F_GETFL) & O_NONBLOCK) != 0);
    assert_true((fcntl(port.descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    assert_int_equal(port_open(&second, rig_port(rig), &plain), -1);
    assert_int_equal(errno, EBUSY);
    port_close(&port);
    assert_int_equal(port.descriptor, -1);
    port_close(&port); /* twice is harmless */
    assert_int_equal(port_open(&second, rig_port(rig), &plain), 0);
    port_close(&second);
    rig_destroy(rig);
}

static void refuses_what_cannot_be(void **state)
{
    (void)state;
    struct rig *rig = rig_create();
    struct port port;
    struct profile_line line = plain;
    line.baud = 12345;
    assert_int_equal(port_open(&port, rig_port(rig), &line), -1);
    assert_int_equal(errno, EINVAL);
    line = plain;
    snprintf(line.rs485, sizeof line.rs485, "kernel"); /* a pty has no direction to switch */
    assert_int_equal(port_open(&port, rig_port(rig), &line), -1);
    snprintf(line.rs485, sizeof line.rs485, "auto");
    assert_int_equal(port_open(&port, rig_port(rig), &line), 0);
    port_close(&port);
    assert_int_equal(port_open(&port, "/dev/serial/by-id/none", &plain), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(port_open(&port, "tcp:nobody", &plain), -1);
    assert_int_equal(port_open(&port, "tcp:127.0.0.1:1", &plain), -1);
    rig_destroy(rig);
}

static void a_folder_that_appears(void **state)
{
    (void)state;
    static char folder[128], link[160], target[96];
    struct rig_line line;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, NULL);
    bus_destroy(line.bus);
    snprintf(folder, sizeof folder, "%s.d", rig_port(line.rig));
    snprintf(link, sizeof link, "%s/adapter", folder);
    snprintf(line.settings.port, sizeof line.settings.port, "%s", link);
    line.bus = bus_create(&line.settings);
    bus_start(line.bus);
    struct device_event event;
    assert_true(rig_wait(rig_event(&line, DEVICE_HEALTH, &event), 2000));
    ssize_t size = readlink(rig_port(line.rig), target, sizeof target - 1);
    assert_true(size > 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(symlink(target, link), 0);
    int64_t from_us = mono_now_us();
    assert_true(rig_wait(atomic_load(&fakes[1].right) > 0, 1000));
    print_message("a new folder: usable after %d ms\n", (int)((mono_now_us() - from_us) / 1000));
    unlink(link);
    rmdir(folder);
    rig_finish(&line);
}

/* ------------------------------------------------------------------ device server */

/* One connection at a time between a socket and the rig's pty. */
struct server {
    int listener, pty, stop[2];
    pthread_t thread;
};

static bool carry(int from, int to)
{
    char bytes[256];
    ssize_t got = read(from, bytes, sizeof bytes);
    return got > 0 && write(to, bytes, (size_t)got) == got;
}

static void *serve(void *argument)
{
    struct server *server = argument;
    int connection = -1;
    for (;;) {
        struct pollfd wait[] = {
            {.fd = server->stop[0], .events = POLLIN},
            {.fd = connection < 0 ? server->listener : connection, .events = POLLIN},
            {.fd = connection < 0 ? -1 : server->pty, .events = POLLIN},
        };
        poll(wait, 3, -1);
        if (wait[0].revents != 0) {
            break;
        }
        if (connection < 0) {
            connection = accept(server->listener, NULL, NULL);
            continue;
        }
        bool fine = (wait[1].revents == 0 || carry(connection, server->pty)) &&
                    (wait[2].revents == 0 || carry(server->pty, connection));
        if (!fine) {
            close(connection);
            connection = -1;
        }
    }
    if (connection >= 0) {
        close(connection);
    }
    return NULL;
}

static int start_server(struct server *server, const char *pty)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    struct termios settings;
    server->pty = open(pty, O_RDWR | O_NOCTTY);
    tcgetattr(server->pty, &settings);
    cfmakeraw(&settings);
    tcsetattr(server->pty, TCSANOW, &settings);
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(server->listener, 1), 0);
    getsockname(server->listener, (struct sockaddr *)&address, &size);
    assert_int_equal(pipe(server->stop), 0);
    pthread_create(&server->thread, NULL, serve, server);
    return ntohs(address.sin_port);
}

static void stop_server(struct server *server)
{
    assert_int_equal(write(server->stop[1], "x", 1), 1);
    pthread_join(server->thread, NULL);
    close(server->listener);
    close(server->pty);
    close(server->stop[0]);
    close(server->stop[1]);
}

static void talks_through_a_device_server(void **state)
{
    (void)state;
    struct rig_line line;
    struct server server;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, NULL);
    bus_destroy(line.bus);
    int number = start_server(&server, rig_port(line.rig));
    snprintf(line.settings.port, sizeof line.settings.port, "tcp:127.0.0.1:%d", number);
    line.bus = bus_create(&line.settings);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= 50, 5000));
    rig_command(line.bus, 1, 99);
    assert_true(rig_wait(atomic_load(&fakes[1].commands_done) == 1, 1000));
    assert_int_equal(rig_counts(line.rig).written[1], 99);
    assert_int_equal(atomic_load(&fakes[1].wrong) + atomic_load(&fakes[2].wrong), 0);
    stop_server(&server); /* its power is gone */
    struct bus_figures figures;
    assert_true(rig_wait((bus_figures(line.bus, &figures), !figures.open), 1000));
    rig_finish(&line);
}

/* ------------------------------------------------------------------ libserialport */

/* Runs in a program of its own, under the shim: a whole line on the libserialport backend. */
static void a_line_on_libserialport(void **state)
{
    (void)state;
    struct rig_line line;
    rig_poll_all(units, 5);
    rig_begin(&line, units, false, NULL);
    bus_destroy(line.bus);
    snprintf(line.settings.port, sizeof line.settings.port, "/dev/../../..%s", rig_port(line.rig));
    assert_ptr_equal(port_kind_of(line.settings.port), &port_serialport);
    line.bus = bus_create(&line.settings);
    bus_start(line.bus);
    assert_true(rig_wait(atomic_load(&fakes[2].right) >= 50, 5000));
    struct port second;
    assert_int_equal(port_open(&second, line.settings.port, &plain), -1);
    struct bus_figures figures;
    int descriptors = rig_open_descriptors();
    for (int i = 0; i < 50; i++) {
        rig_unplug(line.rig);
        assert_true(rig_wait((bus_figures(line.bus, &figures), !figures.open), 1000));
        unsigned right = atomic_load(&fakes[1].right);
        rig_plug(line.rig);
        assert_true(rig_wait(atomic_load(&fakes[1].right) > right, 1000));
    }
    assert_int_equal(rig_open_descriptors(), descriptors);
    assert_int_equal(atomic_load(&fakes[1].wrong) + atomic_load(&fakes[2].wrong), 0);
    rig_finish(&line);
}

static const char *own_path;

static void libserialport_under_the_shim(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        setenv("LD_PRELOAD", PTY_AS_SERIAL, 1);
        setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
        execl(own_path, own_path, "--under-the-shim", (char *)NULL);
        _exit(127);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(int count, char **arguments)
{
    own_path = arguments[0];
    const struct CMUnitTest shim[] = {cmocka_unit_test(a_line_on_libserialport)};
    if (count > 1 && strcmp(arguments[1], "--under-the-shim") == 0) {
        return cmocka_run_group_tests_name("libserialport", shim, NULL, NULL);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_the_backend),
        cmocka_unit_test(opens_a_pty_for_one),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(a_folder_that_appears),
        cmocka_unit_test(talks_through_a_device_server),
        cmocka_unit_test(libserialport_under_the_shim),
    };
    return cmocka_run_group_tests_name("bus port", tests, NULL, NULL);
}
