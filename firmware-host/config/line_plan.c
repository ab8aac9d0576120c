/* line_plan.c: the arithmetic of wires. See line_plan.h. */
#include "config/line_plan.h"

#include "base/text.h"

#include <string.h>

/* Bytes of the usual exchanges, request and answer together (Modbus RTU: devices.md C.2, B.6). */
enum {
    LOOK_BYTES = 8 + 7,        /* FC04, one register */
    RING_BYTES = 8 + 5 + 48,   /* FC04, eight events of three registers */
    HEALTH_BYTES = 8 + 9,      /* FC03, two registers */
    TEXT_BYTES = 9 + 140 + 8 + 16, /* FC16 with a board's text, and its commit */
    STRIP_BYTES = 48 + 6,      /* a strip's text with colours (devices.md B.1), and its answer */
    PRESS_BYTES = 9 + 9        /* a pad that speaks unasked, and the echo (devices.md C.1) */
};
enum { DEVICE_US = 5000, CALL_EVERY_MS = 60000, POLL_MS = 150, HEALTH_MS = 5000,
       REFRESH_MS = 30000 };

/* What a ticket's line costs beside its text, and a QR code that the printer draws. */
enum { SLIP_COMMAND_BYTES = 14, QR_COMMAND_BYTES = 44, SLIP_FRAME_BYTES = 40 };
/* Paper: 203 dpi, a line feed of an eighth of an inch and more, 15 mm from head to cutter. */
enum { DOTS_A_MM = 8, LINE_DOTS = 30, CUTTER_DOTS = 120 };

/* ------------------------------------------------------------------ exchanges */

static double character_ms(const struct profile_line *line, uint32_t baud)
{
    int bits = 1 + line->data_bits + (line->parity != 'N' ? 1 : 0) + line->stop_bits;
    return 1000.0 * bits / baud;
}

static double silence_ms(const struct profile_line *line, uint32_t baud)
{
    return baud > 19200 ? 1.75 : 3.5 * character_ms(line, baud);
}

static double exchange_ms(const struct profile_line *line, uint32_t baud, int bytes)
{
    return bytes * character_ms(line, baud) + 2 * silence_ms(line, baud) + DEVICE_US / 1000.0 +
           line->turnaround_ms;
}

/* ------------------------------------------------------------------ devices */

static const struct option_row *options_of(const struct device_profile *profile)
{
    const struct driver *driver = driver_find(profile->driver);
    return driver != NULL ? driver->options : NULL;
}

static bool has_option(const struct option_row *rows, const char *key)
{
    for (; rows != NULL && rows->key != NULL; rows++) {
        if (strcmp(rows->key, key) == 0) {
            return true;
        }
    }
    return false;
}

/* A period out of the profile, or a usual one. */
static double period_ms(const struct device_profile *profile, const char *key, double usual)
{
    const struct option_row *rows = options_of(profile);
    int32_t value = has_option(rows, key) ? profile_int(profile, rows, key) : 0;
    return value > 0 ? value : usual;
}

static bool is_modbus(const struct device_profile *profile)
{
    const struct driver *driver = driver_find(profile->driver);
    return driver != NULL && driver->wire == WIRE_MODBUS;
}

static bool has_keys(const struct device_profile *profile)
{
    return profile->kind == DEVICE_PAD || profile->kind == DEVICE_EVALUATOR ||
           profile->kind == DEVICE_TOUCH_EVALUATOR;
}

/* What the devices of a line add up to, whatever its speed. */
struct census {
    size_t keyed_polled, keyed_unasked;
    double longest_poll_ms;
};

static struct census count_keyed(const struct site *site, size_t line)
{
    struct census census = {0};
    for (size_t i = 0; i < site->device_count; i++) {
        const struct site_device *device = &site->devices[i];
        if (device->line != line || device->profile >= site->profile_count ||
            !has_keys(&site->profiles[device->profile])) {
            continue;
        }
        const struct device_profile *profile = &site->profiles[device->profile];
        double poll_ms = period_ms(profile, "poll_ms", POLL_MS);
        if (is_modbus(profile)) {
            census.keyed_polled++;
            census.longest_poll_ms =
                poll_ms > census.longest_poll_ms ? poll_ms : census.longest_poll_ms;
        } else {
            census.keyed_unasked++;
        }
    }
    return census;
}

