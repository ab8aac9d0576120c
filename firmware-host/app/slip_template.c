/* slip_template.c: a ticket of the queue as the facts that its slip tells (view/slip). */
#define LOG_MODULE "slips"
#include "app/hall_internal.h"
#include "base/text.h"
#include "view/slip/compose.h"

void slip_of_ticket(const struct hall *hall, const struct ticket *ticket, unsigned copy,
                    struct slip *out)
{
    const struct site *site = hall->site;
    uint16_t item = site_item_index(site, ticket->item);
    const struct slip_facts facts = {
        .number = ticket->number,
        .token = ticket->token,
        .item = item,
        .category = item != UINT16_MAX ? site->items[item].category : ticket->category,
        .ahead = ticket->ahead_at_issue,
        .quote_s = ticket->quote_s,
        .issued = ticket->issued,
        .slip = copy,
    };
    slip_compose(site, hall->settings.language, &facts, out);
}

/* A printer that lacks a character prints 〓 there: the installer must learn it from us. */
bool slip_log_missing(const struct hall *hall, uint16_t device, const struct slip *slip)
{
    const struct device_profile *profile =
        &hall->site->profiles[hall->site->devices[device].profile];
    bool any = false;
    for (uint16_t i = 0; i < slip->count; i++) {
        uint8_t bytes[2 * SLIP_TEXT];
        unsigned missing = 0;
        const struct slip_element *element = &slip->elements[i];
        if (element->kind == SLIP_TEXT_LINE) {
            text_encode(profile->encoding, element->text, bytes, sizeof bytes, &missing);
        }
        if (missing > 0) {
            any = true;
            log_warning("%s has no form for %u characters of \"%s\": it prints 〓",
                        hall->site->devices[device].name, missing, element->text);
        }
    }
    return any;
}
