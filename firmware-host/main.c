/* main.c: hallqd's options. See host.c for what it does. */
#include "host.h"

#include "base/log.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "用法 Usage: hallqd --config DIR --data DIR [选项 options]\n"
    "  --config DIR         配置目录（hall.yaml、lines.yaml、profiles/）configuration folder\n"
    "  --data DIR           数据目录（hall.db）data folder, created when missing\n"
    "  --run DIR            运行目录，sim: 端口所在 run folder, where sim: ports are\n"
    "  --listen ADDR:PORT   监听地址，仅限本机，默认 127.0.0.1:8080\n"
    "                       where to listen (loopback only)\n"
    "  --listen-tls ADDR:PORT\n"
    "                       加密监听地址，先运行 hallq tls init；有证书时默认 0.0.0.0:8443\n"
    "                       where to listen with TLS; with a certificate 0.0.0.0:8443\n"
    "  --listen-public ADDR:PORT\n"
    "                       不加密，仅供大厅屏和手机页面 without TLS, boards and phone pages only\n"
    "                       以上可重复 these may be repeated\n"
    "  --check              检查配置后退出：0 正确，78 有错 check the configuration and exit\n"
    "  --dump-config        输出含默认值的完整配置 print the whole configuration with defaults\n"
    "  --lang zh|en         提示语言 language of messages\n"
    "  --debug              记录串口字节 log the bytes of the lines\n"
    "  --version            版本 version\n";

static int fail(const char *what)
{
    fprintf(stderr, "hallqd: %s\n%s", what, usage);
    return HOST_USAGE;
}

static int parse_listen(const char *text, enum listener_kind kind, struct host_options *options)
{
    const char *colon = strrchr(text, ':');
    if (colon == NULL || colon - text >= LISTENER_ADDRESS ||
        options->place_count == LISTENERS_MOST) {
        return -1;
    }
    struct listener_place *place = &options->places[options->place_count++];
    char *end;
    unsigned long port = strtoul(colon + 1, &end, 10);
    if (*end != '\0' || end == colon + 1 || port > 65535) {
        return -1;
    }
    bool brackets = text[0] == '[' && colon > text + 1 && colon[-1] == ']';
    const char *from = brackets ? text + 1 : text;
    size_t length = (size_t)(colon - from) - (brackets ? 1 : 0);
    memcpy(place->address, from, length);
    place->address[length] = '\0';
    place->port = (uint16_t)port;
    place->kind = kind;
    return 0;
}

enum option_id { CONFIG = 256, DATA, RUN, LISTEN, LISTEN_TLS, LISTEN_OPEN, CHECK, DUMP, LANG, DEBUG, VERSION, HELP };

static int take_option(int id, struct host_options *options)
{
    switch (id) {
    case CONFIG: options->config_folder = optarg; return 0;
    case DATA: options->data_folder = optarg; return 0;
    case RUN: options->run_folder = optarg; return 0;
    case LISTEN: return parse_listen(optarg, LISTENER_LOOPBACK, options);
    case LISTEN_TLS: return parse_listen(optarg, LISTENER_TLS, options);
    case LISTEN_OPEN: return parse_listen(optarg, LISTENER_PUBLIC, options);
    case CHECK: options->check = true; return 0;
    case DUMP: options->check = options->dump = true; return 0;
    case LANG: options->english = strcmp(optarg, "en") == 0; return 0;
    case DEBUG: log_set_level(LOG_DEBUG); return 0;
    default: return -1;
    }
}

int main(int argc, char **argv)
{
    static const struct option rows[] = {
        {"config", required_argument, NULL, CONFIG}, {"data", required_argument, NULL, DATA},
        {"run", required_argument, NULL, RUN},       {"listen", required_argument, NULL, LISTEN},
        {"listen-tls", required_argument, NULL, LISTEN_TLS},
        {"listen-public", required_argument, NULL, LISTEN_OPEN},
        {"check", no_argument, NULL, CHECK},         {"dump-config", no_argument, NULL, DUMP},
        {"lang", required_argument, NULL, LANG},     {"debug", no_argument, NULL, DEBUG},
        {"version", no_argument, NULL, VERSION},     {"help", no_argument, NULL, HELP},
        {NULL, 0, NULL, 0},
    };
    struct host_options options = {.run_folder = "/run/hall"};
    int id;
    while ((id = getopt_long(argc, argv, "", rows, NULL)) != -1) {
        if (id == VERSION) {
            printf("hallqd %s\n", HALLQ_VERSION);
            return HOST_OK;
        }
        if (id == HELP) {
            fputs(usage, stdout);
            return HOST_OK;
        }
        if (take_option(id, &options) < 0) {
            return fail("选项不对 wrong option");
        }
    }
    if (optind < argc) {
        return fail("多余的参数 unexpected argument");
    }
    if (options.config_folder == NULL) {
        return fail("缺少 --config：配置目录在哪里？ where is the configuration?");
    }
    if (options.check) {
        return host_check(&options);
    }
    if (options.data_folder == NULL) {
        return fail("缺少 --data：数据放在哪里？ where does the data go?");
    }
    return host_run(&options);
}
