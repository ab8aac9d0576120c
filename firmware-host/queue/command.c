/* command.c: names of commands. */
#include "queue/command.h"

#include <string.h>

static const char *const names[COMMAND_KIND_COUNT] = {
    [COMMAND_ISSUE] = "issue",
    [COMMAND_NEXT] = "next",
    [COMMAND_CALL] = "call",
    [COMMAND_RECALL] = "recall",
    [COMMAND_ARRIVE] = "arrive",
    [COMMAND_FINISH] = "finish",
    [COMMAND_NO_SHOW] = "no-show",
    [COMMAND_HOLD] = "hold",
    [COMMAND_RESUME] = "resume",
    [COMMAND_TRANSFER] = "transfer",
    [COMMAND_PAUSE] = "pause",
    [COMMAND_OPEN] = "open",
    [COMMAND_CLOSE] = "close",
    [COMMAND_CANCEL] = "cancel",
    [COMMAND_UNDO] = "undo",
    [COMMAND_RATE] = "rate",
    [COMMAND_SLIP_START] = "slip-start",
    [COMMAND_SLIP_RESULT] = "slip-result",
    [COMMAND_DAY_OPEN] = "day-open",
    [COMMAND_DAY_CLOSE] = "day-close",
    [COMMAND_TICK] = "tick",
};

const char *command_kind_name(enum command_kind kind)
{
    return kind > COMMAND_NONE && kind < COMMAND_KIND_COUNT ? names[kind] : NULL;
}

int command_kind_parse(const char *name, enum command_kind *out)
{
    for (int i = COMMAND_NONE + 1; i < COMMAND_KIND_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum command_kind)i;
            return 0;
        }
    }
    return -1;
}
