/* schema.c: the rows of hall.yaml. Those of lines.yaml and of profiles are in schema_lines.c. See
 * schema.h. */
#include "config/schema.h"

#include "config/custom.h"

const char *const schema_weekdays = "sun|mon|tue|wed|thu|fri|sat";

#define SLIP_HOLES                                                                                 \
    "hall|hall_en|address|address_en|number|category|category_en|item|item_en|windows|ahead|"      \
    "minutes|minutes_en|time|date|papers|papers_en|area|area_en|copy|copy_en|url|check|notice|notice_en"
#define BOARD_HOLES "number|window|name"

enum { NAME_BYTES = 120, SENTENCE_BYTES = 300, GUIDE_BYTES = 4000, HOURS = 3600 };

/* ------------------------------------------------------------------ hall */

static const struct schema_table hall_table = {
    .name = "hall",
    .zh = "大厅本身",
    .en = "the hall itself",
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CODE, IN(struct site, code),
         .zh = "大厅代码，用于文件名和报表", .en = "code of the hall, in file names and reports"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site, name),
         .zh = "大厅名称", .en = "name of the hall"},
        {"address", SCHEMA_WORDS, .high = SENTENCE_BYTES, .fallback = "", IN(struct site, address),
         .zh = "地址", .en = "address"},
        {"timezone", SCHEMA_TEXT, .low = 1, .high = 60, .fallback = "Asia/Shanghai",
         IN(struct site, timezone), .zh = "时区", .en = "time zone of the hall's clocks"},
        {"public_url", SCHEMA_TEXT, .high = 80, .fallback = "", IN(struct site, public_url),
         .zh = "手机查询页的网址，印在号票的二维码里",
         .en = "web address of the visitor's phone page, printed as the QR code"},
        {"ticket_notice", SCHEMA_WORDS, .high = NAME_BYTES, .fallback = "",
         IN(struct site, ticket_notice),
         .zh = "号票上的提示", .en = "notice on the ticket"},
        {.key = NULL},
    },
};

const struct schema_table schema_period = {
    .name = "hours[]",
    .zh = "一个开放时段",
    .en = "a period in which tickets are taken and called",
    .size = sizeof(struct site_period),
    .check = check_period,
    .rows = (const struct schema_row[]){
        {"days", SCHEMA_CUSTOM, IN(struct site_period, weekdays), .read = read_days,
         .write = write_days, .expected = MESSAGE_EXPECT_LIST, .example = "[mon, tue, wed]",
         .zh = "星期：mon tue wed thu fri sat sun",
         .en = "weekdays: mon tue wed thu fri sat sun"},
        {"from", SCHEMA_TIME, IN(struct site_period, from_min), .zh = "开始时刻",
         .en = "when it begins"},
        {"to", SCHEMA_TIME, IN(struct site_period, to_min), .zh = "结束时刻", .en = "when it ends"},
        {.key = NULL},
    },
};

static const struct schema_row date_element = {
    "date", SCHEMA_DATE, .size = sizeof(int32_t), .zh = "日期", .en = "a date"};

static const struct schema_table department_table = {
    .name = "departments[]",
    .zh = "一个部门",
    .en = "a department with windows in the hall",
    .size = sizeof(struct site_department),
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CODE, IN(struct site_department, code), .unique = true, .zh = "部门代码",
         .en = "code of the department"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site_department, name),
         .zh = "部门名称", .en = "name of the department"},
        {"reviews_to", SCHEMA_CODE, .fallback = "", IN(struct site_department, reviews_to),
         .zh = "差评由谁办 (登录名)", .en = "account that handles its bad reviews"},
        {.key = NULL},
    },
};

