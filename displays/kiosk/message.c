/* message.c: pages that say one thing: what is wrong and what to do next, where people help, and
 * whether somebody is still there. */
#include "kiosk/pages.h"

#include <stdio.h>

enum tone { TONE_INFO, TONE_WARN, TONE_OFF };

struct message {
    const char *name; /* of its texts: kiosk.message.NAME.title, .line1, .line2 */
    enum tone tone;
    const char *sign;
    int action; /* of the button, ACTION_NONE = none */
    const char *label;
};
static const struct message messages[MESSAGE_COUNT] = {
    [MESSAGE_STARTING] = {"starting", TONE_INFO, "…", ACTION_NONE, NULL},
    [MESSAGE_UNREACHABLE] = {"unreachable", TONE_WARN, "!", ACTION_NONE, NULL},
    [MESSAGE_NO_ANSWER] = {"no_answer", TONE_WARN, "!", ACTION_TAKE, "kiosk.message.retry"},
    [MESSAGE_PAUSED] = {"paused", TONE_WARN, "‖", ACTION_BROWSE, "kiosk.message.browse"},
    [MESSAGE_CLOSED] = {"closed", TONE_OFF, "○", ACTION_BROWSE, "kiosk.message.browse"},
    [MESSAGE_HOLIDAY] = {"holiday", TONE_OFF, "○", ACTION_BROWSE, "kiosk.message.browse"},
    [MESSAGE_BEFORE] = {"before", TONE_INFO, "○", ACTION_BROWSE, "kiosk.message.browse"},
    [MESSAGE_QUOTA] = {"quota", TONE_WARN, "!", ACTION_HOME, "kiosk.message.other"},
    [MESSAGE_THANKS] = {"thanks", TONE_INFO, "✓", ACTION_DONE, "kiosk.message.done"},
    [MESSAGE_REFUSED] = {"refused", TONE_WARN, "!", ACTION_HOME, "kiosk.message.other"},
};

struct notice {
    enum tone tone;
    const char *sign, *title, *line1, *line2;
};

static colour_t ink_of(const struct palette *c, enum tone tone)
{
    return tone == TONE_WARN ? c->warn : tone == TONE_INFO ? c->info : c->off;
}

static colour_t tint_of(const struct palette *c, enum tone tone)
{
    return tone == TONE_WARN ? c->warn_tint : tone == TONE_INFO ? c->info_tint : c->off_tint;
}

/* A sign, a headline and two lines, in the middle of the upper part of `area`. */
static void compose_notice(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                           const struct notice *notice)
{
    const struct theme *theme = &kiosk->theme;
    const struct palette *c = theme->colours;
    int sign = part_unit(kiosk, part_is_wide(kiosk) ? 22 : 30), gap = part_unit(kiosk, 3);
    int width = area.w - part_unit(kiosk, 8);
    const struct font line = {theme->title.px, false};
    int title = scene_measure(scene, width, theme->headline, notice->title);
    int line1 = scene_measure(scene, width, line, notice->line1);
    int line2 = scene_measure(scene, width, line, notice->line2);
    int total = sign + 3 * gap + title + line1 + line2;
    int y = area.y + (area.h - total) / 2;
    y = y > area.y ? y : area.y;
    int x = area.x + (area.w - width) / 2;
    part_sign(kiosk, scene, (SDL_Rect){area.x + (area.w - sign) / 2, y, sign, sign},
              tint_of(c, notice->tone), ink_of(c, notice->tone), notice->sign);
    y += sign + gap;
    scene_paragraph(scene, (SDL_Rect){x, y, width, title}, ALIGN_CENTRE, theme->headline, c->text,
                    notice->title);
    y += title + gap;
    scene_paragraph(scene, (SDL_Rect){x, y, width, line1}, ALIGN_CENTRE, line, c->text,
                    notice->line1);
    y += line1 + gap / 2;
    scene_paragraph(scene, (SDL_Rect){x, y, width, line2}, ALIGN_CENTRE, line, c->faint,
                    notice->line2);
}

