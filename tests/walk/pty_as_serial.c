/* pty_as_serial.c: a module to preload, so that libserialport opens a pty as a real port.
 *
 * libserialport asks a port for its modem lines when it opens it; a pty has none and says
 * ENOTTY (devices.md F.3-1). This answers for ptys: all lines are up. It also keeps a pty from
 * being marked exclusive, because that mark would outlive the program. Everything else, and
 * every real port, goes to the C library.
 *
 * libserialport also wants the name below /dev/ and an entry below /sys/class/tty/. Both hold
 * for "/dev/../../.." followed by the absolute path of a symbolic link to the pty. */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int ioctl(int descriptor, unsigned long request, ...) __attribute__((visibility("default")));

static int answer_for_pty(unsigned long request, void *argument)
{
    switch (request) {
    case TIOCMGET:
        *(int *)argument = TIOCM_CTS | TIOCM_DSR | TIOCM_CAR | TIOCM_RTS | TIOCM_DTR;
        return 0;
    case TIOCMSET:
    case TIOCMBIS:
    case TIOCMBIC: return 0;
    default: errno = ENOTTY; return -1;
    }
}

static int is_pty(int descriptor)
{
    char name[64];
    return ttyname_r(descriptor, name, sizeof name) == 0 &&
           __builtin_strncmp(name, "/dev/pts/", 9) == 0;
}

int ioctl(int descriptor, unsigned long request, ...)
{
    static int (*real)(int, unsigned long, ...);
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (real == NULL) {
        real = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
    }
    if (request == TIOCEXCL && is_pty(descriptor)) {
        return 0;
    }
    int result = real(descriptor, request, argument);
    if (result != 0 && errno == ENOTTY) {
        return answer_for_pty(request, argument);
    }
    return result;
}