static const struct schema_table category_table = {
    .name = "categories[]",
    .zh = "一个业务类别：一个号段和一个队列",
    .en = "a category: one number series and one queue",
    .size = sizeof(struct site_category),
    .check = check_category,
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CODE, IN(struct site_category, code), .unique = true, .zh = "类别代码",
         .en = "code of the category"},
        {"series", SCHEMA_SERIES, IN(struct site_category, series), .unique = true,
         .zh = "号码前的字母", .en = "letters before its numbers"},
        {"overflow", SCHEMA_SERIES, .fallback = "", IN(struct site_category, overflow),
         .unique = true, .zh = "号码用完后改用的字母", .en = "letters once the numbers are used up"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site_category, name),
         .zh = "类别名称", .en = "name of the category"},
        {"area", SCHEMA_WORDS, .high = NAME_BYTES, .fallback = "", IN(struct site_category, area),
         .zh = "等候区", .en = "where to wait"},
        {"numbers", SCHEMA_CUSTOM, .low = 0, .high = 999999, .fallback = "[1, 999]",
         .offset = 0, .read = read_numbers, .write = write_numbers,
         .expected = MESSAGE_EXPECT_NUMBERS, .example = "[1, 999]", .zh = "首号和末号",
         .en = "first and last number"},
        {"digits", SCHEMA_INT, .low = 1, .high = 6, .fallback = "3",
         IN(struct site_category, digits), .zh = "号码的位数，前面补零",
         .en = "digits of a number, with leading zeros"},
        {"target_wait", SCHEMA_DURATION, .unit = "s", .low = 60, .high = 8 * HOURS,
         .fallback = "20min", IN(struct site_category, target_wait_s),
         .zh = "目标等候时间", .en = "how long people should wait at most"},
        {"service", SCHEMA_DURATION, .unit = "s", .low = 10, .high = 8 * HOURS,
         .fallback = "10min", IN(struct site_category, service_s),
         .zh = "办理一件大约多久，用于最初的预计", .en = "how long a service takes, for first forecasts"},
        {"quota", SCHEMA_INT, .low = 0, .high = LIMIT_TICKETS_A_DAY, .fallback = "0",
         IN(struct site_category, quota), .zh = "每天最多取号数，0 为不限",
         .en = "tickets a day, 0 = no limit"},
        {"alerts", SCHEMA_MAP, .fallback = "", .table = &schema_limits,
         .zh = "本类别自己的预警阈值", .en = "limits of its own for alerts"},
        {.key = NULL},
    },
};

/* The seven public facts, all alike. */
#define GUIDE(name, chinese, english)                                                              \
    {                                                                                              \
        #name, SCHEMA_WORDS, .high = GUIDE_BYTES, .fallback = "", .lines = true,                   \
        IN(struct site_item, guide.name), .zh = chinese, .en = english                             \
    }

static const struct schema_table guide_table = {
    .name = "guide",
    .zh = "办事指南 (七公开)",
    .en = "the service guide: seven facts to be published",
    .rows = (const struct schema_row[]){
        GUIDE(basis, "办理依据", "legal basis"),
        GUIDE(procedure, "办理程序", "procedure"),
        GUIDE(conditions, "申请条件", "conditions"),
        GUIDE(papers, "申报材料", "papers to bring"),
        GUIDE(fee, "收费标准及依据", "fee and its basis"),
        GUIDE(limit, "办结时限", "time limit"),
        GUIDE(complaints, "投诉渠道", "where to complain"),
        {.key = NULL},
    },
};

/* The tables of lists that refer to other lists stand below. */
static const struct schema_table item_table, window_table, priority_table, policy_table;
static const struct schema_table evaluation_table, boards_table, cases_table, accounts_table;

