/* words.c: what the kiosk says, in the visitor's language. */
#include "kiosk/pages.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const char *kiosk_text(const struct kiosk *kiosk, const char *key)
{
    return language_text(kiosk->setup.language, kiosk->code, key);
}

const char *kiosk_name_text(const struct kiosk *kiosk, const struct kiosk_name *name)
{
    return kiosk->code == LANGUAGE_EN ? name->en : name->zh;
}

const char *kiosk_words_text(const struct kiosk *kiosk, const struct kiosk_words *words)
{
    return kiosk->code == LANGUAGE_EN ? words->en : words->zh;
}

void kiosk_words_read(const json_t *json, struct kiosk_words *out)
{
    const char *zh = json_string_value(json_object_get(json, "zh"));
    const char *en = json_string_value(json_object_get(json, "en"));
    snprintf(out->zh, sizeof out->zh, "%s", zh != NULL ? zh : "");
    snprintf(out->en, sizeof out->en, "%s", en != NULL && en[0] != '\0' ? en : out->zh);
}

const char *kiosk_fill(const struct kiosk *kiosk, char out[FILLED], const char *key,
                       const struct hole *holes)
{
    language_fill(out, FILLED, kiosk_text(kiosk, key), holes);
    return out;
}

const char *kiosk_number(char out[NUMBER_TEXT], int64_t value)
{
    snprintf(out, NUMBER_TEXT, "%lld", (long long)value);
    return out;
}

int kiosk_minutes(int32_t seconds)
{
    int minutes = (seconds + 59) / 60;
    return minutes > 0 ? minutes : 1;
}

const char *kiosk_wait_text(const struct kiosk *kiosk, uint16_t category, char out[FILLED],
                            colour_t *colour)
{
    const struct palette *colours = kiosk->theme.colours;
    const struct kiosk_count *count =
        kiosk_now_category(&kiosk->now, kiosk->catalogue->categories[category].code);
    char people[NUMBER_TEXT], minutes[NUMBER_TEXT];
    out[0] = '\0';
    *colour = colours->faint;
    if (count == NULL) {
        return out;
    }
    const struct hole holes[] = {
        {"count", kiosk_number(people, count->waiting)},
        {"minutes", kiosk_number(minutes, kiosk_minutes(count->estimate_s))},
        {NULL, NULL},
    };
    if (count->open_windows == 0) {
        *colour = colours->warn;
        return kiosk_fill(kiosk, out, "kiosk.wait.closed", holes);
    }
    if (count->waiting == 0) {
        *colour = colours->ok;
        return kiosk_fill(kiosk, out, "kiosk.wait.none", holes);
    }
    return kiosk_fill(kiosk, out, count->estimate_s > 0 ? "kiosk.wait.people_minutes"
                                                        : "kiosk.wait.people", holes);
}

const char *kiosk_hours(const struct kiosk *kiosk, char out[FILLED])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < kiosk->now.period_count; i++) {
        const struct kiosk_period *period = &kiosk->now.periods[i];
        text_append(out, FILLED, &used, "%s%02d:%02d–%02d:%02d", i > 0 ? "  " : "",
                    period->from_min / 60, period->from_min % 60, period->to_min / 60,
                    period->to_min % 60);
    }
    return out;
}

const char *kiosk_help_place(const struct kiosk *kiosk)
{
    const char *place = kiosk_words_text(kiosk, &kiosk->settings.help);
    return place[0] != '\0' ? place : kiosk_text(kiosk, "kiosk.help.desk");
}

/* The controller's clock, carried on with the monotonic one: a kiosk has no other. */
wall_t kiosk_wall(const struct kiosk *kiosk, mono_t now)
{
    if (kiosk->clock_held) {
        return kiosk->now.at;
    }
    double passed = (double)mono_between(kiosk->now_at, now) * kiosk->now.speed;
    return wall_after(kiosk->now.at, (int64_t)passed);
}
