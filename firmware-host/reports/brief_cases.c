/* brief_cases.c: the finding about promises: what was accepted and completed, what falls due, what is
 * overdue. See brief.h. */
#include "reports/brief_private.h"

#include "office/calendar.h"
#include "office/cases.h"

static int take(void *context, const struct event *event)
{
    office_apply(context, event);
    return 0;
}

struct promises {
    double accepted, completed, due, overdue, open;
};

static void count(const struct brief_question *question, const struct case_file *file,
                  int32_t next_day, struct promises *out)
{
    enum case_stage stage = (enum case_stage)file->stage;
    if (stage == STAGE_VOID) {
        return;
    }
    out->accepted += file->opened_day == question->day;
    out->completed += stage == STAGE_COMPLETED && file->ended_day == question->day;
    if (!case_stage_is_end(stage)) {
        bool broken = case_standing(file, question->site, question->day) >= WARNED_BROKEN;
        out->open++;
        out->overdue += broken;
        out->due += !broken && file->suspended_day == 0 && file->promised_day != 0 &&
                    file->promised_day <= next_day;
    }
}

static void say(struct brief_making *making, const struct promises *promises)
{
    struct saying saying = {0};
    saying_count(&saying, "accepted", promises->accepted);
    saying_count(&saying, "completed", promises->completed);
    saying_count(&saying, "open", promises->open);
    saying_count(&saying, "due", promises->due);
    saying_count(&saying, "overdue", promises->overdue);
    const char *advice = promises->overdue > 0 ? "cases.overdue"
                         : promises->due > 0   ? "cases.due"
                                               : NULL;
    brief_say(making, "cases",
              promises->overdue > 0 ? BRIEF_ACT
              : promises->due > 0   ? BRIEF_LOOK
                                    : BRIEF_FINE,
              "cases", 0, advice, &saying);
}

void brief_promises(struct brief_making *making)
{
    const struct brief_question *question = making->question;
    struct promises promises = {0};
    struct office *office = office_create();
    if (office == NULL || store_read_office(question->reader, 0, take, office) != 0) {
        making->failed = true;
    } else {
        const struct cases *cases = office_cases(office);
        int32_t next_day = calendar_add(question->site, question->day, 1);
        for (size_t i = 0; i < cases_count(cases); i++) {
            count(question, cases_at(cases, i), next_day, &promises);
        }
        if (promises.open > 0 || promises.accepted > 0 || promises.completed > 0) {
            say(making, &promises);
        }
    }
    office_destroy(office);
}
