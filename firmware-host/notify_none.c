/* notify_none.c: a machine without systemd. See notify.h. */
#include "notify.h"

void notify_ready(void)
{
}

void notify_alive(void)
{
}

void notify_stopping(void)
{
}
