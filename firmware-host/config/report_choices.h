/* report_choices.h: the words that a scheduled report's row may use. What the reports are is in
 * firmware-host/reports, which sees the configuration and not the other way round; a test holds the
 * two lists together. */
#pragma once

/* Reports over groups, which have axes; then those that list single things; then the brief. */
#define REPORT_TABLE_CHOICES                                                                       \
    "window_load|clerk_load|item_volume|mean_wait|wait_distribution|mean_service|walk|no_shows|"   \
    "transfers|hourly|window_idle|pauses|priority|satisfaction|rating_rates|departments"
#define REPORT_LEDGER_CHOICES                                                                      \
    "promised_cases|bad_reviews|review_rectification|device_faults|day_balance|audit_log"
#define REPORT_CHOICES REPORT_TABLE_CHOICES "|" REPORT_LEDGER_CHOICES "|brief"
#define REPORT_AXIS_CHOICES                                                                        \
    "own|all|day|week|month|item|category|department|window|clerk|hour|priority"
#define REPORT_FORM_CHOICES "pdf|xlsx|csv|json|txt"
