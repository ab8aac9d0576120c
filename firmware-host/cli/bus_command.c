/* bus_command.c: hallq bus plan: how busy each serial line will be, from the configuration alone.
 *
 * The figures are the checker's (config/line_plan.h), so the plan and the warnings of
 * `hallqd --check` cannot differ. */
#include "cli/commands.h"

#include "config/line_plan.h"
#include "config/site.h"

#include <stdio.h>
#include <string.h>

static json_t *json_of_plan(const struct site_line *line, const struct line_plan *plan)
{
    return json_pack("{s:s,s:i,s:i,s:i,s:i,s:f,s:f,s:f,s:f,s:f}", "line", line->name, "baud",
                     (int)plan->baud, "devices", (int)plan->devices, "keyed", (int)plan->keyed,
                     "printers", (int)plan->printers, "round_ms", plan->round_ms, "key_ms",
                     plan->key_ms, "board_ms", plan->board_ms, "slip_ms", plan->slip_ms,
                     "load_percent", plan->load_percent);
}

static void print_plan(const struct site_line *line, const struct line_plan *plan)
{
    printf("%-12s %7u %8zu %8.0f %8.0f %8.0f %8.0f %7.1f%%\n", line->name, plan->baud,
           plan->devices, plan->round_ms, plan->key_ms, plan->board_ms, plan->slip_ms,
           plan->load_percent);
}

static int print_plans(const struct client *client, const struct site *site)
{
    json_t *list = json_array();
    if (!client->json) {
        printf("%s\n", client_text(client, "cli.bus.head"));
    }
    for (size_t i = 0; i < site->line_count; i++) {
        struct line_plan plan;
        line_plan(site, i, &plan);
        if (!client->json) {
            print_plan(&site->lines[i], &plan);
        }
        json_array_append_new(list, json_of_plan(&site->lines[i], &plan));
    }
    printed_json(client, list);
    json_decref(list);
    return 0;
}

int command_bus(const struct client *client, int count, char **words)
{
    const char *folder = option_value(count, words, "--config");
    if (strcmp(words[0], "plan") != 0) {
        fprintf(stderr, "hallq bus plan [--config DIR]\n");
        return EXIT_USAGE;
    }
    struct site *site = NULL;
    struct site_problems problems = {0};
    int result = site_load(folder != NULL ? folder : client->config_folder,
                           HALLQ_CONFIG_DIR "/profiles",
                           client->language == LANGUAGE_EN ? SITE_EN : SITE_ZH, &site, &problems);
    site_problems_print(&problems, stderr);
    site_problems_finish(&problems);
    if (result < 0) {
        return EXIT_REFUSED;
    }
    result = print_plans(client, site);
    site_destroy(site);
    return result;
}
