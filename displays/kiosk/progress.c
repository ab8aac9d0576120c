/* progress.c: how far a case is: the number of the receipt on number keys, then its stages with
 * their days, the promised day, and whether the clock stands. State is sign, colour and word. */
#include "kiosk/pages.h"

#include <stdio.h>
#include <string.h>

enum { KEY_COLUMNS = 3, KEY_ROWS = 4, KEY_MOST = 20, SLOTS = RECEIPT_DIGITS + 2 /* and two dashes */ };

/* ------------------------------------------------------------------ typing */

static void number_keys(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static const int keys[KEY_ROWS * KEY_COLUMNS] = {'1', '2', '3', '4', '5', '6', '7',
                                                     '8', '9', KEY_CLEAR, '0', KEY_DELETE};
    int gap = kiosk->theme.gap, most = part_unit(kiosk, KEY_MOST);
    int width = (area.w - (KEY_COLUMNS - 1) * gap) / KEY_COLUMNS;
    int height = (area.h - (KEY_ROWS - 1) * gap) / KEY_ROWS;
    height = height < most ? height : most;
    for (int i = 0; i < KEY_ROWS * KEY_COLUMNS; i++) {
        search_key(kiosk, scene, (SDL_Rect){area.x + i % KEY_COLUMNS * (width + gap),
                                            area.y + i / KEY_COLUMNS * (height + gap), width,
                                            height}, keys[i]);
    }
}

/* Every digit has its place, so that one that is missing is seen: ______-____-_____. */
static void field(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    int pad = part_unit(kiosk, 2), width = (rect.w - 2 * pad) / SLOTS;
    int left = rect.x + (rect.w - SLOTS * width) / 2, line = theme->hair;
    struct font font = part_fit(kiosk, scene, theme->headline, width, "0");
    char empty[RECEIPT_TEXT], typed[RECEIPT_TEXT];
    progress_group("000000000000000", empty);
    progress_group(kiosk->typed, typed);
    scene_edged_box(scene, rect, theme->radius, c->card, theme->hair, c->accent);
    for (int i = 0; i < SLOTS; i++) {
        SDL_Rect slot = {left + i * width, rect.y, width, rect.h};
        bool there = i < (int)strlen(typed);
        char text[2] = {there || empty[i] == '-' ? (there ? typed[i] : '-') : '\0', '\0'};
        if (text[0] != '\0') {
            scene_line(scene, slot, ALIGN_CENTRE, font, there ? c->text : c->faint, text);
        }
        if (empty[i] != '-') {
            scene_box(scene, (SDL_Rect){slot.x + width / 8, rect.y + rect.h * 86 / 100,
                                        width * 3 / 4, line}, 0, there ? c->accent : c->faint);
        }
    }
}

/* What went wrong and what to do next; the height used. */
static int trouble(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    static const char *const keys[PROGRESS_TROUBLES] = {
        [PROGRESS_UNKNOWN] = "kiosk.progress.unknown",
        [PROGRESS_TOO_OFTEN] = "kiosk.progress.too_often",
        [PROGRESS_NO_ANSWER] = "kiosk.progress.no_answer",
    };
    const char *key = keys[kiosk->progress.trouble];
    char text[FILLED];
    const struct hole holes[] = {{"help", kiosk_help_place(kiosk)}, {NULL, NULL}};
    return key == NULL ? 0 : part_banner(kiosk, scene, area, kiosk_fill(kiosk, text, key, holes));
}

static void look_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    bool asked = kiosk->progress.asked != 0;
    struct button button = {
        .rect = rect,
        .style = BUTTON_MAIN,
        .action = ACTION_LOOK,
        .label = kiosk_text(kiosk, asked ? "kiosk.progress.looking" : "kiosk.progress.look"),
        .off = asked || strlen(kiosk->typed) != RECEIPT_DIGITS};
    part_button(kiosk, scene, &button);
}