const struct schema_row schema_hall_rows[] = {
    {"hall", SCHEMA_MAP, .table = &hall_table, .zh = "大厅", .en = "the hall"},
    {"hours", SCHEMA_LIST, .low = 1, .high = 64, ARRAY(struct site, periods, period_count),
     .table = &schema_period,
     .fallback = "[{days: [mon, tue, wed, thu, fri], from: \"09:00\", to: \"17:00\"}]",
     .zh = "开放时间，每天最多四段", .en = "opening hours, at most four periods a day"},
    {"holidays", SCHEMA_LIST, .high = 400, .fallback = "",
     ARRAY(struct site, holidays, holiday_count), .element = &date_element,
     .zh = "放假的日期", .en = "days on which the hall is closed"},
    {"workdays", SCHEMA_LIST, .high = 400, .fallback = "",
     ARRAY(struct site, workdays, workday_count), .element = &date_element,
     .zh = "调休上班的日期：周六日开放时间以外的，按周一的时段",
     .en = "days worked although a weekend, with a Monday's hours unless that day has its own"},
    [SCHEMA_HALL_DEPARTMENTS] = {"departments", SCHEMA_LIST, .low = 1, .high = LIMIT_DEPARTMENTS,
     ARRAY(struct site, departments, department_count), .table = &department_table,
     .zh = "部门", .en = "departments"},
    [SCHEMA_HALL_CATEGORIES] = {"categories", SCHEMA_LIST, .low = 1, .high = LIMIT_CATEGORIES,
     ARRAY(struct site, categories, category_count), .table = &category_table,
     .zh = "业务类别", .en = "categories"},
    [SCHEMA_HALL_ITEMS] = {"items", SCHEMA_LIST, .low = 1, .high = LIMIT_ITEMS, ARRAY(struct site, items, item_count),
     .table = &item_table, .zh = "事项", .en = "items"},
    {"windows", SCHEMA_LIST, .low = 1, .high = LIMIT_WINDOWS,
     ARRAY(struct site, windows, window_count), .table = &window_table, .zh = "窗口",
     .en = "windows"},
    {"priorities", SCHEMA_LIST, .high = LIMIT_PRIORITIES - 1, .fallback = "[]", .reserve = 1,
     ARRAY(struct site, priorities, priority_count), .table = &priority_table,
     .zh = "优先办理的人群", .en = "who goes before others"},
    {"policy", SCHEMA_MAP, .fallback = "", .table = &policy_table, .zh = "排队规则",
     .en = "rules of the queue"},
    {"evaluation", SCHEMA_MAP, .fallback = "", .table = &evaluation_table, .zh = "评价 (好差评)",
     .en = "evaluation"},
    {"reviews", SCHEMA_MAP, .fallback = "", .table = &schema_reviews,
     .zh = "差评的整改：由谁办，每一步几个工作日",
     .en = "what follows a bad review: who handles it, and working days for each step"},
    {"cases", SCHEMA_MAP, .fallback = "", .table = &cases_table, .zh = "承诺件",
     .en = "promised cases"},
    {"boards", SCHEMA_MAP, .fallback = "", .table = &boards_table, .zh = "窗口屏和取号屏",
     .en = "counter boards and panels"},
    {"accounts", SCHEMA_MAP, .fallback = "", .table = &accounts_table, .zh = "登录账号",
     .en = "accounts that sign in"},
    {"displays", SCHEMA_LIST, .high = LIMIT_DISPLAYS, .fallback = "[]",
     ARRAY(struct site, displays, display_count), .table = &schema_display,
     .zh = "取号机和综合屏 (屏幕)", .en = "kiosks and hall boards (screens)"},
    {"notices", SCHEMA_LIST, .high = LIMIT_NOTICES, .fallback = "[]",
     ARRAY(struct site, notices, notice_count), .table = &schema_notice,
     .zh = "综合屏上的通知", .en = "news on the hall boards"},
    {"reports", SCHEMA_LIST, .high = LIMIT_REPORTS, .fallback = "[]",
     ARRAY(struct site, reports, report_count), .table = &schema_report,
     .zh = "定时生成的报表", .en = "reports that are made by themselves"},
    {"voice", SCHEMA_MAP, .fallback = "", .table = &schema_voice, .zh = "语音叫号",
     .en = "spoken calls"},
    {"supervision", SCHEMA_MAP, .fallback = "", .table = &schema_supervision,
     .zh = "预警：什么情况提醒值班经理", .en = "alerts: what a manager is told of"},
    {"ticket", SCHEMA_CUSTOM, .low = 1, .high = SLIP_ELEMENTS,
     .fallback = "[{text: \"{hall}\", align: centre, bold: true},"
                 " {text: \"{number}\", align: centre, width: 3, height: 3},"
                 " {text: \"{category}\", align: centre}, {text: \"{item}\", align: centre},"
                 " {text: \"{copy}\", align: centre, bold: true}, {rule: true},"
                 " {text: \"{windows}\"}, {text: \"{area}\"}, {text: \"{notice}\"},"
                 " {text: \"{date} {time}\"}, {qr: \"{url}\", align: centre}, {feed: 2},"
                 " {cut: true}]",
     .offset = 0, .table = &schema_slip_line, .read = read_ticket, .write = write_ticket,
     .expected = MESSAGE_EXPECT_LIST, .example = "[{text: \"{number}\"}, {cut: true}]",
     .zh = "号票的样式，每行一项", .en = "what stands on the ticket, line by line"},
    {.key = NULL},
};