/* Buttons side by side in the middle of the foot of `area`; the height used. */
static int compose_buttons(struct kiosk *kiosk, struct scene *scene, SDL_Rect area,
                           struct button *buttons, int count)
{
    int height = part_unit(kiosk, kiosk->elder ? 19 : 15), gap = kiosk->theme.gap;
    int most = part_unit(kiosk, kiosk->elder ? 72 : 60) * count;
    int width = area.w < most ? area.w : most, each = (width - (count - 1) * gap) / count;
    int x = area.x + (area.w - width) / 2, y = area.y + area.h - height;
    for (int i = 0; i < count; i++) {
        buttons[i].rect = (SDL_Rect){x + i * (each + gap), y, each, height};
        part_button(kiosk, scene, &buttons[i]);
    }
    return height + part_unit(kiosk, 4);
}

static const char *message_line(const struct kiosk *kiosk, const char *line, char out[FILLED])
{
    char key[64], hours[FILLED];
    const struct kiosk_item *item = kiosk->catalogue != NULL
                                        ? &kiosk->catalogue->items[kiosk->item]
                                        : NULL;
    const struct hole holes[] = {
        {"help", kiosk_help_place(kiosk)},
        {"hours", kiosk_hours(kiosk, hours)},
        {"category", item != NULL ? kiosk_name_text(
                                        kiosk, &kiosk->catalogue->categories[item->category].name)
                                  : ""},
        {NULL, NULL},
    };
    snprintf(key, sizeof key, "kiosk.message.%s.%s", messages[kiosk->message].name, line);
    return kiosk_fill(kiosk, out, key, holes);
}

static const char *refusal_text(const struct kiosk *kiosk)
{
    char key[64];
    snprintf(key, sizeof key, "error.%s", kiosk->refusal);
    return language_has(kiosk->setup.language, key) ? kiosk_text(kiosk, key)
                                                    : kiosk->message_text;
}

void message_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    const struct message *message = &messages[kiosk->message];
    char title[FILLED], line1[FILLED], line2[FILLED];
    struct notice notice = {message->tone, message->sign, message_line(kiosk, "title", title),
                            "", message_line(kiosk, "line2", line2)};
    notice.line1 = kiosk->message == MESSAGE_REFUSED ? refusal_text(kiosk)
                                                     : message_line(kiosk, "line1", line1);
    int used = 0, count = 0;
    struct button buttons[2];
    bool way_back = message->action == ACTION_TAKE;
    if (message->action != ACTION_NONE && kiosk->catalogue != NULL) {
        if (way_back) {
            buttons[count++] = (struct button){.style = BUTTON_PLAIN, .action = ACTION_HOME,
                                               .label = kiosk_text(kiosk, "kiosk.nav.home")};
        }
        buttons[count++] = (struct button){.style = BUTTON_MAIN, .action = message->action,
                                           .label = kiosk_text(kiosk, message->label)};
        used = compose_buttons(kiosk, scene, area, buttons, count);
    }
    area.h -= used;
    compose_notice(kiosk, scene, area, &notice);
}

void help_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    char line1[FILLED];
    const struct hole holes[] = {{"help", kiosk_help_place(kiosk)}, {NULL, NULL}};
    struct notice notice = {TONE_INFO, "?", kiosk_text(kiosk, "kiosk.help.title"),
                            kiosk_fill(kiosk, line1, "kiosk.help.line1", holes),
                            kiosk_text(kiosk, "kiosk.help.line2")};
    compose_notice(kiosk, scene, area, &notice);
}

void idle_compose(struct kiosk *kiosk, struct scene *scene, SDL_Rect area)
{
    char seconds[NUMBER_TEXT], line1[FILLED];
    const struct hole holes[] = {{"seconds", kiosk_number(seconds, kiosk->shown_second)},
                                 {NULL, NULL}};
    struct button buttons[] = {
        {.style = BUTTON_PLAIN, .action = ACTION_HOME,
         .label = kiosk_text(kiosk, "kiosk.idle.leave")},
        {.style = BUTTON_MAIN, .action = ACTION_STAY, .large = true,
         .label = kiosk_text(kiosk, "kiosk.idle.stay")},
    };
    area.h -= compose_buttons(kiosk, scene, area, buttons, 2);
    struct notice notice = {TONE_INFO, "?", kiosk_text(kiosk, "kiosk.idle.title"),
                            kiosk_fill(kiosk, line1, "kiosk.idle.line1", holes), ""};
    compose_notice(kiosk, scene, area, &notice);
}