/* Field over the whole width; on a wide screen the keys at the right, else below. */
void progress_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    bool wide = part_is_wide(kiosk);
    int gap = part_unit(kiosk, 3), box = part_unit(kiosk, 14), end = area.y + area.h;
    int button = part_unit(kiosk, kiosk->elder ? 18 : 14), y = area.y;
    y += part_heading(kiosk, scene, area, kiosk_text(kiosk, "kiosk.progress.title"),
                      kiosk_text(kiosk, "kiosk.progress.hint"));
    field(kiosk, scene, (SDL_Rect){area.x, y, area.w, box});
    y += box + gap;
    SDL_Rect left = {area.x, y, wide ? (area.w - gap) / 2 : area.w, end - y};
    int used = trouble(kiosk, scene, left);
    if (wide) {
        int x = left.x + left.w + gap;
        look_button(kiosk, scene, (SDL_Rect){left.x, left.y + used, left.w, button});
        number_keys(kiosk, scene, (SDL_Rect){x, y, area.x + area.w - x, end - y});
        return;
    }
    y += used;
    int most = KEY_ROWS * part_unit(kiosk, KEY_MOST) + (KEY_ROWS - 1) * kiosk->theme.gap;
    int room = end - y - gap - button, keys = room < most ? room : most;
    int foot = end - button; /* keys low on the screen: within reach of a wheelchair */
    number_keys(kiosk, scene, (SDL_Rect){area.x, foot - gap - keys, area.w, keys});
    look_button(kiosk, scene, (SDL_Rect){area.x, foot, area.w, button});
}

/* ------------------------------------------------------------------ stages */

static const char *date_text(const struct kiosk *kiosk, int32_t at, char out[FILLED])
{
    char year[NUMBER_TEXT], day[NUMBER_TEXT], month[32];
    snprintf(month, sizeof month, "kiosk.month.%d", (int)(at / 100 % 100));
    const struct hole holes[] = {{"year", kiosk_number(year, at / 10000)},
                                 {"month", kiosk_text(kiosk, month)},
                                 {"day", kiosk_number(day, at % 100)},
                                 {NULL, NULL}};
    return kiosk_fill(kiosk, out, "kiosk.progress.date", holes);
}

static bool has_ended(const struct progress *progress)
{
    return progress->at == PROGRESS_STAGES - 1;
}

/* When the stage was reached, or that it was not. */
static const char *stage_text(const struct kiosk *kiosk, int index, char out[FILLED])
{
    const struct progress *progress = &kiosk->progress;
    int32_t day = progress->stages[index].day;
    char date[FILLED] = "";
    const struct hole holes[] = {{"date", date}, {NULL, NULL}};
    if (day != 0) {
        date_text(kiosk, day, date);
    }
    if (index > progress->at) {
        return kiosk_text(kiosk, "kiosk.progress.pending");
    }
    if (day == 0) {
        return kiosk_text(kiosk, "kiosk.progress.passed");
    }
    if (index == progress->at && !has_ended(progress)) {
        return kiosk_fill(kiosk, out, "kiosk.progress.here", holes);
    }
    return date_text(kiosk, day, out);
}

static void stage_row(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect, int index)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    const struct progress *progress = &kiosk->progress;
    const struct progress_stage *stage = &progress->stages[index];
    bool here = index == progress->at && !has_ended(progress);
    bool reached = here || (index <= progress->at && stage->day != 0);
    bool refused = index == PROGRESS_STAGES - 1 && strcmp(stage->code, "completed") != 0;
    colour_t state = here ? c->info : refused ? c->warn : c->ok;
    int sign = rect.h * 56 / 100, pad = part_unit(kiosk, 3);
    SDL_Rect round = {rect.x + pad, rect.y + (rect.h - sign) / 2, sign, sign};
    if (index > 0) { /* the way from the stage before */
        scene_box(scene, (SDL_Rect){round.x + sign / 2 - theme->hair, round.y - rect.h + sign,
                                    2 * theme->hair, rect.h - sign}, 0,
                  reached ? state : c->edge);
    }
    part_sign(kiosk, scene, round, reached ? state : c->off_tint,
              reached ? c->accent_text : c->off,
              here ? "●" : !reached ? "○" : refused ? "!" : "✓");
    char text[FILLED];
    const char *name = kiosk_words_text(kiosk, &stage->name);
    const char *when = stage_text(kiosk, index, text);
    int left = round.x + sign + pad, room = rect.x + rect.w - pad - left, part = room * 36 / 100;
    colour_t ink = reached ? c->text : c->off;
    scene_line(scene, (SDL_Rect){left, rect.y, part, rect.h}, ALIGN_LEFT,
               part_fit(kiosk, scene, theme->title, part, name), ink, name);
    scene_middle(scene, (SDL_Rect){left + part, rect.y, room - part, rect.h}, ALIGN_RIGHT,
                 part_fit(kiosk, scene, theme->body, room - part, when),
                 here ? c->info : reached ? c->text : c->off, when);
}

