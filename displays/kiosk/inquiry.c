/* inquiry.c: asking how far a case is, by the number on its receipt.
 *
 * The number is all that opens a case (office/cases.h), so it is treated as what it is: it is on
 * the screen while its holder stands there, goes to the controller and nowhere else, and is
 * forgotten with the first page. Without an answer it is asked once more by itself, as a ticket
 * is; an answer to a number that has been changed since is not taken. */
#include "kiosk/pages.h"

#include "common/client.h"

#include <stdio.h>
#include <string.h>

const int receipt_groups[RECEIPT_GROUPS] = {6, 4, 5};

static void forget_request(struct inquiry *inquiry)
{
    inquiry->asked = 0;
    inquiry->attempts = 0;
    inquiry->retry_due = (mono_t){0};
    inquiry->trouble = INQUIRY_WELL;
}

void inquiry_forget(struct kiosk *kiosk)
{
    memset(&kiosk->inquiry, 0, sizeof kiosk->inquiry);
}

void inquiry_key(struct kiosk *kiosk, int key)
{
    struct inquiry *inquiry = &kiosk->inquiry;
    size_t length = strlen(inquiry->digits);
    if (key == KEY_CLEAR) {
        length = 0;
    } else if (key == KEY_DELETE) {
        length = length > 0 ? length - 1 : 0;
    } else if (length < RECEIPT_DIGITS) {
        inquiry->digits[length++] = (char)key;
    }
    inquiry->digits[length] = '\0';
    forget_request(inquiry);
}

bool inquiry_is_busy(const struct kiosk *kiosk)
{
    return kiosk->inquiry.asked != 0 || kiosk->inquiry.retry_due.ms != 0;
}

/* ------------------------------------------------------------------ asking */

static void fail(struct kiosk *kiosk, enum inquiry_trouble trouble)
{
    forget_request(&kiosk->inquiry);
    kiosk->inquiry.trouble = trouble;
    kiosk->dirty = true;
    walk_say(kiosk, "kiosk.say.message");
}

static void send_number(struct kiosk *kiosk)
{
    struct inquiry *inquiry = &kiosk->inquiry;
    char path[CLIENT_PATH];
    snprintf(path, sizeof path, "/api/v1/progress/%.6s-%.4s-%.5s", inquiry->digits,
             inquiry->digits + receipt_groups[0],
             inquiry->digits + receipt_groups[0] + receipt_groups[1]);
    inquiry->attempts++;
    inquiry->retry_due = (mono_t){0};
    inquiry->asked = link_ask(kiosk, path, NULL);
    if (inquiry->asked == 0) {
        fail(kiosk, INQUIRY_NO_ANSWER);
    }
}

void inquiry_ask(struct kiosk *kiosk, mono_t now)
{
    (void)now;
    if (!inquiry_is_busy(kiosk) && strlen(kiosk->inquiry.digits) == RECEIPT_DIGITS) {
        forget_request(&kiosk->inquiry);
        send_number(kiosk);
    }
}

void inquiry_tick(struct kiosk *kiosk, mono_t now)
{
    const mono_t due = kiosk->inquiry.retry_due;
    if (due.ms != 0 && mono_between(due, now) >= 0) {
        send_number(kiosk);
    }
}

/* ------------------------------------------------------------------ the answer */

struct refusal {
    int status;
    enum inquiry_trouble trouble;
};
static const struct refusal refusals[] = {
    {0, INQUIRY_NO_ANSWER},
    {404, INQUIRY_UNKNOWN},
    {429, INQUIRY_TOO_OFTEN},
};

static enum inquiry_trouble trouble_of(int status)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (refusals[i].status == status) {
            return refusals[i].trouble;
        }
    }
    return INQUIRY_FAILED;
}

void inquiry_take(struct kiosk *kiosk, int status, const json_t *body, mono_t now)
{
    struct inquiry *inquiry = &kiosk->inquiry;
    struct kiosk_progress answer;
    inquiry->asked = 0;
    if (status == 0 && inquiry->attempts < LINK_ATTEMPTS) {
        inquiry->retry_due = mono_after(now, LINK_RETRY_MS);
    } else if (status != 200 || kiosk_progress_from_json(body, &answer) < 0) {
        fail(kiosk, trouble_of(status));
    } else {
        forget_request(inquiry);
        inquiry->answer = answer;
        if (kiosk->place.page == PAGE_RECEIPT) { /* who went on does not wait for it */
            walk_to(kiosk, PAGE_PROGRESS, 0, now);
        }
    }
}
