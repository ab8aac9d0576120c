/* schema_reviews.c: the rows of hall.yaml about reviews: tags, doubts, and what follows a bad one.
 * See schema.h. */
#include "config/schema.h"

enum { NAME_BYTES = 60, MINUTES = 60, HOURS = 3600 };

const struct schema_table schema_review_tag = {
    .name = "evaluation.tags[]",
    .zh = "一个评价标签",
    .en = "a tag",
    .size = sizeof(struct site_review_tag),
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CODE, .high = 18, IN(struct site_review_tag, code), .unique = true,
         .zh = "代码", .en = "its code"},
        {"for", SCHEMA_CHOICE, .words = "bad|fair|good", IN(struct site_review_tag, group),
         .zh = "用于哪些等级：bad 不满意 (1、2), fair 基本满意 (3), good 满意 (4、5)",
         .en = "for which levels: bad (1, 2), fair (3), good (4, 5)"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site_review_tag, name),
         .zh = "文字", .en = "its text"},
        {.key = NULL},
    },
};

const struct schema_table schema_doubts = {
    .name = "evaluation.doubtful",
    .zh = "可疑评价的标记条件，0 为不看这一项",
    .en = "when a rating is marked as doubtful; 0 = that is not looked at",
    .rows = (const struct schema_row[]){
        {"quick", SCHEMA_DURATION, .unit = "ms", .low = 0, .high = 10000, .fallback = "1s",
         IN(struct site, doubts.quick_ms), .zh = "评价器刚请评价就按下",
         .en = "pressed so soon after the evaluator asked"},
        {"streak", SCHEMA_INT, .low = 0, .high = 50, .fallback = "5",
         IN(struct site, doubts.streak), .zh = "同一评价器连续几个相同的评价",
         .en = "so many equal ratings in a row from one evaluator"},
        {"streak_within", SCHEMA_DURATION, .unit = "s", .low = 1, .high = HOURS,
         .fallback = "3min", IN(struct site, doubts.streak_s), .zh = "连续评价在多久之内",
         .en = "within what time they are a streak"},
        {"left", SCHEMA_DURATION, .unit = "s", .low = 0, .high = HOURS, .fallback = "90s",
         IN(struct site, doubts.left_s), .zh = "办结这么久以后才按，窗口前已没有群众",
         .en = "pressed so long after the service that nobody stood there any more"},
        {"paused", SCHEMA_BOOL, .fallback = "true", IN(struct site, doubts.paused),
         .zh = "窗口暂停时按下", .en = "pressed while the window was paused"},
        {.key = NULL},
    },
};

#define STEP(name, member, days, chinese, english)                                                 \
    {                                                                                              \
        name, SCHEMA_INT, .unit = "days", .low = 0, .high = 60, .fallback = days,                  \
        IN(struct site, reviews.member), .zh = chinese, .en = english                              \
    }

const struct schema_table schema_reviews = {
    .name = "reviews",
    .zh = "差评的整改",
    .en = "what follows a bad review",
    .rows = (const struct schema_row[]){
        {"to", SCHEMA_CODE, .fallback = "", IN(struct site, reviews.to),
         .zh = "没有单独指定的部门由谁办 (登录名), 空为管理人员",
         .en = "account that handles those of all other departments; empty = the managers"},
        STEP("verify", verify_days, "1", "收到差评后几个工作日内核实",
             "working days after the review in which it is verified"),
        STEP("rectify", rectify_days, "5", "收到差评后几个工作日内整改或说明",
             "working days after the review in which it is rectified or explained"),
        STEP("call_back", call_back_days, "3", "整改后几个工作日内回访",
             "working days after that in which the visitor is called back"),
        STEP("close", close_days, "2", "回访后几个工作日内办结",
             "working days after the call in which the file is closed"),
        STEP("appeal", appeal_days, "5", "提出申诉后几个工作日内答复",
             "working days in which an appeal is decided"),
        {"attempts", SCHEMA_INT, .low = 1, .high = 10, .fallback = "3",
         IN(struct site, reviews.attempts), .zh = "回访几次没有联系上，算作无法回访",
         .en = "calls without an answer until the visitor counts as not reached"},
        {.key = NULL},
    },
};
