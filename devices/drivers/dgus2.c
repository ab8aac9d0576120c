/* dgus2.c: DWIN DGUS II serial touch screens: ticket panels and evaluators at windows.
 *
 * Problem: the screen keeps texts only in memory, forgets them in a power cut, and answers a
 * read with the same frame that a touch uploads unasked. A visitor must never press a button
 * whose label belongs to another page.
 *
 * Design: pages, text variables and touch codes follow the layout in the profile's comment. A
 * picture is a page and its texts; texts that changed are written first, one variable a frame,
 * then the page is set. What a variable was last told is remembered as a hash, so that a change
 * of page costs only what differs. The page on display is read every `poll_ms`: the starting page
 * means that the screen restarted (everything is written again), another wrong page that a
 * command got lost (the page is set again).
 *
 * A frame with data is the answer to a read only while such a read is open and VP and length
 * agree; otherwise it is a touch. A touch names its page in the high byte of its code, so it is
 * never taken for the button of another page. Source: devices.md D.1; reliability.md F34.
 * Owner: the line's thread. */
#include "devices/drivers/common.h"
#include "devices/drivers/drivers.h"
#include "devices/proto/dgus2.h"

#include <stdio.h>
#include <string.h>

enum { PAGES = 4, WORDS_MAX = 64, UNKNOWN_PAGE = 0xFFFF };

/* Logical pages. A ticket panel's and an evaluator's share the numbers. */
enum page { PAGE_STARTING, PAGE_CHOICE, PAGE_TICKET, PAGE_MESSAGE };
enum { PAGE_IDLE = 1, PAGE_ASK, PAGE_THANKS };

static const char *const panel_pages[PAGES] = {[PAGE_STARTING] = "pages.starting",
                                               [PAGE_CHOICE] = "pages.choice",
                                               [PAGE_TICKET] = "pages.ticket",
                                               [PAGE_MESSAGE] = "pages.message"};
static const char *const evaluator_pages[PAGES] = {[PAGE_STARTING] = "pages.starting",
                                                   [PAGE_IDLE] = "pages.idle",
                                                   [PAGE_ASK] = "pages.ask",
                                                   [PAGE_THANKS] = "pages.thanks"};

#define PAGE_ROW(key, fallback, zh, en)                                                            \
    {                                                                                              \
        key, OPTION_INT, 0, 0xFFFE, NULL, fallback, zh, en                                         \
    }

