/* notify.h: what the service manager is told. With libsystemd: sd_notify; without: nothing.
 * CMake chooses the file. Thread: loop. */
#pragma once

void notify_ready(void);
void notify_alive(void);
void notify_stopping(void);
