/* log.h: one line a change, to standard error, with the module in front.
 *
 * Every .c file that logs says `#define LOG_MODULE "bus"` before it includes this. The level
 * is tested before arguments are built. Control characters in values are escaped, so that a
 * hostile name cannot forge a line. Thread: any; lines never mix. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

void log_set_level(enum log_level level);
bool log_enabled(enum log_level level);
void log_write(enum log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A hex dump of at most 64 bytes at debug level, with a direction word such as "tx". */
void log_bytes(const char *module, const char *what, const uint8_t *bytes, size_t count);

#ifndef LOG_MODULE
#define LOG_MODULE "hallq"
#endif

#define log_at(level, ...)                                                                         \
    do {                                                                                           \
        if (log_enabled(level)) {                                                                  \
            log_write(level, LOG_MODULE, __VA_ARGS__);                                             \
        }                                                                                          \
    } while (0)
#define log_error(...)   log_at(LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_at(LOG_WARNING, __VA_ARGS__)
#define log_info(...)    log_at(LOG_INFO, __VA_ARGS__)
#define log_debug(...)   log_at(LOG_DEBUG, __VA_ARGS__)
