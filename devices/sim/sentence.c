/* sentence.c: see sentence.h. A form is its words; a word in capitals with a leading letter of
 * the table below stands for a value:
 *
 *   WINDOW  a window's number      DEVICE PRINTER PANEL LINE  a name      ACTION  a key's action
 *   ITEM    an item's name or code, to the end   TEXT  up to the word "within"
 *   COUNT   a whole number   PERCENT  "0.5%"   TIME  "2s" or "300ms"
 *   DIGITS  optional, at the end */
#include "sim/sentence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct form {
    enum sentence_kind kind;
    const char *words;
};

static const struct form forms[] = {
    {SAY_PRESS, "window WINDOW presses ACTION DIGITS"},
    {SAY_RATE, "window WINDOW rates COUNT"},
    {SAY_TOUCH, "panel PANEL touches COUNT"},
    {SAY_PAPER_OUT, "printer PRINTER runs out of paper"},
    {SAY_PAPER_LOW, "printer PRINTER is low on paper"},
    {SAY_PAPER_IN, "printer PRINTER gets paper"},
    {SAY_COVER_OPEN, "printer PRINTER cover is opened"},
    {SAY_COVER_CLOSE, "printer PRINTER cover is closed"},
    {SAY_JAM, "printer PRINTER cutter jams"},
    {SAY_UNJAM, "printer PRINTER cutter is freed"},
    {SAY_DIE, "device DEVICE dies"},
    {SAY_REVIVE, "device DEVICE revives"},
    {SAY_BABBLE, "device DEVICE babbles"},
    {SAY_ADDRESS, "device DEVICE has address COUNT"},
    {SAY_STICK, "device DEVICE has a stuck key"},
    {SAY_LATE, "device DEVICE answers late by TIME"},
    {SAY_UNPLUG, "line LINE is unplugged"},
    {SAY_PLUG, "line LINE is plugged in"},
    {SAY_NOISE, "line LINE has noise PERCENT"},
    {SAY_LATENCY, "line LINE has latency TIME"},
    {SAY_VISITOR, "visitor takes ITEM"},
    {SAY_KILLED, "controller is killed"},
    {SAY_RESTARTED, "controller is started"},
    {SAY_EXPECT, "expect DEVICE shows TEXT within TIME"},
    {SAY_SHOW, "show DEVICE"},
    {SAY_SLIPS, "slips"},
    {SAY_KEYS, "keys"},
    {SAY_TOTALS, "totals"},
    {SAY_HELP, "help"},
};

enum { WORD = 96, WHY = 300 };

/* What a form's word made of the input. */
enum match { MATCHED, OTHER_FORM, WRONG };

struct reading {
    const struct site *site;
    const char *at;
    struct sentence *out;
    char *why;
    size_t size;
};

static void skip_space(const char **at)
{
    while (**at == ' ' || **at == '\t') {
        (*at)++;
    }
}

static bool next_word(const char **at, char word[WORD])
{
    skip_space(at);
    size_t count = 0;
    while (**at != '\0' && **at != ' ' && **at != '\t' && count + 1 < WORD) {
        word[count++] = *(*at)++;
    }
    word[count] = '\0';
    return count > 0;
}

static enum match wrong(struct reading *r, const char *what, const char *value,
                        const char *advice)
{
    snprintf(r->why, r->size, "%s '%s'; %s", what, value, advice);
    return WRONG;
}

static enum match read_window(struct reading *r, const char *word)
{
    char *end;
    unsigned long number = strtoul(word, &end, 10);
    if (*end != '\0' || site_window(r->site, (uint16_t)number) == NULL || number > UINT16_MAX) {
        return wrong(r, "there is no window", word, "windows are listed in hall.yaml");
    }
    r->out->window = (uint16_t)number;
    return MATCHED;
}

