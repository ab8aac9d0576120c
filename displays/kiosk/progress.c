/* progress.c: how far a case is: what it is about, where it stands, the promised day, and its stages
 * with the days on which they were reached. Nothing but what the controller shows to whoever holds
 * the receipt: no window, no clerk. */
#include "kiosk/pages.h"

static bool has_ended(const struct kiosk_progress *progress)
{
    return progress->stages[progress->current].end;
}

/* ------------------------------------------------------------------ stages */

struct stage_look {
    colour_t ground, ink, text;
    const char *sign;
    const char *note; /* key of what stands where the day would be, NULL = the day */
};

/* How a stage looks: reached, reached last, ended well or not, passed over, or still to come. */
static struct stage_look stage_look(const struct kiosk *kiosk, size_t index)
{
    const struct palette *c = kiosk->theme.colours;
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    const struct kiosk_stage *stage = &progress->stages[index];
    const char *note = stage->day == 0 ? "kiosk.progress.no_day" : NULL;
    if (index == progress->current && stage->end) {
        return stage->granted ? (struct stage_look){c->ok, c->accent_text, c->text, "✓", note}
                              : (struct stage_look){c->off, c->accent_text, c->text, "×", note};
    }
    if (index == progress->current) {
        return (struct stage_look){c->accent, c->accent_text, c->text, "●", note};
    }
    if (index < progress->current && stage->day == 0) {
        return (struct stage_look){c->off_tint, c->off, c->faint, "–", "kiosk.progress.passed"};
    }
    if (index < progress->current) {
        return (struct stage_look){c->ok_tint, c->ok, c->text, "✓", note};
    }
    return (struct stage_look){c->off_tint, c->off, c->faint, "○", "kiosk.progress.later"};
}

/* What joins a stage to the one before. */
static void joint(struct kiosk *kiosk, struct scene *scene, SDL_Rect row, SDL_Rect sign,
                  bool reached)
{
    const struct palette *c = kiosk->theme.colours;
    int thick = 2 * kiosk->theme.hair;
    SDL_Rect line = {sign.x + (sign.w - thick) / 2, sign.y - (row.h - sign.h), thick,
                     row.h - sign.h};
    scene_box(scene, line, 0, reached ? c->ok : c->edge);
}

struct stage_type {
    struct font name, note;
};

static const char *stage_note(const struct kiosk *kiosk, size_t index, char out[FILLED])
{
    struct stage_look look = stage_look(kiosk, index);
    return look.note != NULL
               ? kiosk_text(kiosk, look.note)
               : kiosk_day_text(kiosk, kiosk->inquiry.answer.stages[index].day, out);
}

/* Type in which each name and its note are beside each other: one size for all stages. */
static struct stage_type stage_type(const struct kiosk *kiosk, struct scene *scene, int width)
{
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    struct stage_type type = {kiosk->theme.title, kiosk->theme.body};
    char day[FILLED];
    int widest = 0;
    for (size_t i = 0; i < progress->stage_count; i++) {
        type.note = part_fit(kiosk, scene, type.note, width * 6 / 10, stage_note(kiosk, i, day));
    }
    for (size_t i = 0; i < progress->stage_count; i++) {
        int taken = fonts_width(scene->fonts, type.note, stage_note(kiosk, i, day));
        widest = taken > widest ? taken : widest;
    }
    for (size_t i = 0; i < progress->stage_count; i++) {
        type.name = part_fit(kiosk, scene, type.name, width - widest - part_unit(kiosk, 2),
                             kiosk_words_text(kiosk, &progress->stages[i].name));
    }
    return type;
}

static void stage_row(struct kiosk *kiosk, struct scene *scene, SDL_Rect row, size_t index)
{
    const struct kiosk_stage *stage = &kiosk->inquiry.answer.stages[index];
    struct stage_look look = stage_look(kiosk, index);
    int sign = part_unit(kiosk, kiosk->elder ? 8 : 9), pad = part_unit(kiosk, 3);
    SDL_Rect circle = {row.x + pad, row.y + (row.h - sign) / 2, sign, sign};
    if (index > 0) {
        joint(kiosk, scene, row, circle, index <= kiosk->inquiry.answer.current);
    }
    part_sign(kiosk, scene, circle, look.ground, look.ink, look.sign);
    int left = row.x + 2 * pad + sign, width = row.x + row.w - pad - left;
    struct stage_type type = stage_type(kiosk, scene, width);
    char day[FILLED];
    const char *note = stage_note(kiosk, index, day);
    SDL_Rect text = {left, row.y, width, row.h};
    scene_line(scene, text, ALIGN_RIGHT, type.note, kiosk->theme.colours->faint, note);
    text.w -= fonts_width(scene->fonts, type.note, note);
    scene_line(scene, text, ALIGN_LEFT, type.name, look.text,
               kiosk_words_text(kiosk, &stage->name));
}

/* The stages one below the other, from the first to the end; the height used. */
static int stages(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    int count = (int)progress->stage_count, pad = part_unit(kiosk, 1);
    int most = part_unit(kiosk, kiosk->elder ? 15 : 20), high = (area.h - 2 * pad) / count;
    high = high < most ? high : most;
    area.h = count * high + 2 * pad;
    part_card(kiosk, scene, area);
    for (int i = 0; i < count; i++) {
        stage_row(kiosk, scene, (SDL_Rect){area.x, area.y + pad + i * high, area.w, high},
                  (size_t)i);
    }
    return area.h;
}

