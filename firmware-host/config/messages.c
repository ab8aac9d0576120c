/* messages.c: the rows of what the configuration's reader says. See messages.h. */
#include "config/messages.h"

#include <string.h>

struct message_row {
    bool warning;
    const char *text[2];   /* SITE_ZH, SITE_EN */
    const char *advice[2]; /* what to do */
};

static const struct message_row rows[MESSAGE_COUNT] = {
    [MESSAGE_NO_FOLDER] = {false,
        {"打不开配置目录或文件：{0}", "cannot open the configuration: {0}"},
        {"请检查 --config 的路径和读取权限", "check the path after --config and its permissions"}},
    [MESSAGE_NO_FILE] = {false,
        {"缺少文件 {0}", "the file {0} is missing"},
        {"在配置目录中新建该文件；可参照 config/demo",
         "create it in the configuration folder; config/demo shows one"}},
    [MESSAGE_FILE_TOO_LARGE] = {false,
        {"文件超过 4 MiB", "the file is larger than 4 MiB"},
        {"请确认这是配置文件，必要时删减", "make sure that this is a configuration, and shorten it"}},
    [MESSAGE_NOT_UTF8] = {false,
        {"这里的字节不是 UTF-8 文字", "the bytes here are not UTF-8"},
        {"请把文件另存为 UTF-8 编码 (不是 GBK)", "save the file as UTF-8 (not GBK)"}},
    [MESSAGE_CONTROL_CHARACTER] = {false,
        {"这里有控制字符", "there is a control character here"},
        {"删除这个看不见的字符", "delete the invisible character"}},
    [MESSAGE_TOO_DEEP] = {false,
        {"嵌套太深", "nested too deeply"},
        {"最多 16 层；请检查缩进和括号", "at most 16 levels; check indentation and brackets"}},
    [MESSAGE_TOO_MANY_NODES] = {false,
        {"文件中的值太多", "too many values in one file"},
        {"最多 200000 个；请删减", "at most 200000; shorten the file"}},
    [MESSAGE_KEY_NOT_TEXT] = {false,
        {"键必须是一个词", "a key must be a word"},
        {"写成 key: value 的形式", "write it as key: value"}},
    [MESSAGE_TWO_DOCUMENTS] = {false,
        {"文件里开始了第二个文档", "a second document begins here"},
        {"每个文件只写一个文档：检查这一行的缩进，或删除 ---",
         "one document a file: check the indentation of this line, or delete the ---"}},
    [MESSAGE_ALIAS] = {false,
        {"不允许使用锚点和别名 (& 和 *)", "anchors and aliases (& and *) are not allowed"},
        {"把值完整写出来；如果是文字，请加引号", "write the value out; quote it if it is text"}},
    [MESSAGE_QUOTES] = {false,
        {"单引号里有连续的引号", "quotes beside each other within single quotes"},
        {"改用双引号: \"…\"", "use double quotes: \"…\""}},
    [MESSAGE_NO_MEMORY] = {false,
        {"内存不足", "out of memory"},
        {"释放内存后重试", "free some memory and try again"}},
    [MESSAGE_YAML_SYNTAX] = {false,
        {"YAML 语法错误：{0}{2}", "not valid YAML: {0}{2}"}, {"{1}", "{1}"}},
    [MESSAGE_NAME_TOO_LONG] = {false,
        {"文件名太长或含有不允许的字符：{0}", "this file's name is too long or has odd characters: {0}"},
        {"型号名最多 31 个字母、数字、- 或 _", "use at most 31 letters, digits, - or _"}},
    [MESSAGE_TOO_MANY_PROFILES] = {false,
        {"设备型号文件超过 {0} 个", "more than {0} device profiles"},
        {"删除不用的型号文件", "delete the profiles that are not used"}},
    [MESSAGE_NOT_A_DUMP] = {false,
        {"这个文件不是 --dump-config 的输出", "this file is not what --dump-config writes"},
        {"请给出配置目录；单个文件必须以 --- # hall.yaml 开头",
         "name the configuration folder; a single file must begin with --- # hall.yaml"}},

    [MESSAGE_UNKNOWN_KEY] = {false,
        {"{1} 中没有 '{0}' 这一项", "unknown key '{0}' in {1}"}, {"{2}", "{2}"}},
    [MESSAGE_DUPLICATE_KEY] = {false,
        {"'{0}' 写了两次，第一次在第 {1} 行", "'{0}' is given twice, first in line {1}"},
        {"删除其中一个", "delete one of the two"}},
    [MESSAGE_MISSING_KEY] = {false,
        {"{1} 缺少 '{0}'", "'{0}' is missing in {1}"},
        {"加上一行 {0}: … ({2})", "add a line {0}: … ({2})"}},
    [MESSAGE_EMPTY_VALUE] = {false,
        {"'{0}' 没有值", "'{0}' has no value"},
        {"写上值，或删除这一行以使用默认值；此处应为{1}",
         "give a value, or delete the line to get the default; expected here: {1}"}},
    [MESSAGE_WRONG_TYPE] = {false,
        {"'{0}' 应为{1}, 而不是 {2}", "'{0}' must be {1}, not {2}"},
        {"例如 {0}: {3}", "for example {0}: {3}"}},
    [MESSAGE_OUT_OF_RANGE] = {false,
        {"'{0}' 的值 {1} 超出范围", "'{0}' is out of range: {1}"},
        {"允许 {2} 到 {3}", "allowed: {2} to {3}"}},
    [MESSAGE_NOT_WHOLE] = {false,
        {"'{0}' 的值 {1} 不是 {2} 的整数倍", "'{0}' is not a whole number of {2}: {1}"},
        {"写成以 {2} 为单位的整数", "write a whole number of {2}"}},
    [MESSAGE_UNKNOWN_UNIT] = {false,
        {"'{0}' 的时间单位无法识别：{1}", "'{0}' has an unknown unit of time: {1}"},
        {"单位可以是 ms、s、min、h; 不写单位时为 {2}",
         "units are ms, s, min, h; a number alone means {2}"}},
    [MESSAGE_UNKNOWN_WORD] = {false,
        {"'{0}' 不能是 '{1}'", "'{0}' cannot be '{1}'"}, {"{2}", "{2}"}},
    [MESSAGE_BAD_CODE] = {false,
        {"'{0}' 不是合法的代码：'{1}'", "'{0}' is not a valid code: '{1}'"},
        {"代码由 1 到 31 个字母、数字、点、- 或 _ 组成",
         "a code is 1 to 31 letters, digits, dots, - or _"}},
    [MESSAGE_BAD_SERIES] = {false,
        {"'{0}' 不是合法的号段字母：'{1}'", "'{0}' is not a valid series: '{1}'"},
        {"用 1 到 3 个大写字母，例如 A", "use 1 to 3 capital letters, such as A"}},
    [MESSAGE_TEXT_TOO_LONG] = {false,
        {"'{0}' 太长：{1} 字节", "'{0}' is too long: {1} bytes"},
        {"最多 {2} 字节 (一个汉字 3 字节)", "at most {2} bytes (a Chinese character takes 3)"}},
    [MESSAGE_TEXT_CONTROL] = {false,
        {"'{0}' 中有换行或控制字符", "'{0}' contains a line break or control character"},
        {"写在一行里", "write it on one line"}},
    [MESSAGE_UNKNOWN_HOLE] = {false,
        {"'{0}' 中没有 {{1}} 这个占位符", "unknown placeholder {{1}} in '{0}'"}, {"{2}", "{2}"}},
    [MESSAGE_TOO_MANY] = {false,
        {"'{0}' 有 {1} 项，太多了", "'{0}' has too many entries: {1}"},
        {"最多 {2} 项", "at most {2}"}},
    [MESSAGE_TOO_FEW] = {false,
        {"'{0}' 至少要有 {1} 项", "'{0}' needs at least {1}"},
        {"补上缺少的项", "add what is missing"}},
    [MESSAGE_DUPLICATE_VALUE] = {false,
        {"'{0}' 的值 {1} 已经用过，在 {2}", "'{0}' is used twice: {1}, first at {2}"},
        {"每一项的 {0} 必须不同；改掉其中一个", "every {0} must differ; change one of the two"}},
    [MESSAGE_UNKNOWN_REFERENCE] = {false,
        {"'{0}' 指向不存在的 '{1}'", "'{0}' refers to '{1}', which does not exist"},
        {"{2}", "{2}"}},
    [MESSAGE_BAD_FRAME] = {false,
        {"'{0}' 不是合法的串口格式：{1}", "'{0}' is not a serial frame: {1}"},
        {"写成 8N1、8E1、8O1 或 8N2 的形式", "write it as 8N1, 8E1, 8O1 or 8N2"}},
    [MESSAGE_BAD_HEX] = {false,
        {"'{0}' 不是 1 到 {1} 个十六进制字节", "'{0}' is not 1 to {1} bytes in hexadecimal"},
        {"每字节写两位并加引号，例如 \"A0 90 02\"", "write two digits a byte, quoted: \"A0 90 02\""}},

    [MESSAGE_EXPECT_BOOL] = {false, {"true 或 false", "true or false"}, {"true", "true"}},
    [MESSAGE_EXPECT_INT] = {false, {"整数", "a whole number"}, {"5", "5"}},
    [MESSAGE_EXPECT_DURATION] = {false, {"时长", "a length of time"}, {"15min", "15min"}},
    [MESSAGE_EXPECT_TIME] = {false, {"时刻", "a time of day"}, {"\"09:00\"", "\"09:00\""}},
    [MESSAGE_EXPECT_DATE] = {false, {"日期", "a date"}, {"2026-10-01", "2026-10-01"}},
    [MESSAGE_EXPECT_TEXT] = {false, {"文字", "text"}, {"\"…\"", "\"…\""}},
    [MESSAGE_EXPECT_WORDS] = {false,
        {"文字，或中英文 {zh: …, en: …}", "text, or both languages {zh: …, en: …}"},
        {"{zh: 中文, en: English}", "{zh: 中文, en: English}"}},
    [MESSAGE_EXPECT_MAP] = {false,
        {"一组 key: value", "a group of key: value"}, {"{key: value}", "{key: value}"}},
    [MESSAGE_EXPECT_LIST] = {false, {"列表", "a list"}, {"[…]", "[…]"}},
    [MESSAGE_EXPECT_NUMBERS] = {false,
        {"两个整数 [首号, 末号]，首号不大于末号", "two whole numbers [first, last] in order"},
        {"[1, 999]", "[1, 999]"}},
    [MESSAGE_EXPECT_TENTHS] = {false,
        {"最多一位小数的数", "a number with one decimal at most"}, {"21.5", "21.5"}},
    [MESSAGE_EXPECT_PIXELS] = {false,
        {"宽和高，各 320 到 7680 像素", "width and height, 320 to 7680 pixels each"},
        {"[1080, 1920]", "[1080, 1920]"}},

    [MESSAGE_PERIOD_BACKWARDS] = {false,
        {"结束时间 {1} 不晚于开始时间 {0}", "the period ends at {1}, not after it begins at {0}"},
        {"跨午夜的时段请分成两段", "split a period that passes midnight in two"}},
    [MESSAGE_PERIODS_OVERLAP] = {false,
        {"这个时段与第 {0} 行的时段在 {1} 重叠", "this period overlaps that of line {0} on {1}"},
        {"改动其中一个的时间", "change the times of one of the two"}},
    [MESSAGE_TOO_MANY_PERIODS] = {false,
        {"{0} 有超过 4 个开放时段", "more than four periods on {0}"},
        {"合并时段", "join some of them"}},
    [MESSAGE_DIGITS_TOO_FEW] = {false,
        {"{0} 位数字放不下末号 {1}", "{0} digits cannot hold the last number {1}"},
        {"增大 digits 或减小 numbers 的末号", "raise digits or lower the end of numbers"}},
    [MESSAGE_OVERFLOW_TAKEN] = {false,
        {"号段 '{0}' 已被类别 '{1}' 使用", "the series '{0}' already belongs to category '{1}'"},
        {"换一个没有用过的字母", "choose letters that no category uses"}},
    [MESSAGE_PROMISE_WITHOUT_DAYS] = {false,
        {"承诺件没有承诺时限", "a promised case without a promise"},
        {"加上 promised_days: 工作日数，或改 kind", "add promised_days: working days, or change kind"}},
    [MESSAGE_PROMISE_TOO_LONG] = {true,
        {"承诺 {0} 个工作日，超过法定的 {1} 个", "promises {0} working days, the law allows {1}"},
        {"承诺时限应不超过法定时限", "the promise should not exceed statutory_days"}},
    [MESSAGE_SLIP_LINE_KIND] = {false,
        {"号票的一行必须是 text、qr、feed、rule、cut 中的一种",
         "a line of the ticket must be exactly one of text, qr, feed, rule, cut"},
        {"保留一种，其余分到别的行", "keep one of them and move the others to lines of their own"}},
    [MESSAGE_KEY_MEANS_NOTHING] = {false,
        {"按键 {0} 没有含义", "the key {0} means nothing"},
        {"加上 action、level 或 number 之一", "add one of action, level or number"}},
    [MESSAGE_VECTOR_KIND] = {false,
        {"样例必须有 send 或 receive 之一", "a vector needs exactly one of send and receive"},
        {"send 是发给设备的，receive 是设备发来的",
         "send is what goes to the device, receive is what comes from it"}},
    [MESSAGE_HOLIDAY_AND_WORKDAY] = {false,
        {"{0} 既是假日又是工作日", "{0} is both a holiday and a workday"},
        {"从 holidays 或 workdays 中删除一个", "delete it from holidays or from workdays"}},
    [MESSAGE_BAD_TIMEZONE] = {false,
        {"没有这个时区：'{0}'", "unknown time zone '{0}'"},
        {"中国写 Asia/Shanghai", "in China write Asia/Shanghai"}},
    [MESSAGE_BAD_URL] = {false,
        {"不是网址：'{0}'", "not a web address: '{0}'"},
        {"以 https:// 或 http:// 开头，例如 https://hall.example.gov.cn",
         "begin with https:// or http://, such as https://hall.example.gov.cn"}},
    [MESSAGE_FOLDER_NOT_WHOLE] = {false,
        {"不是完整的路径：'{0}'", "not a whole path: '{0}'"},
        {"以 / 开头，例如 /srv/reports", "begin with /, such as /srv/reports"}},
    [MESSAGE_REPORT_FORM] = {false,
        {"报表 {0} 没有 {1} 格式", "the report {0} has no form {1}"},
        {"每日简报有 pdf、txt、json; 其他报表有 pdf、xlsx、csv、json",
         "the brief has pdf, txt and json; all others pdf, xlsx, csv and json"}},
    [MESSAGE_BRIEF_DAILY] = {false,
        {"每日简报只能每天一份", "a daily brief is made every day"},
        {"写 every: day", "write every: day"}},
    [MESSAGE_REPORT_NO_AXES] = {false,
        {"报表 {0} 逐条列出，不能分组", "the report {0} lists single records and has no groups"},
        {"删掉 by", "delete `by`"}},
    [MESSAGE_BAD_PORT] = {false,
        {"不是串口：'{0}'", "not a port: '{0}'"},
        {"写设备路径 /dev/serial/by-path/…、sim:名称 或 tcp:主机:端口",
         "write a path /dev/serial/by-path/…, sim:NAME or tcp:HOST:PORT"}},
    [MESSAGE_WINDOW_SERVES_NOTHING] = {false,
        {"窗口 {0} 不办理任何类别", "window {0} serves nothing"},
        {"加上 serves: {类别: 100}", "add serves: {CATEGORY: 100}"}},
    [MESSAGE_CATEGORY_WITHOUT_WINDOW] = {false,
        {"事项 '{0}' 没有窗口办理：没有窗口办理类别 '{1}'",
         "no window for item '{0}': none serves its category '{1}'"},
        {"在某个窗口的 serves 中加上 {1}: 100", "add {1}: 100 to serves of a window"}},
    [MESSAGE_CATEGORY_WITHOUT_ITEM] = {true,
        {"类别 '{0}' 没有任何事项", "category '{0}' has no items"},
        {"在 items 中加上事项，或删除该类别", "add an item for it, or delete the category"}},
    [MESSAGE_WINDOW_WITHOUT_BOARD] = {true,
        {"窗口 {0} 没有窗口屏", "window {0} has no counter board"},
        {"在 lines.yaml 中加上一块屏，window: {0}", "add a board with window: {0} to lines.yaml"}},
    [MESSAGE_DEVICE_WITHOUT_WINDOW] = {false,
        {"设备 '{0}' ({1}) 没有写属于哪个窗口", "device '{0}' ({1}) belongs to no window"},
        {"加上 window: 窗口号", "add window: NUMBER"}},
    [MESSAGE_PANEL_WITHOUT_PRINTER] = {false,
        {"'{0}' 的打印机组 '{1}' 中没有打印机", "no printer is in group '{1}' that '{0}' uses"},
        {"{2}", "{2}"}},
    [MESSAGE_ADDRESS_TAKEN] = {false,
        {"线路 '{1}' 上的地址 {0} 有两个设备：'{2}' 和 '{3}'",
         "address {0} on line '{1}' belongs to two devices: '{2}' and '{3}'"},
        {"给其中一个换地址 (设备上也要改)", "give one of them another address (on the device too)"}},
    [MESSAGE_ADDRESS_MISSING] = {false,
        {"Modbus 设备 '{0}' 没有合法地址", "the Modbus device '{0}' has no valid address"},
        {"加上 address: 1 到 247 之间的数", "add address: a number from 1 to 247"}},
    [MESSAGE_PORT_TAKEN] = {false,
        {"串口 {0} 已被线路 '{1}' 使用", "port {0} already belongs to line '{1}'"},
        {"一个串口只能属于一条线路：合并两条线路或改 port",
         "a port belongs to one line: join the two lines or change port"}},
    [MESSAGE_WIRES_MIXED] = {false,
        {"线路 '{0}' 上混有 Modbus 设备 '{1}' 和非 Modbus 设备 '{2}'",
         "line '{0}' mixes the Modbus device '{1}' with '{2}', which speaks another protocol"},
        {"把其中一种移到另一条线路", "move one of the two kinds to a line of its own"}},
    [MESSAGE_SPEEDS_MIXED] = {false,
        {"线路 '{0}' 上的设备速率不同：{1}, {2}", "the devices of line '{0}' differ in speed: {1}, {2}"},
        {"在线路上写明 baud 和 frame, 并把设备设成一致",
         "set baud and frame at the line, and set the devices to the same"}},
    [MESSAGE_TWO_PRINTERS] = {false,
        {"线路 '{0}' 上有两台打印机：'{1}' 和 '{2}'",
         "line '{0}' has two printers: '{1}' and '{2}'"},
        {"打印机没有地址：每台用一条线路", "printers have no address: give each a line of its own"}},
    [MESSAGE_PRINTER_SHARES_BUS] = {false,
        {"打印机 '{1}' 与其他设备共用线路 '{0}'",
         "printer '{1}' shares line '{0}' with other devices"},
        {"打印机单独用一条线路", "give the printer a line of its own"}},
    [MESSAGE_BOARD_TEXT_TOO_LONG] = {true,
        {"窗口屏 '{0}' 只有 {1} 格，'{2}' 要占 {3} 格",
         "board '{0}' has {1} cells, '{2}' takes {3}"},
        {"缩短 boards.texts 或窗口名称 (一个汉字占 2 格), 或换更宽的屏",
         "shorten boards.texts or the window's name (a Chinese character takes 2), or use a wider "
         "board"}},
    [MESSAGE_LINE_SLOW] = {true,
        {"线路 '{0}' 太慢：最坏情况下按键 {1} ms 后才被看到 (目标 400 ms)",
         "line '{0}' is slow: a key may be seen only after {1} ms (goal: 400 ms)"},
        {"把 baud 提到 {3} (设备上也要改){2}", "raise baud to {3} (on the devices too){2}"}},
    [MESSAGE_LINE_TOO_SLOW] = {false,
        {"线路 '{0}' 带不动这些设备：最坏情况下按键 {1} ms 后才被看到 (上限 1000 ms)",
         "line '{0}' is too slow for its devices: a key may be seen only after {1} ms (limit: "
         "1000 ms)"},
        {"把 baud 提到 {3} (设备上也要改){2}", "raise baud to {3} (on the devices too){2}"}},
    [MESSAGE_SLIP_SLOW] = {true,
        {"打印机 '{0}' 每张号票在线路上要 {1} 秒 (应在 2 秒内)",
         "printer '{0}': a slip takes {1} s on its line (should be under 2 s)"},
        {"提高波特率 (打印机上也要改), 或用打印机自带的二维码命令",
         "raise baud (on the printer too), or let the printer draw the QR code"}},
    [MESSAGE_SLIP_WITHOUT_NUMBER] = {false,
        {"号票上没有 {number}", "the ticket does not show {number}"},
        {"加上一行 {text: \"{number}\", align: centre, width: 3, height: 3}",
         "add a line {text: \"{number}\", align: centre, width: 3, height: 3}"}},
    [MESSAGE_NO_DEVICES_FILE] = {true,
        {"没有 lines.yaml: 大厅没有任何串口设备", "no lines.yaml: the hall has no serial devices"},
        {"接设备时新建 lines.yaml; 可参照 config/demo",
         "create lines.yaml when devices are connected; config/demo shows one"}},

    [MESSAGE_UNKNOWN_DRIVER] = {false,
        {"没有驱动程序 '{0}'", "there is no driver '{0}'"}, {"{2}", "{2}"}},
    [MESSAGE_UNKNOWN_OPTION] = {false,
        {"驱动 '{1}' 没有选项 '{0}'", "driver '{1}' has no option '{0}'"}, {"{2}", "{2}"}},
    [MESSAGE_OPTION_NOT_A_VALUE] = {false,
        {"选项 '{0}' 只能是一个值", "option '{0}' must be a single value"},
        {"写成 {0}: 值", "write {0}: VALUE"}},
    [MESSAGE_OPTION_TYPE] = {false,
        {"选项 '{0}' 的值 '{1}' 不合适", "option '{0}' cannot be '{1}'"},
        {"允许 {2}; {3}", "allowed: {2}; {3}"}},
    [MESSAGE_PROFILE_FAILS] = {false,
        {"型号 '{0}' 没有通过自检：{1}", "profile '{0}' fails its own check: {1}"},
        {"对照设备手册改正该型号文件；自检不过的型号不会使用",
         "correct the profile by the device's manual; it is refused until its vectors hold"}},

    [MESSAGE_NOUN_ERROR] = {false, {"错误", "error"}, {"", ""}},
    [MESSAGE_NOUN_WARNING] = {false, {"警告", "warning"}, {"", ""}},
    [MESSAGE_NOUN_ALLOWED] = {false, {"可以是：{0}", "allowed here: {0}"}, {"", ""}},
    [MESSAGE_NOUN_GUESS] = {false, {"是不是想写 '{0}'?", "did you mean '{0}'?"}, {"", ""}},
    [MESSAGE_NOUN_UNUSED_PROFILE] = {false,
        {"(没有设备使用此型号) ", "(no device uses this profile) "}, {"", ""}},
    [MESSAGE_NOUN_OPEN_BRACKET] = {false,
        {" (第 {0} 行的括号还开着)", " (the bracket of line {0} is still open)"}, {"", ""}},
    [MESSAGE_NOUN_FEWER] = {false,
        {", 或减少到 {0} 个按键设备以内", ", or keep at most {0} devices with keys on it"},
        {"", ""}},
    [MESSAGE_NOUN_SUMMARY] = {false,
        {"{0} 个错误，{1} 个警告", "{0} errors, {1} warnings"}, {"", ""}},
};