static double worst_key_ms(const struct census *census, const struct profile_line *line,
                           uint32_t baud)
{
    if (census->keyed_polled > 0) {
        double round = (double)census->keyed_polled * exchange_ms(line, baud, LOOK_BYTES);
        double wait = round > census->longest_poll_ms ? round : census->longest_poll_ms;
        return wait + exchange_ms(line, baud, RING_BYTES);
    }
    if (census->keyed_unasked > 0) {
        return exchange_ms(line, baud, STRIP_BYTES) + exchange_ms(line, baud, PRESS_BYTES);
    }
    return 0;
}

/* ------------------------------------------------------------------ slips */

static size_t encoded_bytes(const char *text)
{
    return text_cells(text); /* a Chinese character is two cells and two bytes */
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* How long a placeholder gets on a long ticket of this hall. */
static size_t hole_bytes(const struct site *site, const char *name, size_t size)
{
    static const struct {
        const char *name;
        size_t bytes;
    } usual[] = {{"number", 5}, {"ahead", 3}, {"minutes", 20}, {"windows", 16},
                 {"time", 5},   {"date", 10}, {"copy", 0},    {"papers", 64}};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (strlen(usual[i].name) == size && memcmp(usual[i].name, name, size) == 0) {
            return usual[i].bytes;
        }
    }
    size_t longest = 0;
    if (size > 3 && memcmp(name + size - 3, "_en", 3) == 0) {
        return hole_bytes(site, name, size - 3); /* English is about as long in bytes */
    }
    if (size == 3 && memcmp(name, "url", 3) == 0) {
        return encoded_bytes(site->public_url) + sizeof "/t/#" + LIMIT_TOKEN;
    }
    if (size == 4 && memcmp(name, "item", 4) == 0) {
        for (size_t i = 0; i < site->item_count; i++) {
            longest = larger(longest, encoded_bytes(site->items[i].name.zh));
        }
        return longest;
    }
    bool area = size == 4 && memcmp(name, "area", 4) == 0;
    for (size_t i = 0; i < site->category_count; i++) {
        const struct words *words = area ? &site->categories[i].area : &site->categories[i].name;
        longest = larger(longest, encoded_bytes(words->zh));
    }
    return larger(longest, encoded_bytes(site->ticket_notice.zh));
}