/* ------------------------------------------------------------------ what it means */

/* What a visitor should know or do: NULL = only wait. `warn`: it is not as promised. */
static const char *advice(const struct kiosk *kiosk, bool *warn)
{
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    *warn = !has_ended(progress);
    if (has_ended(progress)) {
        return progress->stages[progress->current].granted ? "kiosk.progress.completed"
                                                           : "kiosk.progress.refused";
    }
    if (progress->suspended != 0) {
        return "kiosk.progress.suspended";
    }
    bool late = progress->promised != 0 && wall_day(kiosk->now.at) > progress->promised;
    return late ? "kiosk.progress.late" : NULL;
}

/* As a banner above everything when the promise is at stake, else as a line; the height used. */
static int advise(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, bool above)
{
    bool warn;
    const char *key = advice(kiosk, &warn);
    if (key == NULL || warn != above) {
        return 0;
    }
    char text[FILLED], day[FILLED];
    int32_t since = kiosk->inquiry.answer.suspended;
    const struct hole holes[] = {
        {"help", kiosk_help_place(kiosk)},
        {"day", since != 0 ? kiosk_day_text(kiosk, since, day) : ""},
        {NULL, NULL},
    };
    kiosk_fill(kiosk, text, key, holes);
    return warn ? part_banner(kiosk, scene, area, text)
                : scene_paragraph(scene, area, ALIGN_LEFT, kiosk->theme.body,
                                  kiosk->theme.colours->text, text);
}

/* Where it stands, and until when it is promised. */
static void tiles(struct kiosk *kiosk, struct scene *scene, SDL_Rect area, int columns)
{
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    char day[FILLED];
    const char *labels[] = {kiosk_text(kiosk, has_ended(progress) ? "kiosk.progress.result"
                                                                  : "kiosk.progress.stage"),
                            kiosk_text(kiosk, "kiosk.progress.promised")};
    const char *values[] = {
        kiosk_words_text(kiosk, &progress->stages[progress->current].name),
        progress->promised != 0 ? kiosk_day_text(kiosk, progress->promised, day)
                                : kiosk_text(kiosk, "kiosk.progress.no_promise")};
    int gap = kiosk->theme.gap, rows = 2 / columns;
    int width = (area.w - (columns - 1) * gap) / columns;
    int height = (area.h - (rows - 1) * gap) / rows;
    struct font font = kiosk->theme.title; /* one size for both */
    for (int i = 0; i < 2; i++) {
        font = part_fit(kiosk, scene, font, width - part_unit(kiosk, 4), values[i]);
    }
    for (int i = 0; i < 2; i++) {
        SDL_Rect rect = {area.x + i % columns * (width + gap),
                         area.y + i / columns * (height + gap), width, height};
        part_fact_tile(kiosk, scene, rect, font, labels[i], values[i]);
    }
}

/* ------------------------------------------------------------------ the page */

static int heading(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    char hint[FILLED];
    const struct hole holes[] = {{"receipt", progress->receipt}, {NULL, NULL}};
    return part_heading(kiosk, scene, area, kiosk_words_text(kiosk, &progress->item),
                        kiosk_fill(kiosk, hint, "kiosk.progress.receipt", holes));
}

/* At the end of `area`; the height used. */
static int another_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int height = part_unit(kiosk, kiosk->elder ? 18 : 15);
    struct button button = {.rect = {area.x, area.y + area.h - height, area.w, height},
                            .style = BUTTON_PLAIN, .action = ACTION_ANOTHER,
                            .label = kiosk_text(kiosk, "kiosk.progress.another")};
    part_button(kiosk, scene, &button);
    return height;
}

static SDL_Rect below(SDL_Rect area, int used)
{
    return (SDL_Rect){area.x, area.y + used, area.w, area.h - used};
}

static void tall(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    int gap = kiosk->theme.gap, tile = part_unit(kiosk, kiosk->elder ? 20 : 16);
    area.h -= another_button(kiosk, scene, area) + gap;
    area = below(area, heading(kiosk, scene, area));
    area = below(area, advise(kiosk, scene, area, true));
    tiles(kiosk, scene, (SDL_Rect){area.x, area.y, area.w, tile}, 2);
    area = below(area, tile + gap);
    area = below(area, stages(kiosk, scene, area) + part_unit(kiosk, 3));
    advise(kiosk, scene, area, false);
}

static void wide(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    area = below(area, advise(kiosk, scene, area, true));
    int gap = part_unit(kiosk, 4), width = area.w * 60 / 100;
    SDL_Rect left = {area.x, area.y, width, area.h};
    left = below(left, heading(kiosk, scene, left));
    stages(kiosk, scene, left);
    SDL_Rect right = {area.x + width + gap, area.y, area.w - width - gap, area.h};
    right.h -= another_button(kiosk, scene, right) + gap;
    int tile = part_unit(kiosk, kiosk->elder ? 18 : 16), both = 2 * tile + kiosk->theme.gap;
    tiles(kiosk, scene, (SDL_Rect){right.x, right.y, right.w, both}, 1);
    advise(kiosk, scene, below(right, both + kiosk->theme.gap), false);
}

void progress_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    if (part_is_wide(kiosk)) {
        wide(kiosk, scene, area);
    } else {
        tall(kiosk, scene, area);
    }
}