/* ------------------------------------------------------------------ items, windows, people */

static const struct schema_table item_table = {
    .name = "items[]",
    .zh = "一个事项",
    .en = "an item: what a visitor comes for",
    .size = sizeof(struct site_item),
    .check = check_item,
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CODE, IN(struct site_item, code), .unique = true, .zh = "事项代码",
         .en = "code of the item"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site_item, name),
         .zh = "事项名称", .en = "name of the item"},
        {"pinyin", SCHEMA_TEXT, .high = 60, .fallback = "", IN(struct site_item, pinyin),
         .zh = "拼音首字母，用于检索", .en = "initials in pinyin, for search"},
        {"department", SCHEMA_REFERENCE, IN(struct site_item, department),
         .list = &schema_hall_rows[SCHEMA_HALL_DEPARTMENTS], .zh = "部门代码",
         .en = "code of its department"},
        {"category", SCHEMA_REFERENCE, IN(struct site_item, category),
         .list = &schema_hall_rows[SCHEMA_HALL_CATEGORIES],
         .zh = "业务类别代码", .en = "code of its category"},
        {"kind", SCHEMA_CHOICE, .words = "on_the_spot|promised|reported",
         .fallback = "on_the_spot", IN(struct site_item, kind), .zh = "即办件、承诺件、上报件",
         .en = "done on the spot, promised within days, or reported upward"},
        {"promised_days", SCHEMA_INT, .unit = "days", .low = 0, .high = 1000, .fallback = "0",
         IN(struct site_item, promised_days), .zh = "承诺的工作日数",
         .en = "working days that are promised"},
        {"statutory_days", SCHEMA_INT, .unit = "days", .low = 0, .high = 1000, .fallback = "0",
         IN(struct site_item, statutory_days), .zh = "法定的工作日数，0 为没有",
         .en = "working days that the law allows, 0 = none set"},
        {"popular", SCHEMA_BOOL, .fallback = "false", IN(struct site_item, popular),
         .zh = "放在取号机首页", .en = "stands on the kiosk's first page"},
        {"guide", SCHEMA_MAP, .fallback = "", .table = &guide_table, .zh = "办事指南",
         .en = "service guide"},
        {.key = NULL},
    },
};

static const struct schema_table window_table = {
    .name = "windows[]",
    .zh = "一个窗口",
    .en = "a window",
    .size = sizeof(struct site_window),
    .rows = (const struct schema_row[]){
        {"number", SCHEMA_INT, .low = 1, .high = 999, IN(struct site_window, number),
         .unique = true, .zh = "窗口号", .en = "number of the window"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site_window, name),
         .zh = "窗口名称", .en = "name of the window"},
        {"area", SCHEMA_WORDS, .high = NAME_BYTES, .fallback = "", IN(struct site_window, area),
         .zh = "所在区域", .en = "where it is"},
        {"department", SCHEMA_REFERENCE, .fallback = "", IN(struct site_window, department),
         .list = &schema_hall_rows[SCHEMA_HALL_DEPARTMENTS], .zh = "部门代码",
         .en = "code of its department"},
        {"clerk", SCHEMA_CODE, .fallback = "", IN(struct site_window, clerk),
         .zh = "通常在岗人员的代码", .en = "code of who usually sits there"},
        {"clerk_name", SCHEMA_WORDS, .high = NAME_BYTES, .fallback = "",
         IN(struct site_window, clerk_name), .zh = "在岗人员姓名", .en = "that person's name"},
        {"integrated", SCHEMA_BOOL, .fallback = "false", IN(struct site_window, integrated),
         .zh = "综合窗口", .en = "an integrated window, for many categories"},
        {"serves", SCHEMA_CUSTOM, .low = 1, .high = 1000, .offset = 0,
         .list = &schema_hall_rows[SCHEMA_HALL_CATEGORIES],
         .read = read_serves, .write = write_serves, .expected = MESSAGE_EXPECT_MAP,
         .example = "{business: 100, seal: 50}", .zh = "办理的类别和权重 (百分比)",
         .en = "categories that it serves, with a weight in percent"},
        {.key = NULL},
    },
};

