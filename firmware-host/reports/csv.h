/* csv.h: tables for spreadsheets: with a byte-order mark, and nothing that a spreadsheet would
 * run (OWASP, "CSV injection"). Pure. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct csv {
    FILE *out;
    bool first; /* in its line */
};

/* Writes the byte-order mark. 0, or -1 when `out` is NULL. */
int csv_begin(struct csv *csv, FILE *out);
void csv_put(struct csv *csv, const char *text);
/* A number as it is written: below zero it is no formula. */
void csv_put_number(struct csv *csv, const char *number);
void csv_end_line(struct csv *csv);
