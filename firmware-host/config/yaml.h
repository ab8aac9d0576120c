/* yaml.h: a file's text as a tree in which every node knows where it stands.
 *
 * Problem: "every mistake with file:line:column" needs positions for every key and value, also
 * for empty ones, and a configuration that comes over a network share or out of a fuzzer must
 * not be able to eat the machine.
 *
 * Design: libfyaml delivers events with marks; this builds a plain tree out of them. The text is
 * checked first (size, UTF-8, no NUL or control characters). Anchors and aliases are refused:
 * nobody needs them in a hall's configuration and they are how small files become large ones.
 * Limits: YAML_FILE_BYTES, YAML_DEPTH, YAML_NODES.
 *
 * Owner: nodes belong to the arena; texts are copies. Thread: any. */
#pragma once

#include "config/arena.h"
#include "config/messages.h"

#include <stdbool.h>
#include <stddef.h>

enum { YAML_FILE_BYTES = 4 * 1024 * 1024, YAML_DEPTH = 16, YAML_NODES = 200000 };

/* A text that was read, under the name that messages give it. */
struct source {
    const char *file;
    const char *text;
    size_t size;
    int first_line; /* of the text within the file; 1 but for the parts of a dump */
    bool softened;  /* mistakes in it are warnings: shipped profiles that nobody uses */
};

enum yaml_kind { YAML_SCALAR, YAML_MAP, YAML_LIST };

struct yaml_node {
    enum yaml_kind kind;
    bool plain;       /* a scalar without quotes */
    bool bracket;     /* a map or list in brackets */
    bool block;       /* a scalar of several lines below | or > */
    size_t from, to;  /* its bytes in the source, quotes and brackets included; without brackets a
                       * map or list ends with its last value. Nothing written: both behind the key */
    int line, column; /* from 1; columns count characters */
    const struct source *source;
    const char *text; /* scalars: terminated UTF-8 without NUL */
    const struct yaml_node *key; /* of a value in a map */
    struct yaml_node *first, *last, *next;
    size_t count;     /* children: values of a map, elements of a list */
};

/* Why a text is no tree. `detail` is libfyaml's sentence for MESSAGE_YAML_SYNTAX. */
struct yaml_mistake {
    enum message message;
    int line, column;
    char detail[160];
    int open_line; /* of a bracket that is still open there; 0 = none */
};

/* 0 with *root (an empty text is an empty map), or -1 with *mistake. */
int yaml_read(struct arena *arena, const struct source *source, struct yaml_node **root,
              struct yaml_mistake *mistake);
/* The value of a key in a map; NULL when there is none or `node` is NULL or no map. */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);
/* The element of a list at `index`; NULL past the end. */
const struct yaml_node *yaml_at(const struct yaml_node *node, size_t index);
/* Nothing written: `key:` or `key: ~` or `key: null`. */
bool yaml_is_empty(const struct yaml_node *node);
