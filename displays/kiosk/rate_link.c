/* rate_link.c: what the rating screen asks the controller. A rating keeps its intent until it is
 * answered or the visitor leaves, so that sending again can never rate twice. */
#include "kiosk/pages.h"

#include "common/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rate_forget(struct kiosk *kiosk)
{
    memset(&kiosk->rating, 0, sizeof kiosk->rating);
}

static uint32_t post(struct kiosk *kiosk, const char *path, json_t *body)
{
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
    uint32_t id = text != NULL && kiosk->setup.send != NULL
                      ? kiosk->setup.send(kiosk->setup.context, path, text)
                      : 0;
    json_decref(body);
    free(text);
    return id;
}

static void refuse(struct kiosk *kiosk, const char *code)
{
    snprintf(kiosk->rating.refusal, sizeof kiosk->rating.refusal, "%s", code);
}

/* The last four characters of what was typed are the check code. */
void rate_find(struct kiosk *kiosk)
{
    struct rating *rating = &kiosk->rating;
    size_t length = strlen(kiosk->typed);
    if (length <= CHECK_CODE || length - CHECK_CODE >= sizeof rating->number) {
        refuse(kiosk, "unknown_slip");
        return;
    }
    snprintf(rating->number, sizeof rating->number, "%.*s", (int)(length - CHECK_CODE),
             kiosk->typed);
    snprintf(rating->check, sizeof rating->check, "%s", kiosk->typed + length - CHECK_CODE);
    rating->refusal[0] = '\0';
    rating->asked = post(kiosk, "/api/v1/slip-service",
                         json_pack("{s:s,s:s}", "number", rating->number, "check", rating->check));
    if (rating->asked == 0) {
        refuse(kiosk, "no_answer");
    }
}

static json_t *json_of_tags(const struct rating *rating)
{
    json_t *out = json_array();
    for (size_t i = 0; i < rating->tag_count; i++) {
        if (rating->tags[i].ticked && rating->tags[i].group == rate_group_of(rating->level)) {
            json_array_append_new(out, json_string(rating->tags[i].code));
        }
    }
    return out;
}

void rate_send(struct kiosk *kiosk)
{
    struct rating *rating = &kiosk->rating;
    char source[LIMIT_CODE + 8];
    if (rating->level == 0 || rating->asked != 0) {
        return;
    }
    if (rating->intent[0] == '\0') {
        client_new_intent(rating->intent);
    }
    snprintf(source, sizeof source, "kiosk:%.20s", kiosk->setup.name);
    rating->refusal[0] = '\0';
    rating->asked = post(kiosk, "/api/v1/slip-evaluation",
                         json_pack("{s:s,s:s,s:i,s:o,s:s,s:s}", "number", rating->number, "check",
                                   rating->check, "level", rating->level, "tags",
                                   json_of_tags(rating), "intent", rating->intent, "source",
                                   source));
    if (rating->asked == 0) {
        refuse(kiosk, "no_answer");
    }
}

/* ------------------------------------------------------------------ answers */

static void read_tags(struct rating *rating, const json_t *list)
{
    static const char *const groups[] = {"bad", "fair", "good"};
    rating->tag_count = 0;
    for (size_t i = 0; i < json_array_size(list) && i < LIMIT_REVIEW_TAGS; i++) {
        const json_t *from = json_array_get(list, i);
        const char *code = json_string_value(json_object_get(from, "code"));
        const char *group = json_string_value(json_object_get(from, "for"));
        struct rate_tag *tag = &rating->tags[rating->tag_count++];
        *tag = (struct rate_tag){.group = RATE_BAD};
        snprintf(tag->code, sizeof tag->code, "%s", code != NULL ? code : "");
        for (int g = RATE_BAD; group != NULL && g <= RATE_GOOD; g++) {
            tag->group = strcmp(groups[g], group) == 0 ? (enum rate_group)g : tag->group;
        }
        kiosk_words_read(json_object_get(from, "name"), &tag->name);
    }
}

void rate_show(struct kiosk *kiosk, const json_t *service)
{
    kiosk_words_read(json_object_get(service, "item"), &kiosk->rating.item);
    read_tags(&kiosk->rating, json_object_get(service, "tags"));
}

bool rate_answer(struct kiosk *kiosk, uint32_t id, int status, const json_t *body, mono_t now)
{
    struct rating *rating = &kiosk->rating;
    if (id == 0 || id != rating->asked) {
        return false;
    }
    const char *code =
        json_string_value(json_object_get(json_object_get(body, "error"), "code"));
    rating->asked = 0;
    if (status != 200) {
        refuse(kiosk, code != NULL ? code : "no_answer");
    } else if (rating->level == 0) {
        rate_show(kiosk, body);
        walk_to(kiosk, PAGE_RATE, 0, now);
    } else {
        kiosk->back_count = 0;
        link_message(kiosk, MESSAGE_THANKS, now);
        rate_forget(kiosk);
    }
    return true;
}
