/* roles.c: see roles.h. */
#include "office/roles.h"

#include <stddef.h>
#include <string.h>

static const char *const names[ROLE_COUNT] = {
    [ROLE_NOBODY] = "nobody",
    [ROLE_KIOSK] = "kiosk",
    [ROLE_BOARD] = "board",
    [ROLE_CLERK] = "clerk",
    [ROLE_MANAGER] = "manager",
    [ROLE_AUDITOR] = "auditor",
    [ROLE_ADMINISTRATOR] = "administrator",
};

const char *role_name(enum role role)
{
    return role >= ROLE_NOBODY && role < ROLE_COUNT ? names[role] : NULL;
}

int role_parse(const char *name, enum role *out)
{
    for (int role = ROLE_KIOSK; role < ROLE_COUNT; role++) {
        if (strcmp(names[role], name) == 0) {
            *out = (enum role)role;
            return 0;
        }
    }
    return -1;
}