static const struct schema_table priority_table = {
    .name = "priorities[]",
    .zh = "一种优先",
    .en = "a priority",
    .size = sizeof(struct site_priority),
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CODE, IN(struct site_priority, code), .unique = true, .zh = "代码",
         .en = "code of the priority"},
        {"name", SCHEMA_WORDS, .low = 1, .high = NAME_BYTES, IN(struct site_priority, name),
         .zh = "名称", .en = "name of the priority"},
        {"bonus", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 8 * HOURS, .fallback = "10min",
         IN(struct site_priority, bonus_s), .zh = "相当于已多等的时间",
         .en = "counts as if they had waited so much longer"},
        {.key = NULL},
    },
};

/* ------------------------------------------------------------------ rules */

static const struct schema_table policy_table = {
    .name = "policy",
    .zh = "排队规则",
    .en = "rules of the queue",
    .rows = (const struct schema_row[]){
        {"mode", SCHEMA_CHOICE, .words = "pull|push", .fallback = "pull",
         IN(struct site, policy.push), .zh = "pull: 工作人员按键叫号；push: 窗口空闲时自动叫号",
         .en = "pull: the clerk asks for the next ticket; push: a free window gets it by itself"},
        {"day_end", SCHEMA_CHOICE, .words = "expire|carry_over", .fallback = "expire",
         IN(struct site, policy.carry_over), .zh = "日结时还在等的号：作废或转到次日",
         .en = "who still waits at the end of the day: expires or waits on tomorrow"},
        {"recall_limit", SCHEMA_INT, .low = 0, .high = 20, .fallback = "3",
         IN(struct site, policy.recall_limit), .zh = "一次叫号最多重呼几次",
         .en = "recalls of one call"},
        {"no_show_reinsert", SCHEMA_INT, .low = 0, .high = 100, .fallback = "3",
         IN(struct site, policy.no_show_reinsert), .zh = "过号后顺延几位",
         .en = "a missed visitor goes back behind so many"},
        {"no_show_limit", SCHEMA_INT, .low = 1, .high = 20, .fallback = "2",
         IN(struct site, policy.no_show_limit), .zh = "过号几次后作废；1 为第一次就作废",
         .en = "so many no-shows end the ticket; 1 = the first does"},
        {"overtaken_limit", SCHEMA_INT, .low = 1, .high = 1000, .fallback = "12",
         IN(struct site, policy.overtaken_limit), .zh = "一个号最多被插过几次",
         .en = "a waiting ticket is overtaken at most so often"},
        {"undo", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 300, .fallback = "10s",
         IN(struct site, policy.undo_s), .zh = "操作后多久内可撤销",
         .en = "how long a command can be taken back"},
        {"repeat_guard", SCHEMA_DURATION, .unit = "ms", .low = 0, .high = 10000,
         .fallback = "1500ms", IN(struct site, policy.repeat_guard_ms),
         .zh = "这么短的时间内再按叫号算误按", .en = "a second NEXT within this is a double press"},
        {"return_bonus", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 8 * HOURS,
         .fallback = "30min", IN(struct site, policy.return_bonus_s),
         .zh = "挂起或转移后回来的号相当于多等的时间",
         .en = "who comes back from hold or transfer counts so much longer"},
        {"reprint_by_itself", SCHEMA_BOOL, .fallback = "true",
         IN(struct site, policy.reprint_by_itself), .zh = "没有确认打出的号票自动补打",
         .en = "a slip that was not confirmed is printed again at once, marked as a copy"},
        {.key = NULL},
    },
};