static size_t filled_bytes(const struct site *site, const char *text)
{
    size_t bytes = encoded_bytes(text);
    for (const char *open = strchr(text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        if (close == NULL) {
            break;
        }
        size_t size = (size_t)(close - open) + 1;
        bytes += hole_bytes(site, open + 1, size - 2);
        bytes -= size < bytes ? size : bytes;
    }
    return bytes;
}

/* Modules a side of a QR code for so many bytes, error correction M (ISO/IEC 18004, table 7). */
static size_t qr_modules(size_t bytes)
{
    static const size_t capacity[] = {14, 26, 42, 62, 84, 106, 122, 152, 180, 213};
    size_t version = 0;
    while (version < sizeof capacity / sizeof *capacity && bytes > capacity[version]) {
        version++;
    }
    return 21 + 4 * version;
}

/* Does this printer get its QR code as dots? Then each row of dots is bytes. */
static bool draws_dots(const struct device_profile *printer)
{
    const struct option_row *rows = options_of(printer);
    return has_option(rows, "qr") && strcmp(profile_text(printer, rows, "qr"), "raster") == 0;
}

static size_t slip_bytes(const struct site *site, const struct device_profile *printer)
{
    size_t bytes = SLIP_FRAME_BYTES;
    for (size_t i = 0; i < site->slip_line_count; i++) {
        const struct site_slip_line *line = &site->slip_lines[i];
        bytes += SLIP_COMMAND_BYTES;
        if (line->kind == SLIP_TEXT_LINE) {
            bytes += filled_bytes(site, line->text);
        } else if (line->kind == SLIP_QR) {
            size_t content = filled_bytes(site, line->text);
            size_t dots = (qr_modules(content) + 8) * line->width;
            bytes += draws_dots(printer) ? (dots + 7) / 8 * dots : QR_COMMAND_BYTES + content;
        }
    }
    return bytes;
}

/* Lines of paper that a text takes when it is wrapped; a placeholder that stays empty takes none. */
static size_t text_lines(const struct site *site, const struct site_slip_line *line,
                         int32_t columns)
{
    size_t cells = filled_bytes(site, line->text) * line->width;
    return (cells + (size_t)columns - 1) / (size_t)columns;
}

/* Paper in dots: the printers' own line feed, QR codes with a line's space, the way from the head
 * to the cutter. */
static size_t slip_dots(const struct site *site, const struct device_profile *printer)
{
    const struct option_row *rows = options_of(printer);
    bool cuts = has_option(rows, "cut") && strcmp(profile_text(printer, rows, "cut"), "none") != 0;
    int32_t columns = has_option(rows, "columns") ? profile_int(printer, rows, "columns") : 48;
    size_t dots = 0;
    for (size_t i = 0; i < site->slip_line_count; i++) {
        const struct site_slip_line *line = &site->slip_lines[i];
        switch (line->kind) {
        case SLIP_TEXT_LINE:
            dots += text_lines(site, line, columns) * larger(LINE_DOTS, 24 * line->height + 6u);
            break;
        case SLIP_QR:
            dots += LINE_DOTS + qr_modules(filled_bytes(site, line->text)) * line->width;
            break;
        case SLIP_FEED: dots += (size_t)line->height * LINE_DOTS; break;
        case SLIP_RULE: dots += LINE_DOTS; break;
        case SLIP_CUT: dots += cuts ? CUTTER_DOTS : 0; break;
        }
    }
    return dots;
}

/* ------------------------------------------------------------------ the plan */

/* The share of the wire that one device takes. */
static double device_load(const struct profile_line *line, const struct device_profile *profile)
{
    bool modbus = is_modbus(profile);
    double text = exchange_ms(line, line->baud, modbus ? TEXT_BYTES : STRIP_BYTES);
    double load = text / period_ms(profile, "refresh_ms", REFRESH_MS) + text / CALL_EVERY_MS;
    if (modbus && has_keys(profile)) {
        load += exchange_ms(line, line->baud, LOOK_BYTES) / period_ms(profile, "poll_ms", POLL_MS);
    }
    if (modbus || profile->kind == DEVICE_PRINTER) {
        load += exchange_ms(line, line->baud, HEALTH_BYTES) /
                period_ms(profile, "health_ms", HEALTH_MS);
    }
    return load;
}

static void add_device(const struct site *site, const struct profile_line *line,
                       const struct device_profile *profile, struct line_plan *plan)
{
    plan->devices++;
    plan->load_percent += 100 * device_load(line, profile);
    if (profile->kind == DEVICE_PRINTER) {
        size_t bytes = slip_bytes(site, profile);
        plan->printers++;
        plan->slip_bytes = (uint32_t)bytes;
        plan->slip_ms = (double)bytes * character_ms(line, line->baud);
        plan->slip_mm = (double)slip_dots(site, profile) / DOTS_A_MM;
        const struct option_row *rows = options_of(profile);
        plan->roll_mm = has_option(rows, "roll_m") ? profile_int(profile, rows, "roll_m") * 1000.0
                                                   : 0;
    }
    if (profile->kind == DEVICE_BOARD) {
        int bytes = is_modbus(profile) ? TEXT_BYTES : STRIP_BYTES;
        plan->board_ms = exchange_ms(line, line->baud, bytes);
    }
}

/* What would do: fewer devices at this speed, or these devices at another. */
static void find_remedies(const struct census *census, const struct profile_line *line,
                          struct line_plan *plan)
{
    static const uint32_t usual[] = {9600, 19200, 38400, 57600, 115200};
    double left = LINE_KEY_GOAL_MS - exchange_ms(line, line->baud, RING_BYTES);
    plan->keyed_at_goal = left > 0 ? (size_t)(left / plan->look_ms) : 0;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (worst_key_ms(census, line, usual[i]) <= LINE_KEY_GOAL_MS) {
            plan->baud_at_goal = usual[i];
            return;
        }
    }
}

void line_plan(const struct site *site, size_t line, struct line_plan *out)
{
    const struct profile_line *settings = &site->lines[line].settings;
    *out = (struct line_plan){.baud = settings->baud};
    for (size_t i = 0; i < site->device_count; i++) {
        const struct site_device *device = &site->devices[i];
        if (device->line == line && device->profile < site->profile_count) {
            add_device(site, settings, &site->profiles[device->profile], out);
        }
    }
    const struct census census = count_keyed(site, line);
    out->keyed = census.keyed_polled;
    out->look_ms = census.keyed_polled > 0 ? exchange_ms(settings, settings->baud, LOOK_BYTES) : 0;
    out->round_ms = (double)census.keyed_polled * out->look_ms;
    out->key_ms = worst_key_ms(&census, settings, settings->baud);
    if (census.keyed_polled > 0) {
        find_remedies(&census, settings, out);
    }
}
