/* fuzz_config.c: any text as a configuration: the loader must answer with a site or with at least
 * one error, in bounded time; a site that loaded must dump to one that loads again, equal.
 *
 * The input is what `--dump-config` writes ("--- # hall.yaml" …); anything else is taken as
 * hall.yaml of an otherwise sound hall. */
#include "config/load.h"
#include "config/problems.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 64 * 1024 };

static void insist(bool holds)
{
    if (!holds) {
        abort();
    }
}

static char *dump(const struct site *site, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    insist(out != NULL);
    site_dump(site, out);
    fclose(out);
    return text;
}

static struct site *load(char *text, size_t size, enum site_language language)
{
    struct load_input inputs[LOAD_INPUTS];
    int count = load_split(text, size, "fuzz", inputs);
    if (count < 0) {
        inputs[0] = (struct load_input){"hall.yaml", "fuzz", text, size, 1, false};
        count = 1;
    }
    struct site *site = NULL;
    struct site_problems problems;
    problems_init(&problems, language);
    int rc = load_inputs(inputs, (size_t)count, "fuzz", &site, &problems);
    insist((rc == 0) == (site != NULL) && (rc == 0) == (problems.errors == 0));
    FILE *out = fopen("/dev/null", "w");
    insist(out != NULL);
    site_problems_print(&problems, out);
    fclose(out);
    site_problems_finish(&problems);
    return site;
}

static void check_round_trip(const struct site *site)
{
    size_t first_size = 0, second_size = 0;
    char *first = dump(site, &first_size);
    char *copy = malloc(first_size + 1);
    insist(copy != NULL);
    memcpy(copy, first, first_size + 1);
    struct site *again = load(copy, first_size, SITE_EN);
    insist(again != NULL);
    char *second = dump(again, &second_size);
    insist(first_size == second_size && memcmp(first, second, first_size) == 0);
    site_destroy(again);
    free(first);
    free(copy);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > LARGEST) {
        return 0;
    }
    char *text = malloc(size + 1);
    insist(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    struct site *site = load(text, size, size % 2 == 0 ? SITE_ZH : SITE_EN);
    if (site != NULL) {
        check_round_trip(site);
    }
    site_destroy(site);
    free(text);
    return 0;
}
