/* main.c: hallq, the command line for installers and managers. A command is one row here. */
#include "cli/commands.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct row {
    const char *name, *arguments, *key; /* key of its help: cli.help.KEY */
    int least;                          /* arguments at least */
    command_function run;
} rows[] = {
    {"backup", "FILE", "backup", 1, command_backup},
    {"bus", "plan [--config DIR] | trace LINE --pcap FILE [--seconds N]", "bus", 1, command_bus},
    {"day", "close", "day", 1, command_day},
    {"devices", "", "devices", 0, command_devices},
    {"doctor", "", "doctor", 0, command_doctor},
    {"issue", "ITEM [--priority CODE] [--printers GROUP]", "issue", 1, command_issue},
    {"print-test", "DEVICE", "print_test", 1, command_print_test},
    {"queue", "", "queue", 0, command_queue},
    {"rate", "TICKET LEVEL", "rate", 2, command_rate},
    {"report",
     "NAME [--from D] [--to D] [--by AXIS] [--sort COLUMN] [--csv|--xlsx|--pdf] [--out FILE]",
     "report", 1, command_report},
    {"reprint", "TICKET [--device NAME]", "reprint", 1, command_reprint},
    {"show", "DEVICE TEXT", "show", 2, command_show},
    {"status", "[--line]", "status", 0, command_status},
    {"tls", "init|renew|show|use CERT KEY [--data DIR] [--name HOST]... [--address IP]...", "tls", 1,
     command_tls},
    {"ticket-preview", "FILE.png [--config DIR] [--width 58|80] [--copy N] [--item CODE] [--raster]",
     "ticket_preview", 1, command_ticket_preview},
    {"token", "add NAME --role R [--days N] [--window W] | list | revoke ID", "token", 1,
     command_token},
    {"user",
     "add NAME --role R [--clerk CODE] [--display TEXT] [--password-file F] [--must-change] | "
     "password NAME [--password-file F] | list | disable|enable|unlock NAME | setup-code",
     "user", 1, command_user},
    {"verify", "[--data DIR]", "verify", 0, command_verify},
    {"voice", "record|check|build DIR [--from-folder F] [--language zh|en] [--again]", "voice", 2,
     command_voice},
    {"window",
     "W next|recall|arrive|finish|no-show|hold|resume|transfer|pause|open|close|undo|call|ask",
     "window", 2, command_window},
    {"windows", "", "windows", 0, command_windows},
};

static int help(const struct client *client, FILE *out)
{
    fprintf(out, "hallq [--url URL] [--ca FILE] [--token-file FILE] [--json] [--lang zh|en] "
                 "COMMAND\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char key[64];
        snprintf(key, sizeof key, "cli.help.%s", rows[i].key);
        fprintf(out, "  %s %s\n      %s\n", rows[i].name, rows[i].arguments,
                client_text(client, key));
    }
    return out == stdout ? 0 : EXIT_USAGE;
}

int exit_of(int client_error)
{
    return client_error == 0                    ? 0
           : client_error == CLIENT_UNREACHABLE ? EXIT_UNREACHABLE
                                                : EXIT_REFUSED;
}

const char *option_value(int count, char **words, const char *name)
{
    for (int i = 0; i + 1 < count; i++) {
        if (strcmp(words[i], name) == 0) {
            return words[i + 1];
        }
    }
    return NULL;
}

int has_word(int count, char **words, const char *word)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

int printed_json(const struct client *client, const json_t *answer)
{
    if (client->json) {
        json_dumpf(answer, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
        putchar('\n');
    }
    return client->json;
}

static int run(const struct client *client, int count, char **words)
{
    if (count == 0 || strcmp(words[0], "help") == 0) {
        return help(client, count == 0 ? stderr : stdout);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, words[0]) != 0) {
            continue;
        }
        if (count - 1 < rows[i].least) {
            fprintf(stderr, "hallq %s %s\n", rows[i].name, rows[i].arguments);
            return EXIT_USAGE;
        }
        return rows[i].run(client, count - 1, words + 1);
    }
    fprintf(stderr, "hallq: %s: %s\n", words[0], client_text(client, "cli.unknown_command"));
    return EXIT_USAGE;
}

enum option_id { URL = 256, CA, TOKEN, JSON, LANG, CONFIG, DATA, VERSION };

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"url", required_argument, NULL, URL},       {"ca", required_argument, NULL, CA},
        {"token-file", required_argument, NULL, TOKEN}, {"json", no_argument, NULL, JSON},
        {"lang", required_argument, NULL, LANG},     {"config", required_argument, NULL, CONFIG},
        {"version", no_argument, NULL, VERSION},     {NULL, 0, NULL, 0},
    };
    const char *url = getenv("HALLQ_URL");
    struct client client = {.url = url != NULL ? url : "http://127.0.0.1:8080",
                            .config_folder = "/etc/hall"};
    int id;
    while ((id = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        switch (id) {
        case URL: client.url = optarg; break;
        case CA: client.ca_file = optarg; break;
        case TOKEN: client.token_file = optarg; break;
        case JSON: client.json = true; break;
        case LANG:
            client.language = strcmp(optarg, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
            break;
        case CONFIG: client.config_folder = optarg; break;
        case VERSION: printf("hallq %s\n", HALLQ_VERSION); return 0;
        default: return EXIT_USAGE;
        }
    }
    char why[256];
    struct language *words = language_load(HALLQ_CONFIG_DIR "/lang", why, sizeof why);
    if (words == NULL) {
        fprintf(stderr, "hallq: %s\n", why);
        return EXIT_REFUSED;
    }
    client.words = words;
    int result = run(&client, argc - optind, argv + optind);
    language_destroy(words);
    return result;
}
