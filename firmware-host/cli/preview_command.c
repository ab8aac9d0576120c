/* preview_command.c: hallq ticket-preview: the slip of a hall as a picture, before paper is spent.
 *
 * A sample ticket of the hall's first popular item (or --item) is composed by the hall's own
 * template and drawn as the printer would, in its font grid (--text, the default) or typeset
 * (--raster), on 80 or 58 mm. What a GBK printer lacks is 〓, and is said. */
#include "cli/commands.h"

#include "base/clock.h"
#include "config/site.h"
#include "view/paper/paper.h"
#include "view/slip/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SAMPLE_AHEAD = 4, SAMPLE_WINDOWS = 2, SAMPLE_PLACE = 11 };

/* Never a ticket's token: a preview opens nobody's page. */
static const char sample_token[] = "00000000000000000000000000000000";

static uint16_t sample_item(const struct site *site, const char *code)
{
    if (code != NULL) {
        return site_item_index(site, code);
    }
    for (uint16_t i = 0; i < site->item_count; i++) {
        if (site->items[i].popular) {
            return i;
        }
    }
    return 0;
}

static void say_missing(const struct client *client, unsigned missing)
{
    char number[16], sentence[256];
    snprintf(number, sizeof number, "%u", missing);
    const struct hole holes[] = {{"count", number}, {NULL, NULL}};
    language_fill(sentence, sizeof sentence, client_text(client, "cli.preview.missing"), holes);
    fprintf(stderr, "%s\n", sentence);
}

static int draw(const struct client *client, const struct site *site, uint16_t item,
                const struct paper_settings *settings, unsigned copy, const char *file)
{
    const struct site_category *category = &site->categories[site->items[item].category];
    char number[LIMIT_NUMBER];
    snprintf(number, sizeof number, "%.3s%0*u", category->series, (int)(category->digits % 6),
             (unsigned)(category->first + SAMPLE_PLACE) % 100000U);
    const struct slip_facts facts = {
        .number = number,
        .token = sample_token,
        .item = item,
        .category = site->items[item].category,
        .ahead = SAMPLE_AHEAD,
        .quote_s = category->service_s * SAMPLE_AHEAD / SAMPLE_WINDOWS,
        .issued = wall_now(),
        .slip = SLIP_ORIGINAL + copy,
    };
    struct slip slip;
    struct paper_bitmap bitmap;
    unsigned missing = 0;
    slip_compose(site, client->words, &facts, &slip);
    if (paper_draw(&slip, settings, &bitmap, &missing) < 0) {
        return -1;
    }
    int result = paper_write_png(&bitmap, file);
    if (result == 0) {
        printf("%s  %u × %u\n", file, bitmap.width, bitmap.height);
    }
    if (missing > 0) {
        say_missing(client, missing);
    }
    paper_bitmap_finish(&bitmap);
    return result;
}

static int usage(void)
{
    fprintf(stderr, "hallq ticket-preview FILE.png [--config DIR] [--width 58|80] [--copy N] "
                    "[--item CODE] [--text|--raster]\n");
    return EXIT_USAGE;
}

/* The options that are not the configuration. 0 or -1. */
static int read_options(int count, char **words, struct paper_settings *settings, unsigned *copy)
{
    const char *width = option_value(count, words, "--width");
    const char *copies = option_value(count, words, "--copy");
    bool narrow = width != NULL && strcmp(width, "58") == 0;
    if (width != NULL && !narrow && strcmp(width, "80") != 0) {
        return -1;
    }
    char *end = NULL;
    unsigned long number = copies != NULL ? strtoul(copies, &end, 10) : 0;
    if (number > 99 || (copies != NULL && (end == copies || *end != '\0'))) {
        return -1;
    }
    *copy = (unsigned)number;
    *settings = (struct paper_settings){
        .mode = has_word(count, words, "--raster") ? PAPER_RASTER : PAPER_TEXT,
        .dots = narrow ? PAPER_DOTS_58 : PAPER_DOTS_80,
        .columns = narrow ? PAPER_COLUMNS_58 : PAPER_COLUMNS_80,
        .encoding = TEXT_GBK,
    };
    return 0;
}

int command_ticket_preview(const struct client *client, int count, char **words)
{
    const char *folder = option_value(count, words, "--config");
    const char *code = option_value(count, words, "--item");
    struct paper_settings settings;
    unsigned copy;
    if (words[0][0] == '-' || read_options(count, words, &settings, &copy) < 0) {
        return usage();
    }
    struct site *site = NULL;
    struct site_problems problems = {0};
    int result =
        site_load(folder != NULL ? folder : client->config_folder, HALLQ_CONFIG_DIR "/profiles",
                  client->language == LANGUAGE_EN ? SITE_EN : SITE_ZH, &site, &problems);
    site_problems_print(&problems, stderr);
    site_problems_finish(&problems);
    if (result < 0) {
        return EXIT_REFUSED;
    }
    setenv("TZ", site->timezone, 1);
    tzset();
    uint16_t item = sample_item(site, code);
    if (item >= site->item_count) {
        fprintf(stderr, "hallq: %s: %s\n", code != NULL ? code : "",
                client_text(client, "error.unknown_item"));
        result = EXIT_REFUSED;
    } else if (draw(client, site, item, &settings, copy, words[0]) < 0) {
        fprintf(stderr, "hallq: %s: %s\n", words[0], client_text(client, "cli.cannot_write"));
        result = EXIT_REFUSED;
    }
    site_destroy(site);
    return result;
}
