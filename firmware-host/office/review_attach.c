/* review_attach.c: texts that are put into a bad review's file: minutes, letters, logs.
 *
 * They are kept as text in the journal, part by part, so that they are as durable, as chained and as
 * unchangeable as everything else in the file, and nothing that a program could run ever comes in.
 * What is no text is refused: by its bytes, not by its name. See reviews.h. */
#include "office/reviews.h"

#include "queue/text_rules.h"

#include <string.h>

static bool is_file_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strpbrk(name, "/\\:*?\"<>|") == NULL;
}

/* Other formats that begin with letters: somebody has given a document's bytes as text. */
static bool is_another_format(const char *text)
{
    static const char *const beginnings[] = {"%PDF", "{\\rtf", "<!DOCTYPE", "<!doctype", "<html",
                                             "<svg", "<?xml",  "PK\x03\x04", "MZ"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (strncmp(text, beginnings[i], strlen(beginnings[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* Bytes of the next part: whole characters. 0 when it is no text. */
static size_t next_part(const char *text)
{
    size_t length = 0, left = strlen(text);
    while (length < left) {
        size_t bytes = text_rules_character(text + length, left - length);
        if (bytes == 0 || length + bytes > REVIEW_PART) {
            return bytes == 0 ? 0 : length;
        }
        length += bytes;
    }
    return length;
}

static int draft_part(struct office_draft *draft, const struct review_file *file,
                      const struct review_order *order, int32_t number, const char *text,
                      size_t length)
{
    char part[REVIEW_PART + 1];
    struct event *event = office_draft_event(draft, EVENT_OFFICE_REVIEW_ATTACHED);
    if (event == NULL) {
        return OFFICE_FULL;
    }
    memcpy(part, text, length);
    part[length] = '\0';
    event->record = file->id;
    event->count = number;
    text_rules_copy(event->subject, sizeof event->subject, order->who.name);
    bool good = office_text(event->note, sizeof event->note, order->name, false) &&
                office_text(event->text, sizeof event->text, part, true);
    return good ? 0 : OFFICE_BAD_VALUE;
}

int review_attach(struct office_draft *draft, const struct review_file *file,
                  const struct review_order *order)
{
    const char *text = order->text;
    if (!is_file_name(order->name) || is_another_format(text)) {
        return OFFICE_BAD_VALUE;
    }
    if (file->attachments >= REVIEW_ATTACHMENTS || strlen(text) > REVIEW_PARTS * REVIEW_PART ||
        file->step_count + REVIEW_PARTS > REVIEW_STEPS) {
        return OFFICE_FULL;
    }
    for (int32_t number = 1; *text != '\0'; number++) {
        size_t length = next_part(text);
        int error = number > REVIEW_PARTS ? OFFICE_FULL
                    : length == 0         ? OFFICE_BAD_VALUE
                                          : draft_part(draft, file, order, number, text, length);
        if (error != 0) {
            return error;
        }
        text += length;
    }
    return 0;
}
