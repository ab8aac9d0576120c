/* check_displays.c: kiosks against the printers of lines.yaml. See check.h. */
#include "config/check.h"

#include "base/text.h"
#include "config/problems.h"

#include <string.h>

static const struct yaml_node *value_or_self(const struct yaml_node *node, const char *key)
{
    const struct yaml_node *value = yaml_get(node, key);
    return value != NULL ? value : node;
}

/* A kiosk's slips must come out somewhere; a kiosk without a group prints none. */
static void check_printers(struct reader *reader, const struct yaml_node *node,
                           const struct site_display *display)
{
    const struct site *site = reader->site;
    struct suggestion suggestion = suggestion_for(display->printers);
    char allowed[240] = "-";
    size_t used = 0;
    for (size_t i = 0; i < site->device_count; i++) {
        const struct site_device *device = &site->devices[i];
        if (device->profile >= site->profile_count ||
            site->profiles[device->profile].kind != DEVICE_PRINTER) {
            continue;
        }
        if (strcmp(device->group, display->printers) == 0) {
            return;
        }
        suggestion_offer(&suggestion, device->group);
        text_append(allowed, sizeof allowed, &used, "%s%s", used > 0 ? ", " : "", device->group);
    }
    reader_problem(reader, value_or_self(node, "printers"), MESSAGE_PANEL_WITHOUT_PRINTER,
                   (struct message_values){{display->name, display->printers,
                                            reader_guess(reader, &suggestion, allowed)}});
}

static void check_layout(struct reader *reader, const struct yaml_node *node,
                         const struct site_display *display)
{
    static const char *const layouts[] = {"popular", "departments", "reviews"};
    struct suggestion suggestion = suggestion_for(display->layout);
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        if (strcmp(display->layout, layouts[i]) == 0) {
            return;
        }
        suggestion_offer(&suggestion, layouts[i]);
    }
    reader_problem(reader, value_or_self(node, "layout"), MESSAGE_UNKNOWN_WORD,
                   (struct message_values){
                       {"layout", display->layout,
                        reader_guess(reader, &suggestion, "popular, departments, reviews")}});
}

void check_displays(struct reader *reader, const struct yaml_node *list)
{
    const struct site *site = reader->site;
    if (list == NULL || list->kind != YAML_LIST || list->count != site->display_count) {
        return;
    }
    for (size_t i = 0; i < site->display_count; i++) {
        const struct site_display *display = &site->displays[i];
        if (display->kind != SITE_KIOSK) {
            continue;
        }
        if (display->printers[0] != '\0') {
            check_printers(reader, yaml_at(list, i), display);
        }
        if (display->layout[0] != '\0') {
            check_layout(reader, yaml_at(list, i), display);
        }
    }
}
