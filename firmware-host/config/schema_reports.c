/* schema_reports.c: the rows of hall.yaml's reports: which are made by themselves, and where to. See
 * schema.h. */
#include "config/problems.h"
#include "config/reader.h"
#include "config/report_choices.h"
#include "config/schema.h"

#include <string.h>

enum { FOLDER_BYTES = 200 };

static bool is_one_of(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, word, length) == 0 && (at[length] == '|' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

static const struct yaml_node *value_or_self(const struct yaml_node *node, const char *key)
{
    const struct yaml_node *value = yaml_get(node, key);
    return value != NULL ? value : node;
}

/* What cannot be made would fail every evening; it is better told now. */
static void check_report(struct reader *reader, const struct yaml_node *node, void *record)
{
    const struct site_report *report = record;
    bool brief = strcmp(report->name, "brief") == 0, text = strcmp(report->form, "txt") == 0;
    bool sheet = strcmp(report->form, "csv") == 0 || strcmp(report->form, "xlsx") == 0;
    if (report->folder[0] != '/') {
        reader_problem(reader, value_or_self(node, "folder"), MESSAGE_FOLDER_NOT_WHOLE,
                       (struct message_values){{report->folder}});
    }
    if ((brief && sheet) || (!brief && text)) {
        reader_problem(reader, value_or_self(node, "form"), MESSAGE_REPORT_FORM,
                       (struct message_values){{report->name, report->form}});
    }
    if (brief && report->every != SITE_DAILY) {
        reader_problem(reader, value_or_self(node, "every"), MESSAGE_BRIEF_DAILY,
                       (struct message_values){{NULL}});
    }
    if (strcmp(report->by, "own") != 0 && !is_one_of(REPORT_TABLE_CHOICES, report->name)) {
        reader_problem(reader, value_or_self(node, "by"), MESSAGE_REPORT_NO_AXES,
                       (struct message_values){{report->name}});
    }
}

const struct schema_table schema_report = {
    .name = "reports[]",
    .zh = "一个定时生成的报表",
    .en = "a report that is made by itself",
    .size = sizeof(struct site_report),
    .check = check_report,
    .rows = (const struct schema_row[]){
        {"name", SCHEMA_CHOICE_CHARACTERS, .words = REPORT_CHOICES, IN(struct site_report, name),
         .zh = "报表", .en = "which report"},
        {"by", SCHEMA_CHOICE_CHARACTERS, .words = REPORT_AXIS_CHOICES, .fallback = "own",
         IN(struct site_report, by), .zh = "分组；own 为报表自己的分组",
         .en = "grouped by; own = as the report does by itself"},
        {"every", SCHEMA_CHOICE, .words = "day|week|month", .fallback = "day",
         IN(struct site_report, every), .zh = "每天、每周 (周一到周日) 或每月一份",
         .en = "one a day, a week (Monday to Sunday) or a month"},
        {"at", SCHEMA_TIME, .fallback = "00:00", IN(struct site_report, at_min),
         .zh = "几点生成；00:00 为日结之后；周报和月报在下一天的这个时刻",
         .en = "at what time; 00:00 = when the day is closed; weeks and months on the next day"},
        {"form", SCHEMA_CHOICE_CHARACTERS, .words = REPORT_FORM_CHOICES, .fallback = "pdf",
         IN(struct site_report, form), .zh = "文件格式；简报为 pdf、txt 或 json",
         .en = "kind of file; the brief has pdf, txt and json"},
        {"folder", SCHEMA_TEXT, .high = FOLDER_BYTES, IN(struct site_report, folder),
         .zh = "放到哪个文件夹 (完整路径，要存在并可写)",
         .en = "folder that it is put into (whole path; it must exist and be writable)"},
        {"language", SCHEMA_CHOICE, .words = "zh|en", .fallback = "zh",
         IN(struct site_report, english), .zh = "中文或英文", .en = "Chinese or English"},
        {.key = NULL},
    },
};
