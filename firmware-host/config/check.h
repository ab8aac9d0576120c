/* check.h: what can only be judged when several records are there: references that nobody
 * follows, addresses, windows without boards, lines without time. Each reports at the value that
 * should be changed. */
#pragma once

#include "config/reader.h"

/* Within hall.yaml. */
void check_hall(struct reader *reader, const struct yaml_node *root);
/* Reports at `node`, the value of `key`, when there is no such window. */
void check_window_exists(struct reader *reader, const struct yaml_node *node, const char *key,
                         uint16_t window);
/* Within lines.yaml and its profiles. */
void check_lines(struct reader *reader);
/* Between the two: windows of devices, boards of windows, texts of boards, time on the lines,
 * printers of kiosks. */
void check_windows_and_devices(struct reader *reader, const struct yaml_node *hall_root);
/* Its part: kiosks of the list `displays`. */
void check_displays(struct reader *reader, const struct yaml_node *list);
