/* plan.c: the configured hall as the engine's plan. Only what deciding needs crosses over. */
#include "app/hall_internal.h"

#include <string.h>

static void copy(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text != NULL ? text : "");
}

static void categories(const struct site *site, struct queue_plan *plan)
{
    plan->category_count = (uint16_t)site->category_count;
    for (size_t i = 0; i < site->category_count; i++) {
        const struct site_category *from = &site->categories[i];
        struct plan_category *to = &plan->categories[i];
        copy(to->code, sizeof to->code, from->code);
        copy(to->series, sizeof to->series, from->series);
        copy(to->overflow, sizeof to->overflow, from->overflow);
        to->first = (uint16_t)from->first;
        to->last = (uint16_t)from->last;
        to->digits = (uint8_t)from->digits;
        to->target_wait_s = from->target_wait_s;
        to->service_s = from->service_s;
        to->quota = from->quota;
    }
}

static void windows(const struct site *site, struct queue_plan *plan)
{
    plan->window_count = (uint16_t)site->window_count;
    for (size_t i = 0; i < site->window_count; i++) {
        const struct site_window *from = &site->windows[i];
        plan->windows[i].number = from->number;
        for (size_t k = 0; k < from->serves_count; k++) {
            plan->windows[i].weight[from->serves[k].category] = from->serves[k].weight;
        }
    }
}

void plan_from_site(const struct site *site, double speed, struct queue_plan *plan)
{
    memset(plan, 0, sizeof *plan);
    categories(site, plan);
    windows(site, plan);
    plan->item_count = (uint16_t)site->item_count;
    for (size_t i = 0; i < site->item_count; i++) {
        copy(plan->items[i].code, sizeof plan->items[i].code, site->items[i].code);
        plan->items[i].category = site->items[i].category;
    }
    plan->priority_count = (uint16_t)site->priority_count;
    for (size_t i = 0; i < site->priority_count; i++) {
        copy(plan->priorities[i].code, sizeof plan->priorities[i].code, site->priorities[i].code);
        plan->priorities[i].bonus_s = site->priorities[i].bonus_s;
    }
    const struct site_policy *policy = &site->policy;
    plan->policy = (struct plan_policy){
        .mode = policy->push ? PLAN_PUSH : PLAN_PULL,
        .day_end = policy->carry_over ? PLAN_CARRY_OVER : PLAN_EXPIRE,
        .recall_limit = (uint8_t)policy->recall_limit,
        .no_show_reinsert = (uint8_t)policy->no_show_reinsert,
        .no_show_limit = (uint8_t)policy->no_show_limit,
        .overtaken_limit = (uint16_t)policy->overtaken_limit,
        /* A finger is as fast in a simulated hall as in a real one: guards against double
         * presses and the time for an undo are the finger's time, so they grow with the speed
         * of the hall's clock. */
        .undo_ms = (int32_t)(policy->undo_s * 1000 * speed),
        .repeat_guard_ms = (int32_t)(policy->repeat_guard_ms * speed),
        .return_bonus_s = policy->return_bonus_s,
        .evaluation_grace_s = policy->evaluation_grace_s,
    };
}
