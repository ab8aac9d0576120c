/* escpos_commands.h: inside of the decoder only: the table of commands it knows. */
#pragma once

#include "devices/proto/escpos_decode.h"

enum { NUL = 0, EOT = 4, HT = 9, LF = 10, FF = 12, CR = 13, DLE = 16, ESC = 27, FS = 28, GS = 29 };
enum escpos_payload { NO_PAYLOAD, COLLECT, STREAM, UP_TO_NUL };

/* A command: how long its fixed part is, how long its payload, and how the two are read. */
struct escpos_row {
    uint8_t first, second;
    uint8_t low, high;   /* range of the third byte; 0, 0 = any */
    uint8_t size;        /* of the fixed part, prefix included */
    enum escpos_command_kind kind;
    void (*read)(struct escpos_decoder *decoder, struct escpos_command *out); /* NULL: bytes */
    enum escpos_payload payload;
    uint64_t (*length)(const uint8_t *fixed);
};

/* The row whose prefix and range match the `count` bytes (2 or more) at `fixed`; ranges are
 * looked at from the third byte on. NULL: no such command. */
const struct escpos_row *escpos_row_for(const uint8_t *fixed, size_t count);
/* The default for escpos_row.read: the bytes behind the prefix are the values. */
void escpos_read_bytes(struct escpos_decoder *decoder, struct escpos_command *out);
/* Hands what was collected to the caller, without its first `skip` bytes. */
void escpos_give_collected(struct escpos_decoder *decoder, struct escpos_command *out,
                           size_t skip);
