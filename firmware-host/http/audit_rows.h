/* audit_rows.h: rows of the journal for people and for outsiders who verify: never a secret.
 *
 * A token, a password's hash or a session's is left out; such a row says `withheld`: its own hash
 * stands there, but cannot be computed again from what is shown. All others can (store/row.h says of
 * which bytes). Thread: any. */
#pragma once

#include "store/ledger.h"

#include <jansson.h>
#include <stdio.h>

/* The row's own fields, without secrets; *withheld says whether any were left out. */
json_t *audit_body(const struct ledger_row *row, bool *withheld);
/* For the page. */
json_t *audit_row_json(const struct ledger_row *row);
/* One line: JSON with the chain's columns; or CSV, of whose fields none begins a formula. */
void audit_row_line(const struct ledger_row *row, bool csv, FILE *out);
/* The line before the first. */
void audit_head_line(bool csv, int32_t from, int32_t to, FILE *out);
