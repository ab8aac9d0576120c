/* rules_files.c: rules about promises: cases that fall due or are overdue, by department.
 *
 * There may be hundreds of thousands of cases in memory and a promise ends with a day, so they are
 * counted in slices, a few thousand a round; the rules see the last whole count. */
#include "office/rules.h"

#include "office/cases.h"

#include <stdio.h>
#include <string.h>

enum { CASES_A_ROUND = 4096 };

static uint16_t department_of(const struct site *site, const char *item)
{
    uint16_t index = site_item_index(site, item);
    return index != UINT16_MAX ? site->items[index].department : UINT16_MAX;
}

static void count_case(struct supervised *hall, const struct cases *cases,
                       const struct case_file *file)
{
    enum case_warning standing = case_standing(file, hall->site, wall_day(hall->now));
    if (case_stage_is_end((enum case_stage)file->stage) || file->suspended_day != 0 ||
        standing == WARNED_NOT) {
        return;
    }
    uint16_t department = department_of(hall->site, cases_code(cases, file->item));
    if (department < LIMIT_DEPARTMENTS) {
        struct supervised_promises *promises = &hall->counting[department];
        *(standing == WARNED_NEAR ? &promises->near : &promises->broken) += 1;
    }
}

void supervised_count_cases(struct supervised *hall)
{
    const struct cases *cases = office_cases(hall->office);
    size_t end = hall->next_case + CASES_A_ROUND;
    for (; hall->next_case < end && hall->next_case < cases_count(cases); hall->next_case++) {
        count_case(hall, cases, cases_at(cases, hall->next_case));
    }
    if (hall->next_case >= cases_count(cases)) {
        memcpy(hall->promises, hall->counting, sizeof hall->promises);
        memset(hall->counting, 0, sizeof hall->counting);
        hall->next_case = 0;
    }
}

static void walk_departments(const struct supervised *hall, bool broken, sighting_take take,
                             void *context)
{
    for (size_t i = 0; i < hall->site->department_count; i++) {
        const struct supervised_promises *promises = &hall->promises[i];
        struct sighting sighting = {.figure = broken ? promises->broken : promises->near,
                                    .threshold = 1};
        snprintf(sighting.object, sizeof sighting.object, "%s", hall->site->departments[i].code);
        take(context, &sighting);
    }
}

void walk_case_due(const struct supervised *hall, sighting_take take, void *context)
{
    walk_departments(hall, false, take, context);
}

void walk_case_overdue(const struct supervised *hall, sighting_take take, void *context)
{
    walk_departments(hall, true, take, context);
}
