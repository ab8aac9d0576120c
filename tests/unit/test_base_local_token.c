/* Tokens between programs of one machine: written for their owner only, found by port and role,
 * and refused when the folder or the file could be somebody else's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/local_token.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/hallq-test.XXXXXX");
    return mkdtemp(folder) != NULL ? setenv("RUNTIME_DIRECTORY", folder, 1) : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(const char *rest)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, rest);
    return path;
}

static mode_t mode_of(const char *rest)
{
    struct stat about;
    assert_int_equal(stat(path_of(rest), &about), 0);
    return about.st_mode & 07777;
}

static void put(const char *rest, const char *text, mode_t mode)
{
    FILE *to = fopen(path_of(rest), "w");
    assert_non_null(to);
    fputs(text, to);
    fclose(to);
    assert_int_equal(chmod(path_of(rest), mode), 0);
}

static void a_role_finds_its_own_token(void **state)
{
    (void)state;
    char why[256], found[LINK_TOKEN];
    struct local_tokens tokens;
    umask(0);
    assert_int_equal(local_tokens_create(&tokens, why, sizeof why), 0);
    assert_string_equal(tokens.folder, folder);
    assert_int_equal(local_tokens_write(&tokens, 8080, why, sizeof why), 0);
    assert_int_equal(local_tokens_write(&tokens, 8443, why, sizeof why), 0);
    assert_int_equal(mode_of("8080"), 0700);
    for (size_t i = 0; i < LOCAL_TOKEN_ROLES; i++) {
        char rest[64];
        snprintf(rest, sizeof rest, "8443/%s", local_token_role(i));
        assert_int_equal(mode_of(rest), 0600);
        assert_int_equal(local_token_find(local_token_role(i), 8443, found), 0);
        assert_int_equal(strlen(found), 2 * LOCAL_TOKEN_BYTES);
        assert_string_equal(local_tokens_match(&tokens, found), local_token_role(i));
    }
    assert_null(local_token_role(LOCAL_TOKEN_ROLES));
    assert_int_equal(local_token_find("kiosk", 9999, found), -1);
    local_tokens_remove(&tokens);
    assert_int_equal(local_token_find("kiosk", 8443, found), -1);
    assert_int_equal(access(path_of("8080"), F_OK), -1);
}

static void what_is_no_token_is_nobody(void **state)
{
    (void)state;
    char why[256], longer[LOCAL_TOKEN_SIZE + 1], nearly[LOCAL_TOKEN_SIZE];
    struct local_tokens tokens, removed = {0};
    assert_int_equal(local_tokens_create(&tokens, why, sizeof why), 0);
    snprintf(longer, sizeof longer, "%s0", tokens.values[1]);
    memcpy(nearly, tokens.values[1], sizeof nearly);
    nearly[LOCAL_TOKEN_SIZE - 2] = nearly[LOCAL_TOKEN_SIZE - 2] == '0' ? '1' : '0';
    const char *const wrong[] = {"", "0", longer, nearly};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(local_tokens_match(&tokens, wrong[i]));
        assert_null(local_tokens_match(&removed, wrong[i])); /* "" is not the token of nothing */
    }
    local_tokens_remove(&tokens);
}

static void a_new_start_makes_new_tokens(void **state)
{
    (void)state;
    char why[256], found[LINK_TOKEN];
    struct local_tokens first, second;
    assert_int_equal(local_tokens_create(&first, why, sizeof why), 0);
    assert_int_equal(local_tokens_write(&first, 8080, why, sizeof why), 0);
    assert_int_equal(local_tokens_create(&second, why, sizeof why), 0); /* after a crash */
    assert_int_equal(local_tokens_write(&second, 8080, why, sizeof why), 0);
    assert_int_equal(local_token_find("board", 8080, found), 0);
    assert_null(local_tokens_match(&first, found));
    assert_string_equal(local_tokens_match(&second, found), "board");
    local_tokens_remove(&second);
}

static void what_others_could_have_made_is_refused(void **state)
{
    (void)state;
    char why[256], found[LINK_TOKEN];
    static const char value[] = "0123456789abcdef";
    assert_int_equal(mkdir(path_of("1"), 0700), 0);
    put("1/kiosk", value, 0600);
    assert_int_equal(local_token_find("kiosk", 1, found), 0);
    assert_string_equal(found, value);
    assert_int_equal(chmod(path_of("1/kiosk"), 0640), 0);
    assert_int_equal(local_token_find("kiosk", 1, found), -1);
    put("real", value, 0600);
    assert_int_equal(symlink("../real", path_of("1/board")), 0);
    assert_int_equal(local_token_find("board", 1, found), -1);
    assert_int_equal(mkfifo(path_of("1/administrator"), 0600), 0);
    assert_int_equal(local_token_find("administrator", 1, found), -1);
    if (geteuid() == 0) { /* who is not root cannot make a file of another user */
        put("1/kiosk", value, 0600);
        assert_int_equal(chown(path_of("1/kiosk"), 4711, 4711), 0);
        assert_int_equal(seteuid(4712), 0);
        assert_int_equal(local_token_find("kiosk", 1, found), -1);
        assert_int_equal(seteuid(0), 0);
    }
    struct local_tokens tokens;
    assert_int_equal(local_tokens_create(&tokens, why, sizeof why), 0);
    assert_int_equal(mkdir(path_of("2"), 0700), 0);
    assert_int_equal(chmod(path_of("2"), 0755), 0);
    assert_int_equal(local_tokens_write(&tokens, 2, why, sizeof why), -1);
    assert_int_equal(symlink("1", path_of("3")), 0);
    assert_int_equal(local_tokens_write(&tokens, 3, why, sizeof why), -1);
    assert_non_null(strstr(why, "0700"));
    assert_int_equal(chmod(folder, 0777), 0); /* the next place is taken then */
    local_tokens_remove(&tokens);
    if (local_tokens_create(&tokens, why, sizeof why) == 0) {
        assert_string_not_equal(tokens.folder, folder);
        local_tokens_remove(&tokens);
    }
    assert_int_equal(chmod(folder, 0700), 0);
}

static void a_persons_token_file_is_read_kindly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        mode_t mode;
        int result;
        bool open;
        const char *token;
    } rows[] = {
        {"abc", 0600, 0, false, "abc"},      {"  abc\r\n\n", 0600, 0, false, "abc"},
        {"abc\n", 0644, 0, true, "abc"},     {"", 0600, -1, false, NULL},
        {"  \n", 0600, -1, false, NULL},     {"two words", 0600, -1, false, NULL},
        {"abc\r\nX: y", 0600, -1, false, NULL}, {"令牌", 0600, -1, false, NULL},
    };
    char token[16];
    bool open = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put("token", rows[i].text, rows[i].mode);
        assert_int_equal(token_file_read(path_of("token"), token, sizeof token, &open),
                         rows[i].result);
        assert_int_equal(open, rows[i].open);
        if (rows[i].token != NULL) {
            assert_string_equal(token, rows[i].token);
        }
    }
    put("token", "a token that is too long for its place", 0600);
    assert_int_equal(token_file_read(path_of("token"), token, sizeof token, &open), -1);
    assert_int_equal(token_file_read(path_of("nothing"), token, sizeof token, &open), -1);
    assert_int_equal(token_file_read(folder, token, sizeof token, &open), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_role_finds_its_own_token, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_token_is_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_new_start_makes_new_tokens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_others_could_have_made_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_persons_token_file_is_read_kindly, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
