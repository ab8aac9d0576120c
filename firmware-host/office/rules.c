/* rules.c: the table of rules. See rules.h. */
#include "office/rules.h"

#include <string.h>

static const struct alert_rule rules[] = {
    {.name = "wait", .unit = ALERT_IN_SECONDS, .weight = WEIGHT_WARN, .clear_s = 60, .margin = 10,
     .walk = walk_wait},
    {.name = "queue", .unit = ALERT_IN_PEOPLE, .weight = WEIGHT_WARN, .hold_s = 60, .clear_s = 120,
     .margin = 20, .walk = walk_queue},
    {.name = "service", .unit = ALERT_IN_SECONDS, .weight = WEIGHT_WARN, .walk = walk_service},
    {.name = "idle", .unit = ALERT_IN_SECONDS, .weight = WEIGHT_WARN, .walk = walk_idle},
    {.name = "pause", .unit = ALERT_IN_SECONDS, .weight = WEIGHT_WARN, .walk = walk_pause},
    {.name = "paper_out", .in_hours = true, .weight = WEIGHT_BAD, .clear_s = 10, .walk = walk_paper_out},
    {.name = "paper_low", .in_hours = true, .weight = WEIGHT_WARN, .hold_s = 10, .clear_s = 30,
     .walk = walk_paper_low},
    {.name = "paper_forecast", .in_hours = true, .unit = ALERT_IN_SLIPS, .weight = WEIGHT_WARN, .way = WAY_BELOW,
     .clear_s = 10, .margin = 20, .walk = walk_paper_forecast},
    {.name = "device_fault", .in_hours = true, .weight = WEIGHT_BAD, .hold_s = 10, .clear_s = 30,
     .walk = walk_device_fault},
    {.name = "device_silent", .in_hours = true, .unit = ALERT_IN_SECONDS, .weight = WEIGHT_BAD, .clear_s = 60,
     .walk = walk_device_silent},
    {.name = "device_alarm", .in_hours = true, .weight = WEIGHT_WARN, .walk = walk_device_alarm},
    {.name = "line_gone", .in_hours = true, .unit = ALERT_IN_COUNT, .weight = WEIGHT_BAD, .hold_s = 10, .clear_s = 30,
     .walk = walk_line_gone},
    {.name = "line_babbling", .in_hours = true, .weight = WEIGHT_BAD, .walk = walk_line_babbling},
    {.name = "store_failed", .unit = ALERT_IN_SECONDS, .weight = WEIGHT_BAD,
     .walk = walk_store_failed},
    {.name = "store_broken", .weight = WEIGHT_BAD, .act = true, .walk = walk_store_broken},
    {.name = "backup", .unit = ALERT_IN_HOURS, .weight = WEIGHT_WARN, .walk = walk_backup},
    {.name = "certificate", .unit = ALERT_IN_DAYS, .weight = WEIGHT_WARN, .way = WAY_BELOW,
     .walk = walk_certificate},
    {.name = "case_due", .unit = ALERT_IN_COUNT, .weight = WEIGHT_WARN, .clear_s = 10,
     .walk = walk_case_due},
    {.name = "case_overdue", .unit = ALERT_IN_COUNT, .weight = WEIGHT_BAD, .clear_s = 10,
     .walk = walk_case_overdue},
    {.name = "flood", .unit = ALERT_IN_COUNT, .weight = WEIGHT_BAD, .clear_s = 60, .walk = walk_flood},
};

const struct alert_rule *alert_rule_at(size_t index)
{
    return index < sizeof rules / sizeof *rules ? &rules[index] : NULL;
}

const struct alert_rule *alert_rule_of(const char *subject)
{
    size_t length = strcspn(subject, ":");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strlen(rules[i].name) == length && strncmp(rules[i].name, subject, length) == 0) {
            return &rules[i];
        }
    }
    return NULL;
}

const char *alert_object(const char *subject)
{
    const char *colon = strchr(subject, ':');
    return colon != NULL ? colon + 1 : "";
}