static enum match read_device(struct reading *r, const char *word, int kind)
{
    uint16_t index = site_device_index(r->site, word);
    if (index == UINT16_MAX) {
        return wrong(r, "there is no device", word, "devices are listed in lines.yaml");
    }
    if (kind >= 0 && r->site->profiles[r->site->devices[index].profile].kind !=
                         (enum device_kind)kind) {
        return wrong(r, "this needs another kind of device than", word,
                     kind == DEVICE_PRINTER ? "name a printer" : "name a panel");
    }
    snprintf(r->out->name, sizeof r->out->name, "%s", word);
    return MATCHED;
}

static enum match read_any_device(struct reading *r, const char *word)
{
    return read_device(r, word, -1);
}

static enum match read_printer(struct reading *r, const char *word)
{
    return read_device(r, word, DEVICE_PRINTER);
}

static enum match read_panel(struct reading *r, const char *word)
{
    return read_device(r, word, DEVICE_PANEL);
}

static enum match read_line_name(struct reading *r, const char *word)
{
    for (size_t i = 0; i < r->site->line_count; i++) {
        if (strcmp(r->site->lines[i].name, word) == 0) {
            snprintf(r->out->name, sizeof r->out->name, "%s", word);
            return MATCHED;
        }
    }
    return wrong(r, "there is no line", word, "lines are listed in lines.yaml");
}

static enum match read_action(struct reading *r, const char *word)
{
    char low[WORD];
    size_t i = 0;
    for (; word[i] != '\0'; i++) {
        low[i] = word[i] == '-' ? '_' : (char)tolower((unsigned char)word[i]);
    }
    low[i] = '\0';
    if (key_action_parse(low, &r->out->action) < 0 || r->out->action == KEY_NONE) {
        return wrong(r, "there is no key", word,
                     "keys are NEXT RECALL ARRIVE EVALUATE FINISH NO-SHOW HOLD RESUME TRANSFER "
                     "PAUSE OPEN CLOSE UNDO CALL-NUMBER");
    }
    return MATCHED;
}

static enum match read_count(struct reading *r, const char *word)
{
    char *end;
    r->out->number = strtol(word, &end, 10);
    if (*end != '\0' || r->out->number < 0) {
        return wrong(r, "this is no number:", word, "write a whole number such as 5");
    }
    return MATCHED;
}

static enum match read_percent(struct reading *r, const char *word)
{
    char *end;
    double percent = strtod(word, &end);
    if (strcmp(end, "%") != 0 || percent < 0 || percent > 50) {
        return wrong(r, "this is no percentage:", word, "write 0% to 50%, such as 0.5%");
    }
    r->out->number = (int64_t)(percent * 10000.0 + 0.5);
    return MATCHED;
}

static enum match read_time(struct reading *r, const char *word)
{
    char *end;
    double value = strtod(word, &end);
    bool seconds = strcmp(end, "s") == 0;
    if ((!seconds && strcmp(end, "ms") != 0) || value < 0 || value > 3600000) {
        return wrong(r, "this is no duration:", word, "write 2s or 300ms");
    }
    r->out->number = (int64_t)(value * (seconds ? 1000 : 1));
    return MATCHED;
}

static const struct {
    const char *word;
    enum match (*read)(struct reading *r, const char *word);
} values[] = {
    {"WINDOW", read_window},   {"DEVICE", read_any_device}, {"PRINTER", read_printer},
    {"PANEL", read_panel},     {"LINE", read_line_name},    {"ACTION", read_action},
    {"COUNT", read_count},     {"PERCENT", read_percent},   {"TIME", read_time},
};

/* The item's code or Chinese name, the rest of the line. */
static enum match read_item(struct reading *r)
{
    skip_space(&r->at);
    const char *name = r->at;
    r->at += strlen(r->at);
    for (size_t i = 0; i < r->site->item_count; i++) {
        const struct site_item *item = &r->site->items[i];
        if (strcmp(item->code, name) == 0 || strcmp(item->name.zh, name) == 0 ||
            strcmp(item->name.en, name) == 0) {
            r->out->item = (uint16_t)i;
            return MATCHED;
        }
    }
    return wrong(r, "there is no item", name, "write its code or name as in hall.yaml");
}

