/* options.c: see options.h. Options are rows. */
#include "kiosk/options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_type { OPTION_TEXT, OPTION_FLAG, OPTION_NUMBER, OPTION_SIZE, OPTION_LANGUAGE,
                   OPTION_TIME };

struct option_row {
    const char *name, *value;
    enum option_type type;
    size_t offset;
    const char *zh, *en;
};

static const struct option_row rows[] = {
    {"--url", "URL", OPTION_TEXT, offsetof(struct options, url),
     "控制器地址, 默认 http://127.0.0.1:8080", "the controller, default http://127.0.0.1:8080"},
    {"--ca", "FILE", OPTION_TEXT, offsetof(struct options, ca_file),
     "https 的 CA 证书 (控制器的 DATA/tls/ca.pem)", "CA certificate for https (DATA/tls/ca.pem)"},
    {"--token-file", "FILE", OPTION_TEXT, offsetof(struct options, token_file),
     "令牌文件, 也可用环境变量 HALLQ_TOKEN_FILE", "file with its token; or HALLQ_TOKEN_FILE"},
    {"--id", "NAME", OPTION_TEXT, offsetof(struct options, name),
     "hall.yaml 中 displays 的名称, 默认 kiosk-1", "its name under displays, default kiosk-1"},
    {"--fullscreen", NULL, OPTION_FLAG, offsetof(struct options, fullscreen), "全屏",
     "fill the screen"},
    {"--check", NULL, OPTION_FLAG, offsetof(struct options, check),
     "检查所有页面的按钮、间距和字号", "check targets, gaps and type of all pages"},
    {"--screenshot", "FILE", OPTION_TEXT, offsetof(struct options, screenshot),
     "画一页到文件 (PNG 或 BMP) 后退出, 不需要显示器", "one page into a file, without a display"},
    {"--screen", "PAGE", OPTION_TEXT, offsetof(struct options, screen), "画哪一页 (help 列出)",
     "which page (help lists them)"},
    {"--lang", "zh|en", OPTION_LANGUAGE, offsetof(struct options, code), "语言", "language"},
    {"--elder", NULL, OPTION_FLAG, offsetof(struct options, elder), "大字版", "large type"},
    {"--size", "WxH", OPTION_SIZE, 0, "像素, 例如 1080x1920", "pixels, e.g. 1080x1920"},
    {"--fixture", "FILE", OPTION_TEXT, offsetof(struct options, fixture),
     "数据来自文件而不是控制器", "data from a file instead of the controller"},
    {"--now", "TIME", OPTION_TIME, offsetof(struct options, now), "停住的时钟, RFC 3339",
     "a clock that stands, RFC 3339"},
    {"--script", "FILE", OPTION_TEXT, offsetof(struct options, script),
     "按文件触摸: tap 文字, wait 页面 秒, see 文字 秒, shot 文件",
     "touches from a file: tap TEXT, wait PAGE SECONDS, see TEXT SECONDS, shot FILE"},
    {"--figures", NULL, OPTION_FLAG, offsetof(struct options, figures), "打印各项耗时",
     "print times"},
    {"--trace", NULL, OPTION_FLAG, offsetof(struct options, trace), "打印屏幕上的文字和位置",
     "print what is on the screen and where"},
    {"--font", "FILE", OPTION_TEXT, offsetof(struct options, font), "字体文件", "font file"},
    {"--font-bold", "FILE", OPTION_TEXT, offsetof(struct options, bold_font), "粗体文件",
     "bold font file"},
    {"--font-index", "N", OPTION_NUMBER, offsetof(struct options, font_index),
     "字体文件中的第几个字面", "which face of the font files"},
    {"--lang-folder", "DIR", OPTION_TEXT, offsetof(struct options, language_folder),
     "文字所在的文件夹", "folder of the texts"},
    {"--verbose", NULL, OPTION_FLAG, offsetof(struct options, verbose), "详细日志", "log more"},
};
enum { ROWS = sizeof rows / sizeof *rows };

static int help(void)
{
    printf("hallq-kiosk: 取号机 / the kiosk where visitors take tickets\n\n");
    for (size_t i = 0; i < ROWS; i++) {
        char left[48];
        snprintf(left, sizeof left, "%s %s", rows[i].name,
                 rows[i].value != NULL ? rows[i].value : "");
        printf("  %-20s %s\n  %-20s %s\n", left, rows[i].zh, "", rows[i].en);
    }
    return 1;
}

static int read_size(const char *text, struct options *out)
{
    char rest;
    return sscanf(text, "%5dx%5d%c", &out->width, &out->height, &rest) == 2 &&
                   out->width >= 320 && out->height >= 320 && out->width <= 8192 &&
                   out->height <= 8192
               ? 0
               : -1;
}

static int read_language(const char *text, struct options *out)
{
    out->has_code = true;
    out->code = strcmp(text, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
    return strcmp(text, "en") == 0 || strcmp(text, "zh") == 0 ? 0 : -1;
}

static int read_value(const struct option_row *row, char *text, struct options *out)
{
    char *field = (char *)out + row->offset, *end;
    switch (row->type) {
    case OPTION_TEXT: memcpy(field, &text, sizeof text); return 0;
    case OPTION_SIZE: return read_size(text, out);
    case OPTION_LANGUAGE: return read_language(text, out);
    case OPTION_TIME: out->has_now = true; return wall_parse(text, &out->now);
    case OPTION_NUMBER: out->font_index = (int)strtol(text, &end, 10); return *end != '\0' ? -1 : 0;
    default: return -1;
    }
}

static const struct option_row *find_row(const char *word)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].name, word) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

int options_read(int count, char **words, struct options *out)
{
    *out = (struct options){.url = "http://127.0.0.1:8080", .name = "kiosk-1",
                            .language_folder = HALLQ_CONFIG_DIR "/lang"};
    for (int i = 1; i < count; i++) {
        const struct option_row *row = find_row(words[i]);
        if (strcmp(words[i], "--help") == 0) {
            return help();
        }
        if (row != NULL && row->type == OPTION_FLAG) {
            *((char *)out + row->offset) = true;
            continue;
        }
        if (row == NULL || i + 1 == count || read_value(row, words[i + 1], out) < 0) {
            fprintf(stderr, "hallq-kiosk: '%s' 不对; --help 列出选项 / not understood; --help "
                            "lists the options\n", words[i]);
            return -1;
        }
        i++;
    }
    return 0;
}
