/* progress_link.c: asks the controller how far a case is and reads the answer. The whole number of
 * the receipt is all that gives access (http/api_cases.c), so nothing is asked before it is there,
 * and number and answer are forgotten when the visitor leaves. */
#include "kiosk/pages.h"

#include "common/client.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_GROUP = 6, SECOND_GROUP = 10 }; /* digits before the first and the second dash */

void progress_forget(struct kiosk *kiosk)
{
    memset(&kiosk->progress, 0, sizeof kiosk->progress);
    kiosk->typed[0] = '\0';
}

void progress_typed(struct kiosk *kiosk)
{
    kiosk->progress.asked = 0;
    kiosk->progress.trouble = PROGRESS_FINE;
}

void progress_group(const char *digits, char out[RECEIPT_TEXT])
{
    size_t used = 0;
    for (size_t i = 0; digits[i] != '\0' && i < RECEIPT_DIGITS; i++) {
        if (i == FIRST_GROUP || i == SECOND_GROUP) {
            out[used++] = '-';
        }
        out[used++] = digits[i];
    }
    out[used] = '\0';
}

void progress_look(struct kiosk *kiosk)
{
    struct progress *progress = &kiosk->progress;
    char path[CLIENT_PATH], receipt[RECEIPT_TEXT];
    if (progress->asked != 0 || strlen(kiosk->typed) != RECEIPT_DIGITS) {
        return;
    }
    progress_group(kiosk->typed, receipt);
    snprintf(path, sizeof path, "/api/v1/progress/%s", receipt);
    progress->asked = kiosk->setup.send != NULL
                          ? kiosk->setup.send(kiosk->setup.context, path, NULL)
                          : 0;
    progress->trouble = progress->asked != 0 ? PROGRESS_FINE : PROGRESS_NO_ANSWER;
}

/* ------------------------------------------------------------------ answers */

/* "2026-03-05" as 20260305; 0 for null. */
static int32_t day_of(const json_t *json)
{
    int year, month, day;
    const char *text = json_string_value(json);
    if (text == NULL || sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 ||
        month > 12) {
        return 0;
    }
    return (int32_t)(year * 10000 + month * 100 + day);
}

static const char *code_of(const json_t *json)
{
    const char *code = json_string_value(json_object_get(json, "code"));
    return code != NULL ? code : "";
}

int progress_show(struct kiosk *kiosk, const json_t *body)
{
    struct progress *progress = &kiosk->progress;
    const json_t *stages = json_object_get(body, "stages");
    const char *receipt = json_string_value(json_object_get(body, "receipt"));
    const char *here = code_of(json_object_get(body, "stage"));
    if (receipt == NULL || json_array_size(stages) != PROGRESS_STAGES) {
        return -1;
    }
    memset(progress, 0, sizeof *progress);
    progress->at = -1;
    snprintf(progress->receipt, sizeof progress->receipt, "%s", receipt);
    kiosk_words_read(json_object_get(body, "item"), &progress->item);
    progress->promised = day_of(json_object_get(body, "promised"));
    progress->suspended = day_of(json_object_get(body, "suspended"));
    for (int i = 0; i < PROGRESS_STAGES; i++) {
        const json_t *from = json_array_get(stages, (size_t)i);
        struct progress_stage *stage = &progress->stages[i];
        snprintf(stage->code, sizeof stage->code, "%s", code_of(from));
        kiosk_words_read(from, &stage->name);
        stage->day = day_of(json_object_get(from, "day"));
        progress->at = strcmp(stage->code, here) == 0 ? i : progress->at;
    }
    return progress->at >= 0 ? 0 : -1;
}

static enum progress_trouble trouble_of(int status)
{
    return status == 404   ? PROGRESS_UNKNOWN
           : status == 429 ? PROGRESS_TOO_OFTEN
                           : PROGRESS_NO_ANSWER;
}

bool progress_answer(struct kiosk *kiosk, uint32_t id, int status, const json_t *body,
                     mono_t now)
{
    struct progress *progress = &kiosk->progress;
    if (id == 0 || id != progress->asked) {
        return false;
    }
    progress->asked = 0;
    if (status != 200 || progress_show(kiosk, body) < 0) {
        progress->trouble = trouble_of(status);
    } else if (kiosk->place.page == PAGE_PROGRESS) { /* else the visitor has gone on */
        walk_to(kiosk, PAGE_STAGES, 0, now);
    }
    return true;
}
