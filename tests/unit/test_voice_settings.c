/* The JSON of voice settings: what is read, and what is refused with the key at fault. */
#include "voice/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int read_text(const char *text, struct voice_settings *settings, char *why, size_t size)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(json);
    int rc = voice_settings_read(settings, json, why, size);
    json_decref(json);
    return rc;
}

static void reads_everything(void **state)
{
    struct voice_settings settings;
    char why[80] = "";
    (void)state;
    assert_int_equal(
        read_text("{\"zones\": ["
                  "{\"name\": \"east\", \"windows\": [1, 2, 105], \"output\": \"left\"},"
                  " {\"name\": \"rest\"}],"
                  " \"volume\": [{\"from\": \"08:00\", \"percent\": 70}],"
                  " \"silent\": [{\"from\": \"12:00\", \"to\": \"13:30\"}],"
                  " \"pack\": \"mei\", \"english\": false, \"repeat\": 3, \"yao\": true}",
                  &settings, why, sizeof why),
        0);
    assert_true(settings.enabled && settings.yao && !settings.english);
    assert_int_equal(settings.repeat, 3);
    assert_string_equal(settings.pack, "mei");
    assert_int_equal(settings.zone_count, 2);
    assert_string_equal(settings.zones[0].name, "east");
    assert_int_equal(settings.zones[0].output, VOICE_LEFT);
    assert_int_equal(settings.zones[1].output, VOICE_EVERYWHERE);
    assert_int_equal(voice_settings_zone(&settings, 105), 0);
    assert_int_equal(voice_settings_zone(&settings, 3), 1);
    assert_int_equal(voice_settings_volume(&settings, 0), 70);
    assert_true(voice_settings_silent(&settings, 13 * 60 + 29));
    assert_false(voice_settings_silent(&settings, 13 * 60 + 30));
}

static void everything_may_be_left_out(void **state)
{
    struct voice_settings settings, defaults;
    char why[80];
    (void)state;
    voice_settings_default(&defaults);
    assert_int_equal(read_text("{}", &settings, why, sizeof why), 0);
    assert_memory_equal(&settings, &defaults, sizeof settings);
    assert_int_equal(read_text("null", &settings, why, sizeof why), 0);
    assert_memory_equal(&settings, &defaults, sizeof settings);
    assert_int_equal(voice_settings_read(&settings, NULL, why, sizeof why), 0);
    assert_int_equal(voice_settings_zone(&settings, 77), 0);
    assert_int_equal(voice_settings_volume(&settings, 600), 100);
    assert_false(voice_settings_silent(&settings, 600));
}

static void the_same_text_gives_the_same_bytes(void **state)
{
    static const char text[] = "{\"zones\": [{\"name\": \"a\", \"windows\": [4]}], \"repeat\": 1}";
    struct voice_settings one, other;
    char why[80];
    (void)state;
    memset(&one, 0x55, sizeof one);
    memset(&other, 0xaa, sizeof other);
    read_text(text, &one, why, sizeof why);
    read_text(text, &other, why, sizeof why);
    assert_memory_equal(&one, &other, sizeof one);
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *json, *key;
    } rows[] = {
        {"{\"repeat\": 0}", "voice.repeat"},
        {"{\"repeat\": 4}", "voice.repeat"},
        {"{\"repeat\": \"2\"}", "voice.repeat"},
        {"{\"english\": 1}", "voice.english"},
        {"{\"enabled\": null}", "voice.enabled"},
        {"{\"pack\": 7}", "voice.pack"},
        {"{\"zones\": {}}", "voice.zones"},
        {"{\"zones\": [{}]}", "voice.zones"},
        {"{\"zones\": [7]}", "voice.zones"},
        {"{\"zones\": [{\"name\": \"a\", \"output\": \"up\"}]}", "voice.zones"},
        {"{\"zones\": [{\"name\": \"a\", \"windows\": [0]}]}", "voice.zones"},
        {"{\"zones\": [{\"name\": \"a\", \"windows\": [70000]}]}", "voice.zones"},
        {"{\"volume\": [{\"from\": \"8\", \"percent\": 70}]}", "voice.volume"},
        {"{\"volume\": [{\"from\": \"08:00\", \"percent\": 101}]}", "voice.volume"},
        {"{\"volume\": [{\"from\": \"25:00\", \"percent\": 10}]}", "voice.volume"},
        {"{\"silent\": [{\"from\": \"12:00\"}]}", "voice.silent"},
        {"{\"silent\": [{\"from\": \"12:00\", \"to\": \"12:60\"}]}", "voice.silent"},
        {"{\"silent\": [{\"from\": \"12:00\", \"to\": \"13:00x\"}]}", "voice.silent"},
    };
    struct voice_settings settings, defaults;
    (void)state;
    voice_settings_default(&defaults);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char why[80] = "";
        assert_int_equal(read_text(rows[i].json, &settings, why, sizeof why), -1);
        assert_string_equal(why, rows[i].key);
        assert_memory_equal(&settings, &defaults, sizeof settings);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_everything),
        cmocka_unit_test(everything_may_be_left_out),
        cmocka_unit_test(the_same_text_gives_the_same_bytes),
        cmocka_unit_test(mistakes_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
