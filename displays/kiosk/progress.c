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

static void stage_row(struct kiosk *kiosk, struct scene *scene, SDL_Rect row, size_t index)
{
    const struct theme *theme = &kiosk->theme;
    const struct kiosk_stage *stage = &kiosk->inquiry.answer.stages[index];
    struct stage_look look = stage_look(kiosk, index);
    int sign = part_unit(kiosk, kiosk->elder ? 8 : 7), pad = part_unit(kiosk, 3);
    const char *name = kiosk_words_text(kiosk, &stage->name);
    char day[FILLED];
    const char *note = look.note != NULL ? kiosk_text(kiosk, look.note)
                                         : kiosk_day_text(kiosk, stage->day, day);
    if (index > 0) { /* what joins it to the one before */
        const struct palette *c = theme->colours;
        bool reached = index <= kiosk->inquiry.answer.current;
        int thick = 2 * theme->hair;
        scene_box(scene, (SDL_Rect){row.x + pad + (sign - thick) / 2, row.y - (row.h - sign) / 2,
                                    thick, row.h - sign}, 0, reached ? c->ok : c->edge);
    }
    part_sign(kiosk, scene, (SDL_Rect){row.x + pad, row.y + (row.h - sign) / 2, sign, sign},
              look.ground, look.ink, look.sign);
    int left = row.x + 2 * pad + sign, width = row.x + row.w - pad - left;
    struct font small = part_fit(kiosk, scene, theme->body, width * 6 / 10, note);
    int taken = fonts_width(scene->fonts, small, note) + pad;
    struct font font = part_fit(kiosk, scene, theme->title, width - taken, name);
    scene_line(scene, (SDL_Rect){left, row.y, width - taken, row.h}, ALIGN_LEFT, font, look.text,
               name);
    scene_line(scene, (SDL_Rect){left, row.y, width, row.h}, ALIGN_RIGHT, small, theme->colours->faint,
               note);
}

/* The stages one below the other, from the first to the end; the height used. */
static int stages(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct kiosk_progress *progress = &kiosk->inquiry.answer;
    int count = (int)progress->stage_count, pad = part_unit(kiosk, 1);
    int most = part_unit(kiosk, kiosk->elder ? 15 : 14), high = (area.h - 2 * pad) / count;
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
    int gap = part_unit(kiosk, 4), width = area.w * 60 / 100;
    SDL_Rect left = {area.x, area.y, width, area.h};
    left = below(left, heading(kiosk, scene, left));
    stages(kiosk, scene, left);
    SDL_Rect right = {area.x + width + gap, area.y, area.w - width - gap, area.h};
    right.h -= another_button(kiosk, scene, right) + gap;
    int tile = part_unit(kiosk, kiosk->elder ? 18 : 16);
    SDL_Rect both = {right.x, right.y, right.w, 2 * tile + kiosk->theme.gap};
    tiles(kiosk, scene, both, 1);
    right = below(right, both.h + kiosk->theme.gap);
    advise(kiosk, scene, right, true);
    advise(kiosk, scene, right, false);
}

void progress_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    if (part_is_wide(kiosk)) {
        wide(kiosk, scene, area);
    } else {
        tall(kiosk, scene, area);
    }
}
