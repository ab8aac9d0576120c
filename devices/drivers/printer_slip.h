/* printer_slip.h: a slip as the bytes of one printer model, in two parts.
 *
 * Problem: half a slip must carry no valid code (reliability.md A.3). So the slip is sent as a
 * head and a tail, and the printer is looked at between: the tail begins with the last QR code,
 * or with the cut when there is none.
 *
 * Pure. Owner: the printer driver. */
#pragma once

#include "devices/device.h"
#include "devices/proto/escpos.h"

enum { SLIP_BYTES = 20000 }; /* a raster QR code of 48 mm is 18 kB */

struct slip_bytes {
    uint32_t head, total; /* bytes[0 .. head) and bytes[head .. total) */
    uint8_t bytes[SLIP_BYTES];
};

/* The rows are the driver's own. */
void slip_style(const struct device_profile *profile, const struct option_row *rows,
                struct escpos_style *out);
/* 0, or -1: it cannot be told this printer, nothing may be sent. QR codes that are too large
 * for paper or buffer are made smaller. */
int slip_encode(const struct escpos_style *style, const struct slip *slip, struct slip_bytes *out);