/* What the visitor may expect or do: a strip when the clock stands, else a sentence. */
static int next_step(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct progress *progress = &kiosk->progress;
    char key[64], text[FILLED], date[FILLED] = "";
    bool stands = progress->suspended != 0 && !has_ended(progress);
    if (stands) {
        date_text(kiosk, progress->suspended, date);
    }
    const struct hole holes[] = {{"help", kiosk_help_place(kiosk)}, {"date", date}, {NULL, NULL}};
    if (stands) {
        kiosk_fill(kiosk, text, "kiosk.progress.suspended", holes);
        return part_banner(kiosk, scene, area, text);
    }
    snprintf(key, sizeof key, "kiosk.progress.next.%s",
             has_ended(progress) ? progress->stages[progress->at].code : "open");
    return scene_paragraph(scene, area, ALIGN_LEFT, kiosk->theme.body,
                           kiosk->theme.colours->text, kiosk_fill(kiosk, text, key, holes)) +
           part_unit(kiosk, 2);
}

static void done_button(struct kiosk *kiosk, struct scene *scene, SDL_Rect rect)
{
    struct button done = {.rect = rect,
                          .style = BUTTON_MAIN,
                          .action = ACTION_DONE,
                          .label = kiosk_text(kiosk, "kiosk.progress.done")};
    part_button(kiosk, scene, &done);
}

static void stage_card(struct kiosk *kiosk, struct scene *scene, SDL_Rect card)
{
    int most = part_unit(kiosk, 22), row = card.h / PROGRESS_STAGES;
    row = row < most ? row : most;
    card.h = row * PROGRESS_STAGES;
    part_card(kiosk, scene, card);
    for (int i = 0; i < PROGRESS_STAGES; i++) {
        stage_row(kiosk, scene, (SDL_Rect){card.x, card.y + i * row, card.w, row}, i);
    }
}

/* Promise, stages and button below each other; on a wide screen the stages at the left. */
void stages_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct progress *progress = &kiosk->progress;
    bool wide = part_is_wide(kiosk);
    char title[FILLED], date[FILLED];
    const struct hole holes[] = {{"receipt", progress->receipt}, {NULL, NULL}};
    int button = part_unit(kiosk, kiosk->elder ? 18 : 14), gap = part_unit(kiosk, 2);
    int tile = progress->promised != 0 ? part_unit(kiosk, kiosk->elder ? 18 : 15) : 0;
    int end = area.y + area.h, y = area.y;
    y += part_heading(kiosk, scene, area, kiosk_words_text(kiosk, &progress->item),
                      kiosk_fill(kiosk, title, "kiosk.progress.receipt", holes));
    y += next_step(kiosk, scene, (SDL_Rect){area.x, y, area.w, end - y});
    SDL_Rect card = {area.x, y, wide ? area.w * 56 / 100 : area.w, end - y};
    SDL_Rect side = card;
    if (wide) {
        side.x += card.w + gap;
        side.w = area.w - card.w - gap;
    } else {
        card.y += tile > 0 ? tile + gap : 0;
        card.h = end - button - gap - card.y;
    }
    if (tile > 0) {
        part_fact_tile(kiosk, scene, (SDL_Rect){side.x, side.y, side.w, tile},
                       kiosk->theme.title, kiosk_text(kiosk, "kiosk.progress.promised"),
                       date_text(kiosk, progress->promised, date));
    }
    stage_card(kiosk, scene, card);
    done_button(kiosk, scene, (SDL_Rect){side.x, end - button, side.w, button});
}
