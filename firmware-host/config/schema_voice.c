/* schema_voice.c: the rows of hall.yaml's voice. See schema.h; displays/voice is who speaks. */
#include "config/schema.h"

enum { ZONES = 8, PERIODS = 12, REPEATS = 3, PACK_BYTES = 240 };

static const struct schema_row window_element = {
    "window", SCHEMA_INT, .low = 1, .high = 999, .size = sizeof(uint16_t), .zh = "窗口号",
    .en = "number of a window"};

static const struct schema_table zone_table = {
    .name = "voice.zones[]",
    .zh = "一个播音区：有自己的音箱",
    .en = "an area with a loudspeaker of its own",
    .size = sizeof(struct site_voice_zone),
    .rows = (const struct schema_row[]){
        {"name", SCHEMA_CODE, IN(struct site_voice_zone, name), .unique = true, .zh = "名称",
         .en = "its name"},
        {"windows", SCHEMA_LIST, .high = LIMIT_WINDOWS, .fallback = "[]",
         ARRAY(struct site_voice_zone, windows, window_count), .element = &window_element,
         .zh = "播报哪些窗口；空为全部", .en = "windows that it speaks for; empty = all"},
        {"output", SCHEMA_CHOICE, .words = "left|right|both", .fallback = "both",
         IN(struct site_voice_zone, output), .zh = "声卡的左声道、右声道或两个声道",
         .en = "channel of the sound card"},
        {.key = NULL},
    },
};

static const struct schema_table volume_table = {
    .name = "voice.volume[]",
    .zh = "从某时刻起的音量",
    .en = "the volume from a time of day on",
    .size = sizeof(struct site_voice_volume),
    .rows = (const struct schema_row[]){
        {"from", SCHEMA_TIME, IN(struct site_voice_volume, from_min), .zh = "开始时刻",
         .en = "when it begins"},
        {"percent", SCHEMA_INT, .unit = "%", .low = 0, .high = 100,
         IN(struct site_voice_volume, percent), .zh = "音量", .en = "volume"},
        {.key = NULL},
    },
};

static const struct schema_table silence_table = {
    .name = "voice.silent[]",
    .zh = "静音时段，可以跨过午夜",
    .en = "a period without speech; may pass midnight",
    .size = sizeof(struct site_voice_silence),
    .rows = (const struct schema_row[]){
        {"from", SCHEMA_TIME, IN(struct site_voice_silence, from_min), .zh = "开始时刻",
         .en = "when it begins"},
        {"to", SCHEMA_TIME, IN(struct site_voice_silence, to_min), .zh = "结束时刻",
         .en = "when it ends"},
        {.key = NULL},
    },
};

const struct schema_table schema_voice = {
    .name = "voice",
    .zh = "语音叫号",
    .en = "spoken calls",
    .rows = (const struct schema_row[]){
        {"enabled", SCHEMA_BOOL, .fallback = "true", IN(struct site, voice.enabled),
         .zh = "综合屏是否播报叫号", .en = "do hall boards speak calls"},
        {"english", SCHEMA_BOOL, .fallback = "true", IN(struct site, voice.english),
         .zh = "中文之后再用英语播报一次", .en = "once in English after the Chinese"},
        {"repeat", SCHEMA_INT, .low = 1, .high = REPEATS, .fallback = "2",
         IN(struct site, voice.repeat), .zh = "中文播报几遍；排队的叫号多时自动减少",
         .en = "how often the Chinese is said; less by itself when many calls wait"},
        {"yao", SCHEMA_BOOL, .fallback = "false", IN(struct site, voice.yao),
         .zh = "号码里的 1 读作幺", .en = "1 in a ticket is said yao, not yi"},
        {"pack", SCHEMA_TEXT, .high = PACK_BYTES, .fallback = "", IN(struct site, voice.pack),
         .zh = "语音包：空为内置；或 config/voice 里的名称；或文件夹的路径",
         .en = "voice pack: empty = built in, or a name in config/voice, or a folder's path"},
        {"zones", SCHEMA_LIST, .high = ZONES, .fallback = "[]",
         ARRAY(struct site, voice.zones, voice.zone_count), .table = &zone_table,
         .zh = "播音区；空为全厅一个", .en = "areas with loudspeakers; empty = one for all"},
        {"volume", SCHEMA_LIST, .high = PERIODS, .fallback = "[]",
         ARRAY(struct site, voice.volumes, voice.volume_count), .table = &volume_table,
         .zh = "各时段的音量；空为最大", .en = "volume by time of day; empty = full"},
        {"silent", SCHEMA_LIST, .high = PERIODS, .fallback = "[]",
         ARRAY(struct site, voice.silences, voice.silence_count), .table = &silence_table,
         .zh = "静音时段", .en = "periods without speech"},
        {.key = NULL},
    },
};
