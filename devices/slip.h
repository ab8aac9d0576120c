/* slip.h: a printed slip as a value: what stands on it, not how a printer is told.
 *
 * A slip is made by app/ from the hall's template and a ticket, crosses to the printer's
 * thread by value, and becomes bytes in the printer driver. Limits are small on purpose: a
 * slip must print in a second and be confirmed before the next begins. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { SLIP_ELEMENTS = 28, SLIP_TEXT = 192 };

enum slip_element_kind { SLIP_TEXT_LINE, SLIP_QR, SLIP_FEED, SLIP_RULE, SLIP_CUT };
enum slip_align { SLIP_LEFT, SLIP_CENTRE, SLIP_RIGHT };

struct slip_element {
    enum slip_element_kind kind;
    enum slip_align align;
    uint8_t width, height;  /* text: scale 1..8; QR: `width` is the module size in dots */
    bool bold;
    uint8_t lines;          /* feed */
    uint8_t hang;           /* text that is wrapped: cells that further lines are indented */
    char text[SLIP_TEXT];   /* UTF-8, wrapped at the paper's edge; or the QR code's content */
};

struct slip {
    uint32_t job;           /* unique while the controller runs; confirmed by this */
    uint16_t count;
    struct slip_element elements[SLIP_ELEMENTS];
};