static const struct schema_table default_table = {
    .name = "evaluation.default",
    .zh = "未评价的服务按默认评价计 (各地规定不同)",
    .en = "what counts for services that nobody rated (rules differ from place to place)",
    .rows = (const struct schema_row[]){
        {"enabled", SCHEMA_BOOL, .fallback = "false", IN(struct site, policy.default_rating),
         .zh = "是否默认评价", .en = "is there a default rating"},
        {"after_days", SCHEMA_INT, .unit = "days", .low = 0, .high = 60, .fallback = "5",
         IN(struct site, policy.default_after_days), .zh = "多少个工作日后，0 为当天日结时",
         .en = "after so many working days, 0 = at the end of the day"},
        {"level", SCHEMA_INT, .low = 1, .high = 5, .fallback = "4",
         IN(struct site, policy.default_level), .zh = "等级：5 非常满意 … 1 非常不满意",
         .en = "level: 5 very satisfied … 1 very dissatisfied"},
        {.key = NULL},
    },
};

static const struct schema_table accounts_table = {
    .name = "accounts",
    .zh = "登录账号",
    .en = "accounts that sign in",
    .rows = (const struct schema_row[]){
        {"password_profile", SCHEMA_CHOICE, .words = "djbh2|asvs", .fallback = "djbh2",
         IN(struct site, password_asvs),
         .zh = "密码规则。djbh2：等保二级，四类字符至少三类，90 天更换；asvs: 不限字符种类，不强制更换",
         .en = "rules for passwords. djbh2: three of four kinds of characters, changed every 90 "
               "days; asvs: any characters, never forced to change"},
        {.key = NULL},
    },
};

static const struct schema_table evaluation_table = {
    .name = "evaluation",
    .zh = "评价",
    .en = "evaluation",
    .rows = (const struct schema_row[]){
        {"ask", SCHEMA_DURATION, .unit = "s", .low = 5, .high = 600, .fallback = "30s",
         IN(struct site, policy.evaluation_ask_s), .zh = "评价器等待多久",
         .en = "how long an evaluator asks"},
        {"grace", SCHEMA_DURATION, .unit = "s", .low = 0, .high = HOURS, .fallback = "5min",
         IN(struct site, policy.evaluation_grace_s), .zh = "办结后多久内仍可在窗口评价",
         .en = "how long after its end a service can be rated at the window"},
        {"default", SCHEMA_MAP, .fallback = "", .table = &default_table, .zh = "默认评价",
         .en = "rating by default"},
        {"tags", SCHEMA_LIST, .high = LIMIT_REVIEW_TAGS, .fallback = SCHEMA_REVIEW_TAGS,
         ARRAY(struct site, review_tags, review_tag_count), .table = &schema_review_tag,
         .zh = "评价时可选的标签", .en = "tags that can be ticked beside a level"},
        {"doubtful", SCHEMA_MAP, .fallback = "", .table = &schema_doubts,
         .zh = "哪些评价做可疑标记 (只标记，不剔除)",
         .en = "which ratings are marked as doubtful (marked, never dropped)"},
        {.key = NULL},
    },
};

static const struct schema_table cases_table = {
    .name = "cases",
    .zh = "承诺件",
    .en = "promised cases",
    .rows = (const struct schema_row[]){
        {"warn_days", SCHEMA_INT, .unit = "days", .low = 0, .high = 30, .fallback = "1",
         IN(struct site, cases.warn_days), .zh = "承诺到期前几个工作日预警",
         .en = "warn so many working days before a promise falls due"},
        {.key = NULL},
    },
};

/* ------------------------------------------------------------------ what is shown */

#define BOARD_TEXT_ROW(name, text, chinese, english)                                               \
    {                                                                                              \
        #name, SCHEMA_WORDS, .high = BOARD_TEXT - 1, .words = BOARD_HOLES, .fallback = text,       \
        IN(struct site, board.name), .zh = chinese, .en = english                                  \
    }

