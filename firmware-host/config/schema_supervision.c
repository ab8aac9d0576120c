/* schema_supervision.c: the rows of hall.yaml's supervision and of a category's alerts. See
 * schema.h; office/rules.c is who asks. */
#include "config/schema.h"

enum { HOURS = 3600 };

const struct schema_table schema_limits = {
    .name = "categories[].alerts",
    .zh = "一个类别自己的预警阈值；不写的用全厅的",
    .en = "a category's own limits for alerts; what is not given is as for the whole hall",
    .rows = (const struct schema_row[]){
        {"wait", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 8 * HOURS, .fallback = "0",
         IN(struct site_category, alerts.wait_s), .zh = "有人等候多久就预警；0 为用全厅的",
         .en = "somebody has waited so long; 0 = as for the hall"},
        {"service", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 8 * HOURS, .fallback = "0",
         IN(struct site_category, alerts.service_s), .zh = "一件办理多久就预警；0 为用全厅的",
         .en = "a service takes so long; 0 = as for the hall"},
        {"queue", SCHEMA_INT, .low = 0, .high = LIMIT_TICKETS_A_DAY, .fallback = "0",
         IN(struct site_category, alerts.queue), .zh = "多少人在等就预警；0 为用全厅的",
         .en = "so many people wait; 0 = as for the hall"},
        {.key = NULL},
    },
};

const struct schema_table schema_supervision = {
    .name = "supervision",
    .zh = "预警：什么情况提醒值班经理；各项为 0 就不提醒",
    .en = "alerts: what a manager is told of; 0 = not of this",
    .rows = (const struct schema_row[]){
        {"wait", SCHEMA_INT, .unit = "%", .low = 0, .high = 1000, .fallback = "150",
         IN(struct site, supervision.wait_percent),
         .zh = "有人等候超过目标等候时间的百分之几", .en = "somebody waits longer than so many "
         "percent of the target wait"},
        {"service", SCHEMA_INT, .unit = "%", .low = 0, .high = 2000, .fallback = "300",
         IN(struct site, supervision.service_percent),
         .zh = "一件办理超过预计时长的百分之几", .en = "a service takes longer than so many percent "
         "of what is expected"},
        {"queue", SCHEMA_INT, .low = 0, .high = LIMIT_TICKETS_A_DAY, .fallback = "30",
         IN(struct site, supervision.queue), .zh = "一个类别有多少人在等",
         .en = "so many people wait in a category"},
        {"idle", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 8 * HOURS, .fallback = "3min",
         IN(struct site, supervision.idle_s), .zh = "有人在等而窗口空闲多久",
         .en = "a window is free for so long although people wait for it"},
        {"pause", SCHEMA_DURATION, .unit = "s", .low = 0, .high = 8 * HOURS, .fallback = "15min",
         IN(struct site, supervision.pause_s), .zh = "窗口暂停多久",
         .en = "a window is paused for so long"},
        {"device_silent", SCHEMA_DURATION, .unit = "s", .low = 0, .high = HOURS,
         .fallback = "30s", IN(struct site, supervision.silent_s), .zh = "设备多久没有应答",
         .en = "a device has not answered for so long"},
        {"paper", SCHEMA_INT, .low = 0, .high = 5000, .fallback = "60",
         IN(struct site, supervision.paper_slips), .zh = "打印纸预计只够多少张号票",
         .en = "the paper will last for so few more tickets"},
        {"backup", SCHEMA_INT, .unit = "h", .low = 0, .high = 720, .fallback = "24",
         IN(struct site, supervision.backup_hours), .zh = "多少小时没有备份",
         .en = "no backup for so many hours"},
        {"certificate", SCHEMA_INT, .unit = "days", .low = 0, .high = 365, .fallback = "30",
         IN(struct site, supervision.certificate_days), .zh = "证书到期前多少天",
         .en = "so many days before the certificate ends"},
        {"review", SCHEMA_INT, .unit = "h", .low = 0, .high = 240, .fallback = "2",
         IN(struct site, supervision.review_hours), .zh = "差评多少小时还没有人受理",
         .en = "a bad review that nobody has taken up for so many hours"},
        {.key = NULL},
    },
};
