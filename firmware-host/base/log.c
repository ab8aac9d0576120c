/* log.c: see log.h. A line is built whole and written with one write(2). */
#include "base/log.h"
#include "base/clock.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOG_LINE_SIZE = 1024, LOG_DUMP_BYTES = 64 };

static atomic_int current_level = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&current_level, (int)level);
}

bool log_enabled(enum log_level level)
{
    return (int)level <= atomic_load(&current_level);
}

static size_t escape(char *out, size_t size, const char *in)
{
    size_t used = 0;
    for (; *in != '\0' && used + 5 < size; in++) {
        unsigned char c = (unsigned char)*in;
        if (c < 0x20 || c == 0x7f) {
            used += (size_t)snprintf(out + used, size - used, "\\x%02x", c);
        } else {
            out[used++] = (char)c;
        }
    }
    return used;
}

void log_write(enum log_level level, const char *module, const char *format, ...)
{
    static const char *const names[] = {
        [LOG_ERROR] = "error", [LOG_WARNING] = "warning", [LOG_INFO] = "info", [LOG_DEBUG] = "debug"};
    char message[LOG_LINE_SIZE], line[LOG_LINE_SIZE + 128], when[WALL_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    int head = snprintf(line, sizeof line, "%s %s %s: ", wall_format(wall_now(), when),
                        names[level], module);
    size_t used = (size_t)head;
    used += escape(line + used, sizeof line - used - 1, message);
    line[used++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, used);
    (void)written; /* there is nobody left to tell */
}

void log_bytes(const char *module, const char *what, const uint8_t *bytes, size_t count)
{
    if (!log_enabled(LOG_DEBUG)) {
        return;
    }
    char hex[LOG_DUMP_BYTES * 3 + 8];
    size_t used = 0;
    hex[0] = '\0';
    for (size_t i = 0; i < count && i < LOG_DUMP_BYTES; i++) {
        used += (size_t)snprintf(hex + used, sizeof hex - used, "%02X ", bytes[i]);
    }
    log_write(LOG_DEBUG, module, "%s %zu: %s%s", what, count, hex,
              count > LOG_DUMP_BYTES ? "…" : "");
}