static enum match read_text(struct reading *r)
{
    skip_space(&r->at);
    const char *end = strstr(r->at, " within ");
    if (end == NULL || end == r->at) {
        return wrong(r, "the text has no end:", r->at, "write: shows TEXT within 2s");
    }
    snprintf(r->out->text, sizeof r->out->text, "%.*s", (int)(end - r->at), r->at);
    r->at = end;
    return MATCHED;
}

static enum match read_digits(struct reading *r)
{
    char word[WORD];
    if (!next_word(&r->at, word)) {
        return MATCHED;
    }
    if (strspn(word, "0123456789") != strlen(word) || strlen(word) >= sizeof r->out->digits) {
        return wrong(r, "these are no digits:", word, "write up to seven digits after the key");
    }
    memcpy(r->out->digits, word, strlen(word) + 1);
    return MATCHED;
}

static enum match read_value(struct reading *r, const char *wanted)
{
    if (strcmp(wanted, "ITEM") == 0) {
        return read_item(r);
    }
    if (strcmp(wanted, "TEXT") == 0) {
        return read_text(r);
    }
    if (strcmp(wanted, "DIGITS") == 0) {
        return read_digits(r);
    }
    char word[WORD];
    bool any = next_word(&r->at, word);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (strcmp(values[i].word, wanted) == 0) {
            return any ? values[i].read(r, word)
                       : wrong(r, "the sentence ends early, it lacks a", wanted, "see help");
        }
    }
    return any && strcmp(word, wanted) == 0 ? MATCHED : OTHER_FORM;
}

/* Tries one form. A value that is wrong is only told when no other form fits. */
static enum match read_form(struct reading *r, const struct form *form)
{
    const char *words = form->words;
    char wanted[WORD];
    r->out->kind = form->kind;
    while (next_word(&words, wanted)) {
        enum match match = read_value(r, wanted);
        if (match != MATCHED) {
            return match;
        }
    }
    skip_space(&r->at);
    return *r->at == '\0' ? MATCHED : OTHER_FORM;
}

/* HH:MM or HH:MM:SS in front; moves on behind it. */
static int32_t read_clock(const char **at)
{
    int hours, minutes, seconds = 0, used = 0;
    if (sscanf(*at, "%2d:%2d%n", &hours, &minutes, &used) != 2) {
        return -1;
    }
    if ((*at)[used] == ':') {
        int more = 0;
        sscanf(*at + used, ":%2d%n", &seconds, &more);
        used += more;
    }
    if (hours > 23 || minutes > 59 || seconds > 59 || (*at)[used] != ' ') {
        return -1;
    }
    *at += used;
    return hours * 3600 + minutes * 60 + seconds;
}

static void copy_trimmed(char *out, size_t size, const char *line)
{
    skip_space(&line);
    snprintf(out, size, "%s", line);
    size_t length = strlen(out);
    while (length > 0 && isspace((unsigned char)out[length - 1])) {
        out[--length] = '\0';
    }
}

int sentence_read(const struct site *site, const char *line, struct sentence *out, char *why,
                  size_t size)
{
    char text[SENTENCE_TEXT + 128], first_why[WHY] = "";
    copy_trimmed(text, sizeof text, line);
    if (text[0] == '\0' || text[0] == '#') {
        return 1;
    }
    const char *begin = text;
    int32_t at_s = read_clock(&begin);
    if (at_s < 0 && isdigit((unsigned char)text[0])) {
        snprintf(why, size, "the time is not understood; write HH:MM or HH:MM:SS, then a space");
        return -1;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char this_why[WHY] = "";
        *out = (struct sentence){.at_s = at_s};
        struct reading reading = {site, begin, out, this_why, sizeof this_why};
        enum match match = read_form(&reading, &forms[i]);
        if (match == MATCHED) {
            return 0;
        }
        if (match == WRONG && first_why[0] == '\0') {
            memcpy(first_why, this_why, sizeof first_why);
        }
    }
    snprintf(why, size, "%s",
             first_why[0] != '\0' ? first_why
                                  : "this sentence is not known; `help` lists all forms");
    return -1;
}

void sentence_help(char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        text_append(out, size, &used, "%s%s", i > 0 ? "\n" : "", forms[i].words);
    }
}
