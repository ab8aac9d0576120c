/* brief.c: the findings in their order, and how a sentence is put together. See brief.h. */
#include "reports/brief_private.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a manager asks, in that order. A new finding is a function and a row. */
static brief_finding *const findings[] = {
    brief_volume,  brief_waits,    brief_longest, brief_idle,    brief_no_shows,
    brief_reviews, brief_promises, brief_devices, brief_balance,
};

/* ------------------------------------------------------------------ holes */

void saying_name(struct saying *saying, const char *hole, const char *zh, const char *en)
{
    if (saying->count < SAYING_HOLES) {
        saying->holes[saying->count].name = hole;
        snprintf(saying->holes[saying->count].text[LANGUAGE_ZH], SAYING_TEXT, "%s", zh);
        snprintf(saying->holes[saying->count].text[LANGUAGE_EN], SAYING_TEXT, "%s", en);
        saying->count++;
    }
}

void saying_text(struct saying *saying, const char *hole, const char *text)
{
    saying_name(saying, hole, text, text);
}

void saying_count(struct saying *saying, const char *hole, double count)
{
    char text[32];
    snprintf(text, sizeof text, "%.0f", count);
    saying_text(saying, hole, text);
}

void saying_minutes(struct saying *saying, const char *hole, double seconds)
{
    char text[32];
    snprintf(text, sizeof text, "%.1f", seconds / 60);
    saying_text(saying, hole, text);
}

void saying_percent(struct saying *saying, const char *hole, double share)
{
    char text[32];
    snprintf(text, sizeof text, "%.1f%%", share * 100);
    saying_text(saying, hole, text);
}

void saying_time(struct saying *saying, const char *hole, wall_t at)
{
    char text[8];
    saying_text(saying, hole, wall_format_hhmm(at, text));
}

static void fill(const struct brief_making *making, enum language_code code, const char *key,
                 const struct saying *saying, char *out, size_t size)
{
    struct hole holes[SAYING_HOLES + 1] = {{NULL, NULL}};
    for (size_t i = 0; i < saying->count; i++) {
        holes[i] = (struct hole){saying->holes[i].name, saying->holes[i].text[code]};
    }
    holes[saying->count] = (struct hole){NULL, NULL};
    language_fill(out, size, language_text(making->question->language, code, key), holes);
}

void saying_part(const struct brief_making *making, struct saying *saying, const char *hole,
                 const char *key)
{
    char texts[LANGUAGE_COUNT][SAYING_TEXT];
    fill(making, LANGUAGE_ZH, key, saying, texts[LANGUAGE_ZH], SAYING_TEXT);
    fill(making, LANGUAGE_EN, key, saying, texts[LANGUAGE_EN], SAYING_TEXT);
    saying_name(saying, hole, texts[LANGUAGE_ZH], texts[LANGUAGE_EN]);
}

void brief_say(struct brief_making *making, const char *finding, enum brief_state state,
               const char *key, double count, const char *advice, const struct saying *saying)
{
    char name[96], one[96], advised[96];
    struct brief *brief = making->brief;
    if (brief->count == BRIEF_SENTENCES) {
        return;
    }
    struct brief_sentence *sentence = &brief->sentences[brief->count++];
    *sentence = (struct brief_sentence){.finding = finding, .state = state};
    snprintf(name, sizeof name, "brief.%s", key);
    snprintf(one, sizeof one, "brief.%s.one", key);
    bool single = count == 1 && language_has(making->question->language, one);
    for (int code = 0; code < LANGUAGE_COUNT; code++) {
        fill(making, (enum language_code)code, single ? one : name, saying, sentence->text[code],
             BRIEF_TEXT);
        if (advice != NULL) {
            snprintf(advised, sizeof advised, "brief.advice.%s", advice);
            fill(making, (enum language_code)code, advised, saying, sentence->advice[code],
                 BRIEF_ADVICE);
        }
    }
}

/* ------------------------------------------------------------------ what findings look at */

int brief_ask(struct brief_making *making, enum image_axis by, int32_t from, int32_t to,
              unsigned want, struct image_answer *out)
{
    const struct report_question question = {.by = by, .from = from, .to = to};
    if (report_ask(making->question->image, making->question->site, &question, want, out) < 0) {
        making->failed = true;
        return -1;
    }
    return 0;
}

double brief_figure(const struct image_group *group, const char *column)
{
    const struct report_column *of = report_column(column);
    return of->value(group, of->which);
}

void brief_window(const struct brief_making *making, struct saying *saying, const char *hole,
                  uint16_t window)
{
    char number[8], zh[SAYING_TEXT], en[SAYING_TEXT];
    const struct site_window *of = site_window(making->question->site, window);
    snprintf(number, sizeof number, "%u", (unsigned)window);
    const char *name_zh = of != NULL ? of->name.zh : "";
    const char *name_en =
        of != NULL && of->name.en != NULL && of->name.en[0] != '\0' ? of->name.en : name_zh;
    struct hole holes[] = {{"number", number}, {"name", name_zh}, {NULL, NULL}};
    const struct language *language = making->question->language;
    language_fill(zh, sizeof zh, language_text(language, LANGUAGE_ZH, "brief.window"), holes);
    holes[1].value = name_en;
    language_fill(en, sizeof en, language_text(language, LANGUAGE_EN, "brief.window"), holes);
    saying_name(saying, hole, zh, en);
}

