/* event_names.c: the words for what event.h numbers. The journal keeps words, so that a number
 * may change its place in an enum without rewriting five years of history. */
#include "queue/event.h"

#include <string.h>

static const char *const kind_names[EVENT_KIND_COUNT] = {
    [EVENT_DAY_OPENED] = "day_opened",
    [EVENT_DAY_CLOSED] = "day_closed",
    [EVENT_TICKET_ISSUED] = "ticket_issued",
    [EVENT_TICKET_CALLED] = "ticket_called",
    [EVENT_TICKET_RECALLED] = "ticket_recalled",
    [EVENT_TICKET_ARRIVED] = "ticket_arrived",
    [EVENT_TICKET_FINISHED] = "ticket_finished",
    [EVENT_TICKET_NO_SHOW] = "ticket_no_show",
    [EVENT_TICKET_HELD] = "ticket_held",
    [EVENT_TICKET_RESUMED] = "ticket_resumed",
    [EVENT_TICKET_TRANSFERRED] = "ticket_transferred",
    [EVENT_TICKET_CANCELLED] = "ticket_cancelled",
    [EVENT_TICKET_EXPIRED] = "ticket_expired",
    [EVENT_TICKET_CARRIED] = "ticket_carried",
    [EVENT_TICKET_RATED] = "ticket_rated",
    [EVENT_TICKET_RETURNED] = "ticket_returned",
    [EVENT_COMMAND_UNDONE] = "command_undone",
    [EVENT_WINDOW_OPENED] = "window_opened",
    [EVENT_WINDOW_CLOSED] = "window_closed",
    [EVENT_WINDOW_PAUSED] = "window_paused",
    [EVENT_WINDOW_RESUMED] = "window_resumed",
    [EVENT_SLIP_STARTED] = "slip_started",
    [EVENT_SLIP_PRINTED] = "slip_printed",
    [EVENT_SLIP_UNCERTAIN] = "slip_uncertain",
    [EVENT_SLIP_VOID] = "slip_void",
    [EVENT_CONTROLLER_STARTED] = "controller_started",
    [EVENT_CONTROLLER_STOPPED] = "controller_stopped",
    [EVENT_SITE_ADOPTED] = "site_adopted",
    [EVENT_DEVICE_CHANGED] = "device_changed",
    [EVENT_CLOCK_STEPPED] = "clock_stepped",
    [EVENT_RECORD_LOST] = "record_lost",
    [EVENT_OFFICE_ACCOUNT_SET] = "office_account_set",
    [EVENT_OFFICE_PASSWORD_SET] = "office_password_set",
    [EVENT_OFFICE_TOKEN_MADE] = "office_token_made",
    [EVENT_OFFICE_TOKEN_ENDED] = "office_token_ended",
    [EVENT_OFFICE_SIGNED_IN] = "office_signed_in",
    [EVENT_OFFICE_SIGNED_OUT] = "office_signed_out",
    [EVENT_OFFICE_SIGN_IN_FAILED] = "office_sign_in_failed",
    [EVENT_OFFICE_UNLOCKED] = "office_unlocked",
    [EVENT_OFFICE_REVIEW_OPENED] = "office_review_opened",
    [EVENT_OFFICE_REVIEW_STEP] = "office_review_step",
    [EVENT_OFFICE_REVIEW_ATTACHED] = "office_review_attached",
    [EVENT_OFFICE_DEFAULTS_DONE] = "office_defaults_done",
    [EVENT_OFFICE_CASE_OPENED] = "office_case_opened",
    [EVENT_OFFICE_CASE_MOVED] = "office_case_moved",
    [EVENT_OFFICE_CASE_WARNED] = "office_case_warned",
    [EVENT_OFFICE_ALERT_RAISED] = "office_alert_raised",
    [EVENT_OFFICE_ALERT_ACKNOWLEDGED] = "office_alert_acknowledged",
    [EVENT_OFFICE_ALERT_ENDED] = "office_alert_ended",
    [EVENT_OFFICE_SITE_SAVED] = "office_site_saved",
    [EVENT_OFFICE_EXPORTED] = "office_exported",
    [EVENT_OFFICE_REPORT_FILED] = "office_report_filed",
    [EVENT_OFFICE_DEVICE_TESTED] = "office_device_tested",
    [EVENT_OFFICE_PAPER_CHANGED] = "office_paper_changed",
};

static const char *const rule_names[WHY_RULE_COUNT] = {
    [WHY_NONE] = "none",         [WHY_ONLY] = "only",         [WHY_LONGEST] = "longest",
    [WHY_PRIORITY] = "priority", [WHY_STARVING] = "starving", [WHY_RETURNED] = "returned",
    [WHY_CHOSEN] = "chosen",
};

static const char *const outcome_names[OUTCOME_COUNT] = {
    [OUTCOME_DONE] = "done",
    [OUTCOME_ACCEPTED] = "accepted",
    [OUTCOME_CORRECTION] = "correction",
    [OUTCOME_REFUSED] = "refused",
    [OUTCOME_REPORTED] = "reported",
};

static const char *const rating_names[] = {
    [RATING_NONE] = "none",
    [RATING_ACTIVE] = "active",
    [RATING_DEFAULT] = "default",
};

/* Position of `name` in a table that may have holes, or -1. */
static int position(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *name_at(const char *const *names, int count, int at)
{
    return at >= 0 && at < count ? names[at] : NULL;
}

const char *event_kind_name(enum event_kind kind)
{
    return name_at(kind_names, EVENT_KIND_COUNT, (int)kind);
}

int event_kind_parse(const char *name, enum event_kind *out)
{
    int at = position(kind_names, EVENT_KIND_COUNT, name);
    if (at < 0) {
        return -1;
    }
    *out = (enum event_kind)at;
    return 0;
}

const char *why_rule_name(enum why_rule rule)
{
    return name_at(rule_names, WHY_RULE_COUNT, (int)rule);
}

const char *outcome_name(enum service_outcome outcome)
{
    return name_at(outcome_names, OUTCOME_COUNT, (int)outcome);
}

int outcome_parse(const char *name, enum service_outcome *out)
{
    int at = position(outcome_names, OUTCOME_COUNT, name);
    if (at < 0) {
        return -1;
    }
    *out = (enum service_outcome)at;
    return 0;
}

const char *rating_kind_name(enum rating_kind kind)
{
    return name_at(rating_names, RATING_DEFAULT + 1, (int)kind);
}