bool message_is_warning(enum message message)
{
    return rows[message].warning;
}

/* Keeps the text whole: a character that does not fit is left out with all that follows. */
static void append(char *out, size_t size, size_t *used, const char *text, size_t count)
{
    size_t room = size - 1 - *used;
    if (count > room) {
        count = room;
        while (count > 0 && ((unsigned char)text[count] & 0xC0) == 0x80) {
            count--;
        }
    }
    memcpy(out + *used, text, count);
    *used += count;
    out[*used] = '\0';
}

static void fill(char *out, size_t size, const char *text, const struct message_values *values)
{
    size_t used = 0;
    out[0] = '\0';
    while (*text != '\0') {
        bool hole = text[0] == '{' && text[1] >= '0' && text[1] <= '3' && text[2] == '}';
        if (hole) {
            const char *value = values != NULL ? values->value[text[1] - '0'] : NULL;
            append(out, size, &used, value != NULL ? value : "", value != NULL ? strlen(value) : 0);
            text += 3;
            continue;
        }
        size_t plain = 1 + strcspn(text + 1, "{");
        append(out, size, &used, text, plain);
        text += plain;
    }
}

void message_format(char *out, size_t size, enum message message, enum site_language language,
                    const struct message_values *values)
{
    fill(out, size, rows[message].text[language], values);
}

void message_advice(char *out, size_t size, enum message message, enum site_language language,
                    const struct message_values *values)
{
    fill(out, size, rows[message].advice[language], values);
}

const char *message_noun(enum message message, enum site_language language)
{
    return rows[message].text[language];
}