static int keep(void *context, const struct event *event)
{
    struct brief_making *making = context;
    if (making->count == making->capacity) {
        size_t capacity = making->capacity == 0 ? 4096 : 2 * making->capacity;
        struct moment *moments = realloc(making->moments, capacity * sizeof *moments);
        if (moments == NULL) {
            return -1;
        }
        making->moments = moments;
        making->capacity = capacity;
    }
    struct moment *moment = &making->moments[making->count++];
    *moment = (struct moment){
        .seq = event->seq,
        .ticket = event->ticket,
        .at = event->at,
        .kind = event->kind,
        .window = event->window,
        .ahead = event->ahead,
        .waited_s = event->why.waited_s,
        .overtaken = event->why.overtaken,
        .level = event->level,
        .active = event->rating == RATING_ACTIVE,
    };
    memcpy(moment->number, event->number, sizeof moment->number);
    memcpy(moment->category, event->category, sizeof moment->category);
    memcpy(moment->item, event->item, sizeof moment->item);
    for (size_t i = making->count; event->kind == EVENT_COMMAND_UNDONE && i-- > 0;) {
        int64_t since = making->moments[i].seq - event->of_seq;
        if (since < 0) {
            break;
        }
        making->moments[i].undone = making->moments[i].undone || since < event->count;
    }
    return 0;
}

/* ------------------------------------------------------------------ making */

static void name_hall(const struct site *site, struct brief *out)
{
    bool english = site->name.en != NULL && site->name.en[0] != '\0';
    snprintf(out->hall[LANGUAGE_ZH], sizeof out->hall[0], "%s", site->name.zh);
    snprintf(out->hall[LANGUAGE_EN], sizeof out->hall[0], "%s",
             english ? site->name.en : site->name.zh);
}

int brief_make(const struct brief_question *question, struct brief *out)
{
    *out = (struct brief){.language = question->language, .day = question->day,
                          .made = question->now};
    struct brief_making making = {.question = question, .brief = out};
    name_hall(question->site, out);
    int result =
        store_read_days(question->reader, question->day, question->day, keep, &making);
    if (result == 0) {
        result = brief_ask(&making, IMAGE_BY_ALL, question->day, question->day, WANT_ALL,
                           &making.hall);
    }
    if (result == 0) {
        for (size_t i = 0; i < sizeof findings / sizeof *findings; i++) {
            findings[i](&making);
        }
        image_answer_finish(&making.hall);
    }
    free(making.moments);
    return making.failed ? -1 : result;
}

void brief_finish(struct brief *brief)
{
    brief->count = 0;
}

/* ------------------------------------------------------------------ forms */

static const char *const state_names[] = {[BRIEF_FINE] = "fine", [BRIEF_LOOK] = "look",
                                          [BRIEF_ACT] = "act"};

static json_t *both(const char *zh, const char *en)
{
    return json_pack("{s:s,s:s}", "zh", zh, "en", en);
}

json_t *brief_json(const struct brief *brief)
{
    char day[16], made[WALL_TEXT_SIZE];
    json_t *sentences = json_array();
    for (size_t i = 0; i < brief->count; i++) {
        const struct brief_sentence *s = &brief->sentences[i];
        json_t *one = json_pack("{s:s,s:s,s:o}", "finding", s->finding, "state",
                                state_names[s->state], "text",
                                both(s->text[LANGUAGE_ZH], s->text[LANGUAGE_EN]));
        json_object_set_new(one, "advice",
                            s->advice[LANGUAGE_ZH][0] != '\0'
                                ? both(s->advice[LANGUAGE_ZH], s->advice[LANGUAGE_EN])
                                : json_null());
        json_array_append_new(sentences, one);
    }
    snprintf(day, sizeof day, "%04d-%02d-%02d", (int)brief->day / 10000,
             (int)brief->day / 100 % 100, (int)brief->day % 100);
    return json_pack("{s:s,s:o,s:o,s:s,s:s,s:o}", "name", "brief", "title",
                     form_json_words(brief->language, "report.name.brief"), "hall",
                     both(brief->hall[LANGUAGE_ZH], brief->hall[LANGUAGE_EN]), "day", day, "made",
                     wall_format(brief->made, made), "sentences", sentences);
}

int brief_text(const struct brief *brief, enum language_code code, struct form_bytes *out)
{
    FILE *text = open_memstream(&out->bytes, &out->size);
    if (text == NULL) {
        return -1;
    }
    fprintf(text, "%s  %s  %04d-%02d-%02d\n\n", brief->hall[code],
            sheet_words(brief->language, code, "name", "brief"), (int)brief->day / 10000,
            (int)brief->day / 100 % 100, (int)brief->day % 100);
    for (size_t i = 0; i < brief->count; i++) {
        const struct brief_sentence *s = &brief->sentences[i];
        char key[48];
        snprintf(key, sizeof key, "brief.mark.%s", state_names[s->state]);
        fprintf(text, "%s %s\n", language_text(brief->language, code, key), s->text[code]);
        if (s->advice[code][0] != '\0') {
            fprintf(text, "  → %s\n", s->advice[code]);
        }
    }
    return fclose(text) == 0 ? 0 : -1;
}
