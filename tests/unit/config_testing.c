/* config_testing.c: the small hall of the configuration's tests. See config_testing.h. */
#include "config_testing.h"

#include "config/problems.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TESTING_PARTS = 6 };

/* ------------------------------------------------------------------ invented drivers */

static const struct option_row strip_options[] = {
    {"cells", OPTION_INT, 2, 64, NULL, "16", "屏宽", "width in cells"},
    {"colour.red", OPTION_INT, 0, 255, NULL, "0", "红色", "red"},
    {"bright", OPTION_BOOL, 0, 0, NULL, "true", "高亮", "bright"},
    {"effect", OPTION_WORD, 0, 0, "steady|flash", "steady", "方式", "effect"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};
static const struct option_row pad_options[] = {
    {"poll_ms", OPTION_INT, 20, 5000, NULL, "150", "查询间隔", "time between looks"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};
static const struct option_row paper_options[] = {
    {"qr", OPTION_WORD, 0, 0, "native|raster", "native", "二维码方式", "how QR codes are printed"},
    {NULL, OPTION_INT, 0, 0, NULL, NULL, NULL, NULL},
};

static int check_vectors(const struct device_profile *profile, char *why, size_t size, int *line)
{
    for (uint16_t i = 0; i < profile->vector_count; i++) {
        if (profile->vectors[i].bytes[0] == 0xEE) {
            *line = profile->vectors[i].line;
            snprintf(why, size, "'%s' gives other bytes", profile->vectors[i].meaning);
            return -1;
        }
    }
    return 0;
}

static const struct driver drivers[] = {
    {.name = "lamp", .wire = WIRE_RAW, .options = strip_options, .check = check_vectors},
    {.name = "paper", .wire = WIRE_RAW, .options = paper_options},
    {.name = "polled", .wire = WIRE_MODBUS, .options = pad_options},
    {.name = "touch", .wire = WIRE_RAW},
};
enum { DRIVERS = sizeof drivers / sizeof *drivers };

const struct driver *driver_find(const char *name)
{
    for (size_t i = 0; i < DRIVERS; i++) {
        if (strcmp(drivers[i].name, name) == 0) {
            return &drivers[i];
        }
    }
    return NULL;
}

const struct driver *driver_at(size_t index)
{
    return index < DRIVERS ? &drivers[index] : NULL;
}

/* ------------------------------------------------------------------ the small hall */

static const struct {
    const char *role, *text;
} parts[TESTING_PARTS] = {
    {"hall.yaml",
     "hall: {code: test, name: {zh: 测试大厅, en: Test hall}}\n"
     "departments:\n"
     "  - {code: gongshang, name: 工商局}\n"
     "categories:\n"
     "  - {code: business, series: A, name: 企业登记}\n"
     "  - {code: seal, series: B, name: 刻章}\n"
     "items:\n"
     "  - {code: sheli, name: 企业设立, department: gongshang, category: business}\n"
     "  - {code: kezhang, name: 刻制印章, department: gongshang, category: seal}\n"
     "windows:\n"
     "  - {number: 1, name: 工商登记, serves: {business: 100}}\n"
     "  - {number: 2, name: 刻章, serves: {seal: 100, business: 50}}\n"
     "policy: {undo: 10s}\n"},
    {"lines.yaml",
     "lines:\n"
     "  - name: bus-1\n"
     "    port: sim:bus-1\n"
     "    devices:\n"
     "      - {name: board-1, profile: strip, address: 1, window: 1}\n"
     "      - {name: board-2, profile: strip, address: 2, window: 2}\n"
     "  - name: bus-2\n"
     "    port: tcp:192.168.1.20:4001\n"
     "    devices:\n"
     "      - {name: pad-1, profile: keypad, address: 1, window: 1}\n"
     "      - {name: pad-2, profile: keypad, address: 2, window: 2}\n"
     "  - {name: paper, port: /dev/ttyS0, devices: [{name: printer-1, profile: slips, "
     "group: hall}]}\n"
     "  - {name: touch, port: /dev/ttyS1, devices: [{name: panel-1, profile: panel, "
     "group: hall}]}\n"},
    {"profiles/keypad.yaml",
     "profile: {title: 呼叫器, kind: pad, driver: polled}\n"
     "options: {poll_ms: 100}\n"
     "keys:\n"
     "  - {code: \"00 01\", action: next}\n"},
    {"profiles/panel.yaml", "profile: {title: 取号屏, kind: panel, driver: touch}\n"},
    {"profiles/slips.yaml", "profile: {title: 打印机, kind: printer, driver: paper}\n"},
    {"profiles/strip.yaml",
     "profile: {title: {zh: 窗口屏, en: Strip}, kind: board, driver: lamp}\n"
     "line: {baud: 9600, frame: 8N1}\n"
     "options:\n"
     "  cells: 16\n"
     "  colour: {red: 0x01}\n"
     "vectors:\n"
     "  - {address: 2, send: \"show 1\", hex: \"A0 90\"}\n"},
};

const char *testing_text(const char *role)
{
    for (size_t i = 0; i < TESTING_PARTS; i++) {
        if (strcmp(parts[i].role, role) == 0) {
            return parts[i].text;
        }
    }
    return NULL;
}

static char *changed(char *text, const struct change *change)
{
    const char *at = change->find != NULL ? strstr(text, change->find) : text;
    if (at == NULL) {
        fail_msg("'%s' is not in the small hall", change->find);
    }
    size_t before = (size_t)(at - text);
    size_t gone = change->find != NULL ? strlen(change->find) : strlen(text);
    size_t size = strlen(text) - gone + strlen(change->put) + 1;
    char *result = malloc(size);
    assert_non_null(result);
    snprintf(result, size, "%.*s%s%s", (int)before, text, change->put, at + gone);
    free(text);
    return result;
}

int testing_load(const struct change *changes, enum site_language language, struct site **out,
                 struct site_problems *problems)
{
    struct load_input inputs[TESTING_PARTS];
    char *texts[TESTING_PARTS];
    for (size_t i = 0; i < TESTING_PARTS; i++) {
        texts[i] = strdup(parts[i].text);
        for (const struct change *change = changes; change != NULL && change->role != NULL;
             change++) {
            texts[i] = strcmp(change->role, parts[i].role) == 0 ? changed(texts[i], change)
                                                                : texts[i];
        }
        inputs[i] = (struct load_input){.role = parts[i].role, .file = parts[i].role,
                                        .text = texts[i], .size = strlen(texts[i]),
                                        .first_line = 1};
    }
    problems_init(problems, language);
    int rc = load_inputs(inputs, TESTING_PARTS, "memory", out, problems);
    for (size_t i = 0; i < TESTING_PARTS; i++) {
        free(texts[i]);
    }
    return rc;
}

char *testing_dump(const struct site *site)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    site_dump(site, out);
    fclose(out);
    return text;
}

int testing_load_dump(const char *dump, struct site **out, struct site_problems *problems)
{
    static struct load_input inputs[LOAD_INPUTS];
    char *copy = strdup(dump);
    int count = load_split(copy, strlen(copy), "dump", inputs);
    assert_true(count > 0);
    problems_init(problems, SITE_EN);
    int rc = load_inputs(inputs, (size_t)count, "dump", out, problems);
    free(copy);
    return rc;
}