static const struct option_row options[] = {
    {"crc", OPTION_WORD, 0, 0, "none|modbus|xmodem", "none", "帧校验", "check behind each frame"},
    {"ack", OPTION_BOOL, 0, 0, NULL, "true", "屏对写指令有应答", "the screen answers a write"},
    PAGE_ROW("pages.starting", "0", "启动页号", "page shown after power-up"),
    PAGE_ROW("pages.choice", "1", "选择业务页号", "page to choose from"),
    PAGE_ROW("pages.ticket", "2", "取号结果页号", "page with the ticket's number"),
    PAGE_ROW("pages.message", "3", "提示页号", "page with a message"),
    PAGE_ROW("pages.idle", "1", "评价屏待机页号", "evaluator: page when idle"),
    PAGE_ROW("pages.ask", "2", "评价屏请评价页号", "evaluator: page that asks"),
    PAGE_ROW("pages.thanks", "3", "评价屏感谢页号", "evaluator: page that thanks"),
    {"slots.base", OPTION_INT, 0x1000, 0xFFFF, NULL, "0x1000", "文字变量起始地址",
     "VP of the first text variable"},
    {"slots.page_stride", OPTION_INT, 0, 0x1000, NULL, "0x0200", "每页变量地址间隔",
     "VPs from one page's texts to the next page's"},
    {"slots.stride", OPTION_INT, 4, WORDS_MAX, NULL, "0x0020", "每个文字变量的字数",
     "words of a text variable"},
    {"slots.cells", OPTION_INT, 4, 126, NULL, "56", "每个文字变量最多显示的半角字符数",
     "half-width cells of a text"},
    {"touch.vp", OPTION_INT, 0, 0xFFFF, NULL, "0x5000", "按键返回变量地址",
     "VP that touches upload"},
    {"poll_ms", OPTION_INT, 500, 60000, NULL, "3000", "查询当前页的间隔（毫秒）",
     "time between looks at the page on display"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

struct screen {
    const struct device_profile *profile;
    bool evaluator;
    uint32_t start, touches;
    uint16_t pages[PAGES];
    struct dgus2_line line;
    struct dgus2_deframer deframer;
    /* what is wanted */
    bool wanted;
    uint32_t revision;
    uint16_t page; /* logical */
    uint8_t slots;
    char text[PANEL_SLOTS][PANEL_TEXT];
    mono_t ask_until;
    bool asks;
    /* what the screen was told */
    uint32_t told[PAGES][PANEL_SLOTS]; /* hash of the text, 0 = unknown */
    uint16_t told_page;
    bool was_shown;
    uint32_t generation;
    struct retry retry;
    mono_t look_due;
    struct key_guard guard;
    struct teaching teaching;
    /* the exchange that is open */
    bool reading;
    uint16_t page_read; /* as the screen numbers it */
};

static int32_t option(const struct screen *screen, const char *key)
{
    return profile_int(screen->profile, options, key);
}

static enum dgus2_checksum checksum_of(const char *word)
{
    if (strcmp(word, "modbus") == 0) {
        return DGUS2_CRC_MODBUS;
    }
    return strcmp(word, "xmodem") == 0 ? DGUS2_CRC_XMODEM : DGUS2_PLAIN;
}

static int init(void *state, const struct device_setup *setup)
{
    struct screen *screen = state;
    screen->profile = setup->profile;
    screen->start = setup->start;
    screen->evaluator = setup->profile->kind == DEVICE_TOUCH_EVALUATOR;
    const char *const *keys = screen->evaluator ? evaluator_pages : panel_pages;
    for (size_t i = 0; i < PAGES; i++) {
        screen->pages[i] = (uint16_t)option(screen, keys[i]);
    }
    screen->line =
        (struct dgus2_line){.header = {0x5A, 0xA5},
                            .checksum = checksum_of(profile_text(setup->profile, options, "crc"))};
    dgus2_init(&screen->deframer, &screen->line, DGUS2_GAP_US);
    screen->guard.refill_ms = screen->evaluator ? KEY_REFILL_MS : TOUCH_REFILL_MS;
    screen->told_page = UNKNOWN_PAGE;
    return 0;
}

/* ------------------------------------------------------------------ what is wanted */

static void forget_told(struct screen *screen)
{
    memset(screen->told, 0, sizeof screen->told);
    screen->told_page = UNKNOWN_PAGE;
}

static void changed(struct screen *screen, mono_t now)
{
    screen->generation++;
    screen->was_shown = false;
    retry_reset(&screen->retry, now);
}

static void set_text(struct screen *screen, size_t slot, const char *text)
{
    snprintf(screen->text[slot], PANEL_TEXT, "%s", text);
}

static void take_panel(struct screen *screen, mono_t now, const struct device_command *command)
{
    (void)now;
    screen->page = command->panel.page < PAGES ? command->panel.page : PAGE_MESSAGE;
    screen->slots = command->panel.slots < PANEL_SLOTS ? command->panel.slots : PANEL_SLOTS;
    for (size_t i = 0; i < screen->slots; i++) {
        set_text(screen, i, command->panel.text[i]);
    }
}

static void take_evaluator(struct screen *screen, mono_t now, const struct device_command *command)
{
    static const uint16_t page_of[] = {[EVALUATOR_IDLE] = PAGE_IDLE,
                                       [EVALUATOR_ASK] = PAGE_ASK,
                                       [EVALUATOR_THANK] = PAGE_THANKS,
                                       [EVALUATOR_RATED_ALREADY] = PAGE_THANKS};
    screen->page = page_of[command->evaluator.state];
    screen->asks = command->evaluator.state == EVALUATOR_ASK;
    screen->ask_until = mono_after(now, (int64_t)command->evaluator.ask_s * 1000);
    screen->slots = 3;
    set_text(screen, 0, command->evaluator.text);
    set_text(screen, 1, command->evaluator.clerk);
    set_text(screen, 2, command->evaluator.number);
}

static void command(void *state, mono_t now, const struct device_command *command,
                    struct device_sink *sink)
{
    (void)sink;
    struct screen *screen = state;
    if (command->kind == DEVICE_RESET) {
        forget_told(screen);
        changed(screen, now);
        return;
    }
    if (command->kind == DEVICE_LEARN) {
        teaching_take(&screen->teaching, now, command);
        return;
    }
    enum device_command_kind own = screen->evaluator ? DEVICE_SHOW_EVALUATOR : DEVICE_SHOW_PANEL;
    bool stale = screen->wanted && (int32_t)(command->revision - screen->revision) < 0;
    if (command->kind != own || stale) {
        return;
    }
    (screen->evaluator ? take_evaluator : take_panel)(screen, now, command);
    screen->wanted = true;
    screen->revision = command->revision;
    changed(screen, now);
}

static void restart(void *state, mono_t now, struct device_sink *sink)
{
    (void)sink;
    struct screen *screen = state;
    forget_told(screen);
    screen->look_due = now;
    changed(screen, now);
}

/* The page to be on now: a question that nobody answered goes back to the idle page. */
static uint16_t page_now(const struct screen *screen, mono_t now)
{
    bool over = screen->asks && mono_between(screen->ask_until, now) >= 0;
    return over ? PAGE_IDLE : screen->page;
}

/* FNV-1a; never 0. */
static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261u;
    for (const char *p = text; *p != '\0'; p++) {
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    }
    return hash == 0 ? 1 : hash;
}

/* The first text that the screen does not have yet, or -1. */
static int next_slot(const struct screen *screen, uint16_t page)
{
    for (int i = 0; page == screen->page && i < screen->slots; i++) {
        if (screen->told[page][i] != hash_of(screen->text[i])) {
            return i;
        }
    }
    return -1;
}

static bool is_dirty(const struct screen *screen, mono_t now)
{
    uint16_t page = page_now(screen, now);
    return screen->wanted && (next_slot(screen, page) >= 0 || screen->told_page != page);
}

static struct driver_wish wish(const void *state, mono_t now)
{
    const struct screen *screen = state;
    struct driver_wish look = wish_at(EXCHANGE_HEALTH, screen->look_due);
    if (is_dirty(screen, now)) {
        return wish_better(retry_wish(&screen->retry), look, now);
    }
    bool will_end = screen->asks && mono_between(screen->ask_until, now) < 0;
    return will_end ? wish_better(wish_at(EXCHANGE_COMMAND, screen->ask_until), look, now) : look;
}

/* ------------------------------------------------------------------ what is said */

enum purpose { FOR_LOOK, FOR_SLOT, FOR_PAGE };

static uint32_t tag_of(const struct screen *screen, enum purpose purpose, unsigned detail)
{
    return (screen->generation & 0xFFFF) << 16 | detail << 4 | (uint32_t)purpose;
}

static void compose_slot(struct screen *screen, uint16_t page, int slot, struct dgus2_frame *frame)
{
    uint16_t words[WORDS_MAX];
    size_t stride = (size_t)option(screen, "slots.stride");
    char text[PANEL_TEXT];
    text_cut(text, sizeof text, screen->text[slot], (size_t)option(screen, "slots.cells"));
    dgus2_text(screen->profile->encoding, text, stride, words, NULL);
    uint16_t vp =
        (uint16_t)(option(screen, "slots.base") +
                   screen->pages[page] * option(screen, "slots.page_stride") + slot * (int)stride);
    dgus2_write(frame, vp, words, stride);
}

static bool wants_look(const struct screen *screen, mono_t now, enum exchange_class class)
{
    bool look_due = mono_between(screen->look_due, now) >= 0;
    bool retry_due = mono_between(screen->retry.due, now) >= 0;
    return !is_dirty(screen, now) || (class == EXCHANGE_HEALTH && look_due) || !retry_due;
}

static int compose(void *state, mono_t now, enum exchange_class class, struct exchange *out)
{
    struct screen *screen = state;
    struct dgus2_frame frame;
    uint16_t page = page_now(screen, now);
    int slot = next_slot(screen, page);
    *out = (struct exchange){.kind = EXCHANGE_RAW, .reply_ms = screen->profile->line.response_ms};
    screen->reading = wants_look(screen, now, class);
    if (screen->reading) {
        dgus2_read(&frame, DGUS2_VP_PAGE, 1);
        out->tag = tag_of(screen, FOR_LOOK, 0);
    } else if (slot >= 0) {
        compose_slot(screen, page, slot, &frame);
        out->tag = tag_of(screen, FOR_SLOT, (unsigned)(page << 4 | slot));
    } else {
        dgus2_set_page(&frame, screen->pages[page]);
        out->tag = tag_of(screen, FOR_PAGE, page);
    }
    if (!screen->reading && !profile_bool(screen->profile, options, "ack")) {
        out->reply_ms = 0;
    }
    out->size = (uint16_t)dgus2_encode(&screen->line, &frame, out->bytes, sizeof out->bytes);
    return out->size > 0 ? 0 : -1;
}

/* ------------------------------------------------------------------ what comes back */

static void is_shown(struct screen *screen, struct device_sink *sink)
{
    struct device_event *event = screen->was_shown ? NULL : device_sink_add(sink, DEVICE_SHOWN);
    screen->was_shown = true;
    if (event != NULL) {
        event->shown.revision = screen->revision;
    }
}

static void took_look(struct screen *screen, mono_t now, struct device_sink *sink)
{
    screen->look_due = mono_after(now, option(screen, "poll_ms"));
    if (screen->told_page == UNKNOWN_PAGE || !screen->wanted) {
        return;
    }
    if (screen->page_read == screen->pages[screen->told_page]) {
        if (!is_dirty(screen, now)) {
            is_shown(screen, sink);
        }
        return;
    }
    if (screen->page_read == screen->pages[PAGE_STARTING]) {
        forget_told(screen); /* it restarted: its texts are gone */
    }
    screen->told_page = UNKNOWN_PAGE;
    retry_reset(&screen->retry, now);
}

static void took_write(struct screen *screen, mono_t now, uint32_t tag, struct device_sink *sink)
{
    unsigned detail = tag >> 4 & 0xFFF;
    retry_reset(&screen->retry, now);
    if ((tag & 0xF) == FOR_PAGE) {
        screen->told_page = (uint16_t)detail;
        if (profile_bool(screen->profile, options, "ack") && !is_dirty(screen, now)) {
            is_shown(screen, sink);
        }
        return;
    }
    unsigned page = detail >> 4, slot = detail & 0xF;
    screen->told[page][slot] = hash_of(screen->text[slot]);
}

static void complete(void *state, mono_t now, const struct exchange *exchange,
                     const struct exchange_result *result, struct device_sink *sink)
{
    struct screen *screen = state;
    bool look = (exchange->tag & 0xF) == FOR_LOOK;
    bool overtaken = exchange->tag >> 16 != (screen->generation & 0xFFFF);
    screen->reading = false;
    if (result->status != EXCHANGE_OK) {
        screen->look_due = look ? mono_after(now, option(screen, "poll_ms")) : screen->look_due;
        if (!look && !overtaken) {
            retry_failed(&screen->retry, now);
        }
        return;
    }
    if (look) {
        took_look(screen, now, sink);
    } else if (!overtaken) {
        took_write(screen, now, exchange->tag, sink);
    } else if ((exchange->tag & 0xF) == FOR_PAGE) {
        screen->told_page = (uint16_t)(exchange->tag >> 4 & 0xFFF); /* that is where it is now */
    } else {
        unsigned detail = exchange->tag >> 4 & 0xFFF;
        screen->told[detail >> 4][detail & 0xF] = 0; /* some text of before */
    }
}

static bool touched(struct screen *screen, mono_t now, uint16_t code, struct device_sink *sink)
{
    uint8_t bytes[2] = {(uint8_t)(code >> 8), (uint8_t)code};
    const struct profile_key *key = profile_key_find(screen->profile, bytes, 2, false);
    bool stuck = false;
    if (teaching_tell(&screen->teaching, now, bytes, sizeof bytes, false, sink)) {
        return false;
    }
    if (key == NULL || !key_guard_allows(&screen->guard, now, &stuck)) {
        struct device_event *alarm = stuck ? device_sink_add(sink, DEVICE_ALARM) : NULL;
        if (alarm != NULL) {
            alarm->alarm.alarm = ALARM_STUCK_KEY;
        }
        return false;
    }
    struct device_event *event =
        device_sink_add(sink, screen->evaluator ? DEVICE_RATING : DEVICE_TOUCH);
    if (event == NULL) {
        return false;
    }
    screen->touches++;
    event->sequence = (uint64_t)screen->start << 32 | screen->touches;
    if (screen->evaluator) {
        event->rating.level = key->level;
        return true;
    }
    event->touch.button = key->number;
    event->touch.page = code >> 8;
    for (uint16_t page = 0; page < PAGES; page++) {
        if (screen->pages[page] == code >> 8) {
            event->touch.page = page;
        }
    }
    return true;
}

static bool take_frame(struct screen *screen, mono_t now, const struct dgus2_frame *frame,
                       struct device_sink *sink)
{
    if (frame->kind == DGUS2_ACKNOWLEDGEMENT) {
        return !screen->reading;
    }
    if (frame->kind != DGUS2_DATA_WORDS || frame->count != 1) {
        return false;
    }
    if (screen->reading && frame->vp == DGUS2_VP_PAGE) {
        screen->page_read = frame->words[0];
        return true;
    }
    if (frame->vp == option(screen, "touch.vp")) {
        touched(screen, now, frame->words[0], sink);
    }
    return false;
}

static bool receive(void *state, mono_t now, const uint8_t *bytes, size_t count,
                    struct device_sink *sink)
{
    struct screen *screen = state;
    struct byte_stream in = {.at = bytes, .left = count};
    struct dgus2_frame frame;
    bool answer = false;
    while (dgus2_take(&screen->deframer, now.ms * 1000, &in, &frame)) {
        answer = take_frame(screen, now, &frame, sink) || answer;
    }
    return answer;
}

/* ------------------------------------------------------------------ the profile */

static int check(const struct device_profile *profile, char *why, size_t size, int *line)
{
    if (profile->kind != DEVICE_PANEL && profile->kind != DEVICE_TOUCH_EVALUATOR) {
        return refuse(why, size, line, 0, "dgus2 serves panels and touch evaluators only");
    }
    int32_t stride = profile_int(profile, options, "slots.stride");
    int32_t page_stride = profile_int(profile, options, "slots.page_stride");
    if (page_stride != 0 && page_stride < stride * PANEL_SLOTS) {
        return refuse(why, size, line, 0,
                      "slots.page_stride %d is less than %d texts of %d words: texts overlap",
                      (int)page_stride, (int)PANEL_SLOTS, (int)stride);
    }
    return vectors_check(&driver_dgus2, NULL, profile, why, size, line);
}

const struct driver driver_dgus2 = {
    .name = "dgus2",
    .wire = WIRE_RAW,
    .state_size = sizeof(struct screen),
    .options = options,
    .check = check,
    .init = init,
    .command = command,
    .wish = wish,
    .compose = compose,
    .complete = complete,
    .receive = receive,
    .restart = restart,
};
