/* view.h: every value of a configuration's file with its path, its row of the schema and where it
 * comes from: what pages show, search, edit and compare.
 *
 * A path is how a person would name the value: hall.name, policy.undo, items[qiye-sheli].name,
 * hours[0].from, lines[bus-1].devices[pad-01].address. Elements of a list go by their code, name or
 * number, where they have one, else by their place.
 *
 * Nothing is judged here: what is not readable is passed over. Thread: any. */
#pragma once

#include "config/schema.h"

enum view_origin {
    VIEW_FILE,    /* it stands there */
    VIEW_DEFAULT, /* it does not: the schema's default */
    VIEW_PROFILE, /* a line's setting that comes from its devices' profiles */
};

enum { VIEW_PATH = 160 };

struct view_entry {
    const char *path;              /* valid during the call */
    const struct schema_table *table; /* that the row is in */
    const struct schema_row *row;
    const struct yaml_node *node;  /* its value; NULL when the file does not give it */
    const struct yaml_node *parent; /* the map that it stands or would stand in; of a map that is not
                                     * there the next one above that is */
    const char *below;             /* the keys from there: "level", or "default.level" */
    enum view_origin origin;
    bool element;                  /* a record of the list `row`, whose values follow */
    const char *value;             /* as the file writes it, or the default; `size` bytes */
    size_t size;
};

/* A kind of file by its role: "hall.yaml", "lines.yaml", "profiles/NAME.yaml". NULL for others. */
const struct schema_table *view_table(const char *role);

/* What a line takes from its devices' profiles (VIEW_PROFILE), as a file would write it; "" when the
 * site does not know the line. */
void view_inherited(const struct site *site, const struct view_entry *entry, char *out, size_t size);

/* Calls `take` for each value of the tree, defaults included, in the schema's order, until it
 * returns non-zero; gives that. */
typedef int (*view_take)(void *context, const struct view_entry *entry);
int view_walk(const struct schema_table *table, const struct yaml_node *root, view_take take,
              void *context);
