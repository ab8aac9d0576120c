/* manual.c: the rows of the schema as a manual page. See site.h (site_manual).
 *
 * One chapter a table, one line a key: type, range, default, help; Chinese first. */
#include "config/schema.h"
#include "config/value.h"

#include <string.h>

/* ------------------------------------------------------------------ one row */

static void print_type(const struct schema_row *row, FILE *out)
{
    static const char *const names[SCHEMA_TYPE_COUNT] = {
        [SCHEMA_BOOL] = "true / false",
        [SCHEMA_INT] = "整数 number",
        [SCHEMA_DURATION] = "时长 duration",
        [SCHEMA_TIME] = "时刻 time `\"09:00\"`",
        [SCHEMA_DATE] = "日期 date `2026-10-01`",
        [SCHEMA_CODE] = "代码 code",
        [SCHEMA_SERIES] = "大写字母 capital letters",
        [SCHEMA_TEXT] = "文字 text",
        [SCHEMA_CHARACTERS] = "文字 text",
        [SCHEMA_REMARK] = "文字 text",
        [SCHEMA_WORDS] = "中英文 both languages `{zh: …, en: …}`",
        [SCHEMA_CHOICE] = "",
        [SCHEMA_CHOICE_CHARACTERS] = "",
        [SCHEMA_REFERENCE] = "代码 code",
        [SCHEMA_MAP] = "见下 see below",
        [SCHEMA_LIST] = "列表 list",
        [SCHEMA_CUSTOM] = "",
    };
    fputs(names[row->type], out);
    if (row->type == SCHEMA_CHOICE || row->type == SCHEMA_CHOICE_CHARACTERS) {
        for (const char *at = row->words; *at != '\0';) {
            size_t size = strcspn(at, "|");
            fprintf(out, "%s`%.*s`", at == row->words ? "" : " ", (int)size, at);
            at += size + (at[size] == '|' ? 1 : 0);
        }
    } else if (row->type == SCHEMA_CUSTOM) {
        fprintf(out, "`%s`", row->example);
    } else if (row->words != NULL) {
        fputs("; {", out);
        for (const char *at = row->words; *at != '\0'; at++) {
            fputs(*at == '|' ? "} {" : (const char[]){*at, '\0'}, out);
        }
        fputs("}", out);
    }
}

static void print_range(const struct schema_row *row, FILE *out)
{
    char low[VALUE_TEXT], high[VALUE_TEXT];
    if (row->type == SCHEMA_DURATION) {
        fprintf(out, "%s … %s", value_format_duration(row->low, row->unit, low),
                value_format_duration(row->high, row->unit, high));
    } else if (row->type == SCHEMA_INT) {
        fprintf(out, "%lld … %lld%s%s", (long long)row->low, (long long)row->high,
                row->unit != NULL ? " " : "", row->unit != NULL ? row->unit : "");
    } else if (row->type == SCHEMA_LIST || (row->type == SCHEMA_CUSTOM && row->table != NULL)) {
        fprintf(out, "%lld … %lld", (long long)row->low, (long long)row->high);
    } else if (row->high > 0 && row->type != SCHEMA_CUSTOM) {
        fprintf(out, "≤ %lld bytes", (long long)row->high);
    }
}

static void print_default(const struct schema_row *row, FILE *out)
{
    if (row->inherits) {
        fputs("型号的 the profile's", out);
    } else if (row->fallback == NULL) {
        fputs("**必填 required**", out);
    } else if (row->fallback[0] != '\0' && strlen(row->fallback) < 60) {
        fprintf(out, "`%s`", row->fallback);
    } else if (row->fallback[0] != '\0') {
        fputs("内置 built in", out);
    }
}

/* ------------------------------------------------------------------ tables */

static void print_table(const struct schema_table *table, FILE *out)
{
    fprintf(out, "\n### `%s`\n\n%s\n%s\n\n", table->name, table->zh, table->en);
    fputs("| 键 key | 类型 type | 范围 range | 默认 default | 说明 | help |\n", out);
    fputs("|---|---|---|---|---|---|\n", out);
    for (const struct schema_row *row = table->rows; row->key != NULL; row++) {
        fprintf(out, "| `%s` | ", row->key);
        print_type(row, out);
        fputs(" | ", out);
        print_range(row, out);
        fputs(" | ", out);
        print_default(row, out);
        fprintf(out, " | %s | %s |\n", row->zh, row->en);
    }
    for (const struct schema_row *row = table->rows; row->key != NULL; row++) {
        if (row->table != NULL) {
            print_table(row->table, out);
        }
    }
}

static void print_options(const struct driver *driver, FILE *out)
{
    fprintf(out, "\n### `%s`\n\n", driver->name);
    fputs("| 选项 option | 值 value | 默认 default | 说明 | help |\n|---|---|---|---|---|\n", out);
    for (const struct option_row *row = driver->options; row != NULL && row->key != NULL; row++) {
        fprintf(out, "| `%s` | ", row->key);
        if (row->type == OPTION_INT) {
            fprintf(out, "%d … %d", row->low, row->high);
        } else if (row->type == OPTION_WORD) {
            for (const char *at = row->words; *at != '\0'; at++) {
                fputs(*at == '|' ? " / " : (const char[]){*at, '\0'}, out);
            }
        } else {
            fputs(row->type == OPTION_BOOL ? "true / false" : "文字 text", out);
        }
        fprintf(out, " | `%s` | %s | %s |\n", row->fallback != NULL ? row->fallback : "",
                row->help_zh, row->help_en);
    }
}

static void print_file(const struct schema_table *table, FILE *out)
{
    fprintf(out, "\n## %s\n", table->name);
    print_table(table, out);
}

void site_manual(FILE *out)
{
    fputs("# 配置手册 · Configuration\n\n"
          "时长写作 `15min`、`10s`、`250ms`、`2h`, 不带单位的数按该项的单位。"
          "文字可以只写中文，英文缺少时用中文。不认识的键是错误。\n\n"
          "Durations are written `15min`, `10s`, `250ms`, `2h`; a number alone is in the key's "
          "unit. A text may be Chinese only; English then falls back to it. Unknown keys are "
          "errors.\n",
          out);
    print_file(&schema_hall, out);
    print_file(&schema_lines, out);
    print_file(&schema_profile, out);
    fputs("\n## 驱动选项 · Options of the drivers\n", out);
    for (size_t i = 0; driver_at(i) != NULL; i++) {
        print_options(driver_at(i), out);
    }
}