static const struct schema_table texts_table = {
    .name = "boards.texts",
    .zh = "窗口屏的文字",
    .en = "texts of counter boards",
    .rows = (const struct schema_row[]){
        BOARD_TEXT_ROW(idle, "{zh: \"{name}\", en: \"{name}\"}", "空闲", "nobody is called"),
        BOARD_TEXT_ROW(calling, "{zh: \"请{number}号\", en: \"Now {number}\"}", "叫号", "calling"),
        BOARD_TEXT_ROW(serving, "{zh: \"{number}\", en: \"{number}\"}", "办理中", "serving"),
        BOARD_TEXT_ROW(paused, "{zh: 暂停服务, en: Paused}", "暂停", "paused"),
        BOARD_TEXT_ROW(closed, "{zh: 停止服务, en: Closed}", "关闭", "closed"),
        {.key = NULL},
    },
};

static const struct schema_table boards_table = {
    .name = "boards",
    .zh = "窗口屏和取号屏",
    .en = "counter boards and panels",
    .rows = (const struct schema_row[]){
        {"flash", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 240, .fallback = "8s",
         IN(struct site, policy.board_flash_s), .zh = "叫号时闪烁多久",
         .en = "how long a call flashes"},
        {"thanks", SCHEMA_DURATION, .unit = "s", .low = 1, .high = 60, .fallback = "4s",
         IN(struct site, policy.thanks_s), .zh = "评价后致谢多久",
         .en = "how long an evaluator says thank you"},
        {"panel_page", SCHEMA_DURATION, .unit = "s", .low = 3, .high = 300, .fallback = "8s",
         IN(struct site, policy.panel_page_s), .zh = "取号屏多久后回到首页",
         .en = "when a panel goes back to its first page"},
        {"texts", SCHEMA_MAP, .fallback = "", .table = &texts_table, .zh = "文字", .en = "texts"},
        {.key = NULL},
    },
};

const struct schema_table schema_slip_line = {
    .name = "ticket[]",
    .zh = "号票上的一行：text、qr、feed、rule、cut 之一",
    .en = "a line of the ticket: one of text, qr, feed, rule, cut",
    .size = sizeof(struct slip_draft),
    .check = check_slip_line,
    .rows = (const struct schema_row[]){
        {"text", SCHEMA_TEXT, .high = SLIP_TEXT - 1, .words = SLIP_HOLES, .fallback = "",
         IN(struct slip_draft, text), .zh = "文字", .en = "a line of text"},
        {"qr", SCHEMA_TEXT, .high = SLIP_TEXT - 1, .words = SLIP_HOLES, .fallback = "",
         IN(struct slip_draft, qr), .zh = "二维码的内容", .en = "content of a QR code"},
        {"feed", SCHEMA_INT, .unit = "lines", .low = 0, .high = 20, .fallback = "0",
         IN(struct slip_draft, feed), .zh = "走纸行数", .en = "lines of paper to feed"},
        {"rule", SCHEMA_BOOL, .fallback = "false", IN(struct slip_draft, rule), .zh = "横线",
         .en = "a rule across the paper"},
        {"cut", SCHEMA_BOOL, .fallback = "false", IN(struct slip_draft, cut), .zh = "切纸",
         .en = "cut the paper"},
        {"align", SCHEMA_CHOICE, .words = "left|centre|right", .fallback = "left",
         IN(struct slip_draft, align), .zh = "对齐", .en = "alignment"},
        {"bold", SCHEMA_BOOL, .fallback = "false", IN(struct slip_draft, bold), .zh = "加粗",
         .en = "bold"},
        {"width", SCHEMA_INT, .low = 1, .high = 8, .fallback = "1", IN(struct slip_draft, width),
         .zh = "横向放大倍数", .en = "how many times as wide"},
        {"height", SCHEMA_INT, .low = 1, .high = 8, .fallback = "1",
         IN(struct slip_draft, height), .zh = "纵向放大倍数", .en = "how many times as high"},
        {"size", SCHEMA_INT, .unit = "dots", .low = 1, .high = 16, .fallback = "5",
         IN(struct slip_draft, size), .zh = "二维码每格点数", .en = "dots a module of the QR code"},
        {.key = NULL},
    },
};

const struct schema_table schema_hall = {
    .name = "hall.yaml",
    .zh = "大厅",
    .en = "the hall, its items, windows and rules",
    .rows = schema_hall_rows,
    .size = sizeof(struct site),
};
