/* main.c: hallq-board: options. Live boards: live.h; pictures of files: fixture.h. */
#define LOG_MODULE "board"
#include "board/fixture.h"

#include "base/log.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 64 };

static const char usage[] =
    "hallq-board [--url URL] [options]\n"
    "  the hall's board: who is called where, how many wait; and the hall's voice\n\n"
    "  --url URL         the controller, http://127.0.0.1:8080\n"
    "  --ca FILE         CA certificate for https: the controller's DATA/tls/ca.pem\n"
    "  --token-file FILE its token; or HALLQ_TOKEN_FILE\n"
    "  --id NAME         which of hall.yaml's displays this is\n"
    "  --fullscreen      the whole desktop, no pointer\n"
    "  --silent          shows, and does not speak\n"
    "  --pictures DIR    where the notices' pictures are\n"
    "  --screenshot FILE saves the first picture (PNG) and ends; needs no display\n"
    "  --script FILE     lines: wait TEXT, gone TEXT, picture FILE, quit\n"
    "  --fixture FILE    shows a file instead of a hall; with --screenshot, --check\n"
    "  --check           tells what cannot be read from the distance; 1 when there is such\n"
    "over what hall.yaml says of the display:\n"
    "  --size WxH        pixels           --diagonal INCHES\n"
    "  --distance M      of the readers   --layout NAME    config/theme/board-NAME.yaml\n"
    "  --area NAME       its windows only --lang zh|en\n"
    "  --now TIME        of a fixture     --hidden         no window (tests)\n"
    "  --debug  --help  --version\n";

enum option_code {
    O_URL = 1,
    O_CA,
    O_TOKEN,
    O_ID,
    O_FULLSCREEN,
    O_SILENT,
    O_PICTURES,
    O_SCREENSHOT,
    O_SCRIPT,
    O_FIXTURE,
    O_CHECK,
    O_SIZE,
    O_DIAGONAL,
    O_DISTANCE,
    O_LAYOUT,
    O_AREA,
    O_LANG,
    O_NOW,
    O_HIDDEN,
    O_DEBUG,
    O_HELP,
    O_VERSION
};

static const struct option rows[] = {
    {"url", required_argument, NULL, O_URL},
    {"ca", required_argument, NULL, O_CA},
    {"token-file", required_argument, NULL, O_TOKEN},
    {"id", required_argument, NULL, O_ID},
    {"fullscreen", no_argument, NULL, O_FULLSCREEN},
    {"silent", no_argument, NULL, O_SILENT},
    {"pictures", required_argument, NULL, O_PICTURES},
    {"screenshot", required_argument, NULL, O_SCREENSHOT},
    {"script", required_argument, NULL, O_SCRIPT},
    {"fixture", required_argument, NULL, O_FIXTURE},
    {"check", no_argument, NULL, O_CHECK},
    {"size", required_argument, NULL, O_SIZE},
    {"diagonal", required_argument, NULL, O_DIAGONAL},
    {"distance", required_argument, NULL, O_DISTANCE},
    {"layout", required_argument, NULL, O_LAYOUT},
    {"area", required_argument, NULL, O_AREA},
    {"lang", required_argument, NULL, O_LANG},
    {"now", required_argument, NULL, O_NOW},
    {"hidden", no_argument, NULL, O_HIDDEN},
    {"debug", no_argument, NULL, O_DEBUG},
    {"help", no_argument, NULL, O_HELP},
    {"version", no_argument, NULL, O_VERSION},
    {0},
};

struct options {
    struct live_settings live;
    const char *fixture, *now;
    bool check;
};

static void refuse(const char *what)
{
    fprintf(stderr, "hallq-board: %s\n%s", what, usage);
    exit(EXIT_USAGE);
}

static int tenths_of(const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (*end != '\0' || !(value >= 0.2 && value < 1000)) {
        refuse("--diagonal and --distance want a number");
    }
    return (int)lround(value * 10);
}

static void take_place(struct live_settings *live, int code)
{
    struct board_settings *given = &live->given;
    switch (code) {
    case O_SIZE:
        live->has_size = true;
        if (board_settings_parse_size(optarg, &given->screen.width, &given->screen.height) < 0) {
            refuse("--size wants pixels, such as 1920x1080");
        }
        break;
    case O_DIAGONAL:
        live->has_diagonal = true;
        given->screen.diagonal_tenths = tenths_of(optarg);
        break;
    case O_DISTANCE:
        live->has_distance = true;
        given->screen.distance_tenths = tenths_of(optarg);
        break;
    case O_LAYOUT:
        live->has_layout = true;
        snprintf(given->layout, sizeof given->layout, "%s", optarg);
        break;
    case O_AREA:
        live->has_area = true;
        snprintf(given->area, sizeof given->area, "%s", optarg);
        break;
    case O_LANG:
        live->has_language = true;
        given->language = strcmp(optarg, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
        break;
    default: refuse("unknown option");
    }
}

static void take_option(struct options *o, int code)
{
    switch (code) {
    case O_URL: o->live.url = optarg; break;
    case O_CA: o->live.ca_file = optarg; break;
    case O_TOKEN: o->live.token_file = optarg; break;
    case O_ID: o->live.id = optarg; break;
    case O_FULLSCREEN: o->live.stage.fullscreen = true; break;
    case O_SILENT: o->live.silent = true; break;
    case O_PICTURES: o->live.stage.pictures = optarg; break;
    case O_SCREENSHOT: o->live.screenshot = optarg; break;
    case O_SCRIPT: o->live.script = optarg; break;
    case O_FIXTURE: o->fixture = optarg; break;
    case O_CHECK: o->check = true; break;
    case O_NOW: o->now = optarg; break;
    case O_HIDDEN: o->live.stage.hidden = true; break;
    case O_DEBUG: log_set_level(LOG_DEBUG); break;
    case O_HELP: fputs(usage, stdout); exit(EXIT_SUCCESS);
    case O_VERSION: puts("hallq-board " HALLQ_VERSION); exit(EXIT_SUCCESS);
    default: take_place(&o->live, code);
    }
}

int main(int argc, char **argv)
{
    struct options o = {.live = {.url = "http://127.0.0.1:8080",
                                 .stage.pictures = HALLQ_CONFIG_DIR "/theme/pictures"}};
    board_settings_default(&o.live.board);
    for (int code; (code = getopt_long(argc, argv, "", rows, NULL)) != -1;) {
        take_option(&o, code);
    }
    if (optind < argc) {
        refuse("unknown argument");
    }
    if (o.fixture != NULL) {
        return fixture_run(&o.live, o.fixture, o.now, o.check);
    }
    if (o.live.screenshot != NULL) {
        o.live.stage.hidden = true;
        o.live.silent = true;
    }
    return live_run(&o.live);
}
