/* compose.h: the hall's template and the facts of one ticket make a slip, as a value.
 *
 * Problem: what stands on paper is for the hall to say, in two languages and on two widths, and
 * the preview on an installer's desk must be the slip that the printer gets.
 *
 * Design: the template is data (hall.yaml `ticket`): lines with holes. {hall} {address} {number}
 * {category} {item} {windows} {ahead} {minutes} {time} {date} {papers} {area} {copy} {url}
 * {notice}; those that are texts also as {item_en} and so on. {minutes} is a range and is called
 * an estimate. A line whose holes are all empty is left out, so that an original has no empty
 * line where a copy says 补打. Lines are as long as their text: whoever prints or draws them
 * wraps them (base/wrap.h); "材料 {papers}" hangs below its label.
 *
 * Pure: no engine, no printer, no clock. Owner: the caller. Thread: any. */
#pragma once

#include "base/language.h"
#include "config/site.h"
#include "devices/slip.h"

enum { SLIP_PRINTER_TEST = 0, SLIP_ORIGINAL = 1 }; /* copies count on from 2: 补打 1 */

struct slip_facts {
    const char *number, *token; /* a token "" leaves the QR code out */
    uint16_t item, category;    /* indices of the site, UINT16_MAX = none */
    int32_t ahead, quote_s;     /* when it was taken; -1 = no estimate */
    wall_t issued;
    unsigned slip; /* which slip of this ticket */
};

void slip_compose(const struct site *site, const struct language *language,
                  const struct slip_facts *facts, struct slip *out);
