/* schema_notices.c: the rows of hall.yaml's notices: news on hall boards. See schema.h. */
#include "config/schema.h"

enum { TEXT_BYTES = 400, PICTURE_BYTES = 100, DATES = 2 };

static const struct schema_row date_element = {
    "date", SCHEMA_DATE, .size = sizeof(int32_t), .zh = "日期", .en = "a date"};

const struct schema_table schema_notice = {
    .name = "notices[]",
    .zh = "综合屏上的一条通知",
    .en = "a notice on hall boards",
    .size = sizeof(struct site_notice),
    .rows = (const struct schema_row[]){
        {"text", SCHEMA_WORDS, .high = TEXT_BYTES, .fallback = "", .lines = true,
         IN(struct site_notice, text), .zh = "内容；多行时第一行是标题",
         .en = "its text; of several lines the first is a heading"},
        {"picture", SCHEMA_TEXT, .high = PICTURE_BYTES, .fallback = "",
         IN(struct site_notice, picture), .zh = "综合屏图片文件夹里的图片文件名",
         .en = "name of a picture in the boards' folder of pictures"},
        {"page", SCHEMA_BOOL, .fallback = "false", IN(struct site_notice, page),
         .zh = "单独占一页 (true) 或显示在底部一行 (false)",
         .en = "a page between those of the windows, or a line at the foot"},
        {"dates", SCHEMA_LIST, .high = DATES, .fallback = "[]",
         ARRAY(struct site_notice, dates, date_count), .element = &date_element,
         .zh = "显示的日期，或首日和末日；空为每天",
         .en = "the day on which it is shown, or the first and the last; empty = every day"},
        {"from", SCHEMA_TIME, .fallback = "00:00", IN(struct site_notice, from_min),
         .zh = "每天开始时刻", .en = "from this time of day"},
        {"to", SCHEMA_TIME, .fallback = "24:00", IN(struct site_notice, to_min),
         .zh = "每天结束时刻", .en = "until this time of day"},
        {.key = NULL},
    },
};
