/* schema_lines.c: the rows of lines.yaml and of profiles/NAME.yaml. See schema.h. */
#include "config/schema.h"

#include "config/custom.h"

enum { TITLE_BYTES = 95, PORT_BYTES = 200, REMARK_BYTES = 1000 };

/* Settings of a serial line: a profile states what its device needs, a line overrides it. */
#define WIRE_ROWS(record, path, inherited)                                                         \
    {"baud", SCHEMA_INT, .unit = "baud", .low = 300, .high = 4000000, .fallback = "9600",          \
     .inherits = inherited, IN(record, path.baud), .zh = "波特率", .en = "bits a second"},         \
    {"frame", SCHEMA_CUSTOM, .fallback = "8N1", .inherits = inherited,                           \
     .offset = offsetof(record, path.data_bits), .size = SCHEMA_FRAME_BYTES,                       \
     .read = read_frame, .write = write_frame, .expected = MESSAGE_EXPECT_TEXT, .example = "8N1",  \
     .zh = "数据位、校验、停止位", .en = "data bits, parity, stop bits"},                          \
    {"flow", SCHEMA_CHOICE_CHARACTERS, .words = "none|rtscts|xonxoff", .fallback = "none",         \
     .inherits = inherited, IN(record, path.flow), .zh = "流控", .en = "flow control"},            \
    {"rs485", SCHEMA_CHOICE_CHARACTERS, .words = "off|auto|kernel", .fallback = "off",             \
     .inherits = inherited, IN(record, path.rs485),                                                \
     .zh = "RS-485 收发切换：off 不是 RS-485 或不需要，auto 转换器自动，kernel 由驱动控制",        \
     .en = "who turns an RS-485 line around: off nobody, auto the adapter, kernel the driver"},    \
    {"local_echo", SCHEMA_BOOL, .fallback = "false", .inherits = inherited,                        \
     IN(record, path.local_echo), .zh = "转换器会收到自己发的字节",                                \
     .en = "the adapter hears what it says"},                                                      \
    {"response", SCHEMA_DURATION, .unit = "ms", .low = 5, .high = 10000, .fallback = "100ms",      \
     .inherits = inherited, IN(record, path.response_ms), .zh = "等待应答多久",                    \
     .en = "how long an answer may take"},                                                         \
    {"byte", SCHEMA_DURATION, .unit = "ms", .low = 1, .high = 1000, .fallback = "20ms",            \
     .inherits = inherited, IN(record, path.byte_ms), .zh = "字节间隔多久算一帧结束",              \
     .en = "pause that ends a frame"},                                                             \
    {"turnaround", SCHEMA_DURATION, .unit = "ms", .low = 0, .high = 1000, .fallback = "4ms",       \
     .inherits = inherited, IN(record, path.turnaround_ms), .zh = "发送前的安静时间",              \
     .en = "quiet time before a request, beyond 3.5 characters"}

/* ------------------------------------------------------------------ lines.yaml */

const struct schema_table schema_device = {
    .name = "devices[]",
    .zh = "线路上的一个设备",
    .en = "a device on the line",
    .size = sizeof(struct site_device),
    .rows = (const struct schema_row[]){
        {"name", SCHEMA_CODE, IN(struct site_device, name), .zh = "设备名称，全大厅唯一",
         .en = "name of the device, unique in the hall"},
        {"profile", SCHEMA_CUSTOM, IN(struct site_device, profile), .read = read_profile_name,
         .write = write_profile_name, .expected = MESSAGE_EXPECT_TEXT,
         .example = "pad-ff68", .zh = "设备型号：profiles 中的文件名",
         .en = "its model: the name of a file in profiles"},
        {"address", SCHEMA_INT, .low = 0, .high = 255, .fallback = "0",
         IN(struct site_device, address), .zh = "线路上的地址 (Modbus 1 到 247)",
         .en = "its address on the line (Modbus 1 to 247)"},
        {"window", SCHEMA_INT, .low = 0, .high = 999, .fallback = "0",
         IN(struct site_device, window), .zh = "属于哪个窗口", .en = "the window it belongs to"},
        {"group", SCHEMA_CODE, .fallback = "", IN(struct site_device, group),
         .zh = "打印机：所属的组；取号屏：使用哪一组打印机",
         .en = "printers: their group; panels: the group of printers they use"},
        {"title", SCHEMA_WORDS, .high = TITLE_BYTES, .fallback = "", IN(struct site_device, title),
         .zh = "给人看的名称", .en = "what people call it"},
        {.key = NULL},
    },
};

const struct schema_table schema_line = {
    .name = "lines[]",
    .zh = "一条串口线路；没写的设置来自型号",
    .en = "a serial line; settings that are not given come from its devices' profiles",
    .size = sizeof(struct line_draft),
    .check = check_line,
    .rows = (const struct schema_row[]){
        {"name", SCHEMA_CODE, IN(struct line_draft, line.name), .zh = "线路名称",
         .en = "name of the line"},
        {"port", SCHEMA_TEXT, .low = 1, .high = PORT_BYTES, IN(struct line_draft, line.port),
         .zh = "串口：设备路径、sim:名称 或 tcp:主机:端口",
         .en = "the port: a path, sim:NAME or tcp:HOST:PORT"},
        WIRE_ROWS(struct line_draft, line.settings, true),
        {"devices", SCHEMA_CUSTOM, .high = LIMIT_DEVICES_A_LINE, .fallback = "", .offset = 0,
         .table = &schema_device, .read = read_devices, .write = write_devices,
         .expected = MESSAGE_EXPECT_LIST,
         .example = "[{name: pad-01, profile: pad-ff68, address: 1, window: 1}]",
         .zh = "线路上的设备", .en = "the devices on it"},
        {.key = NULL},
    },
};

const struct schema_table schema_lines = {
    .name = "lines.yaml",
    .zh = "串口线路和设备",
    .en = "serial lines and the devices on them",
    .size = sizeof(struct site),
    .rows = (const struct schema_row[]){
        {"lines", SCHEMA_CUSTOM, .high = LIMIT_LINES, .fallback = "", .offset = 0,
         .table = &schema_line, .read = read_lines, .write = write_lines,
         .expected = MESSAGE_EXPECT_LIST,
         .example = "[{name: bus-1, port: sim:bus-1, devices: []}]", .zh = "线路",
         .en = "the lines"},
        {.key = NULL},
    },
};

/* ------------------------------------------------------------------ profiles */

static const struct schema_table head_table = {
    .name = "profile",
    .zh = "这是什么设备",
    .en = "what the device is",
    .rows = (const struct schema_row[]){
        {"title", SCHEMA_CUSTOM, .low = 1, .high = TITLE_BYTES, .offset = 0, .read = read_title,
         .write = write_title, .expected = MESSAGE_EXPECT_WORDS,
         .example = "{zh: 呼叫器, en: Call pad}", .zh = "型号名称", .en = "name of the model"},
        {"kind", SCHEMA_CHOICE, .words = "printer|board|pad|evaluator|panel|touch_evaluator",
         IN(struct device_profile, kind), .zh = "种类", .en = "kind of device"},
        {"driver", SCHEMA_CHARACTERS, .low = 1, .high = LIMIT_CODE - 1,
         IN(struct device_profile, driver), .zh = "驱动程序", .en = "driver that speaks to it"},
        {"evidence", SCHEMA_REMARK, .high = REMARK_BYTES, .fallback = "", .zh = "依据",
         .en = "where its facts come from"},
        {.key = NULL},
    },
};

static const struct schema_table wire_table = {
    .name = "line",
    .zh = "设备需要的线路设置",
    .en = "settings of the line that the device needs",
    .rows = (const struct schema_row[]){
        WIRE_ROWS(struct device_profile, line, false),
        {.key = NULL},
    },
};

static const struct schema_table text_table = {
    .name = "text",
    .zh = "设备的文字",
    .en = "the device's text",
    .rows = (const struct schema_row[]){
        {"encoding", SCHEMA_CUSTOM, .fallback = "gbk", IN(struct device_profile, encoding),
         .words = "ascii|gb2312|gbk|gb18030|utf16be|utf8", .read = read_encoding,
         .write = write_encoding, .expected = MESSAGE_EXPECT_TEXT, .example = "gbk",
         .zh = "编码", .en = "encoding"},
        {.key = NULL},
    },
};

const struct schema_table schema_profile_key = {
    .name = "keys[]",
    .zh = "一个按键",
    .en = "a key",
    .size = sizeof(struct profile_key),
    .check = check_key,
    .rows = (const struct schema_row[]){
        {"code", SCHEMA_CUSTOM, .high = sizeof((struct profile_key *)0)->code, .offset = 0,
         .read = read_code_bytes, .write = write_code_bytes, .expected = MESSAGE_EXPECT_TEXT,
         .example = "\"05 0F\"", .zh = "键码 (十六进制)", .en = "its code in hexadecimal"},
        {"digits", SCHEMA_BOOL, .fallback = "false", IN(struct profile_key, digits),
         .zh = "键码前可以有数字", .en = "digits may stand before the code"},
        {"action", SCHEMA_CHOICE,
         .words = "none|next|call_number|recall|arrive|evaluate|finish|no_show|hold|resume|"
                  "transfer|pause|open|close|undo",
         .fallback = "none", IN(struct profile_key, action), .zh = "叫号器：动作",
         .en = "call pads: what it does"},
        {"level", SCHEMA_INT, .low = 0, .high = 5, .fallback = "0", IN(struct profile_key, level),
         .zh = "评价器：等级 1 到 5", .en = "evaluators: level 1 to 5"},
        {"number", SCHEMA_INT, .low = 0, .high = 999, .fallback = "0",
         IN(struct profile_key, number), .zh = "取号屏：第几个按钮",
         .en = "panels: which button of a page"},
        {.key = NULL},
    },
};

const struct schema_table schema_profile_vector = {
    .name = "vectors[]",
    .zh = "一个样例，加载时验证",
    .en = "an example that is verified when the profile is loaded",
    .size = sizeof(struct vector_draft),
    .check = check_vector,
    .rows = (const struct schema_row[]){
        {"address", SCHEMA_INT, .low = 0, .high = 255, .fallback = "0",
         IN(struct vector_draft, vector.address), .zh = "设备地址", .en = "address of the device"},
        {"send", SCHEMA_TEXT, .high = PROFILE_VALUE - 1, .fallback = "",
         IN(struct vector_draft, send), .zh = "发给设备的意思", .en = "what is told to the device"},
        {"receive", SCHEMA_TEXT, .high = PROFILE_VALUE - 1, .fallback = "",
         IN(struct vector_draft, receive), .zh = "设备发来的意思",
         .en = "what comes from the device"},
        {"hex", SCHEMA_CUSTOM, .high = PROFILE_HEX, .offset = 0, .read = read_vector_bytes,
         .write = write_vector_bytes, .expected = MESSAGE_EXPECT_TEXT,
         .example = "\"A0 90 02 A1 00 00 A3\"", .zh = "线路上的字节",
         .en = "the bytes on the line"},
        {.key = NULL},
    },
};

const struct schema_table schema_profile = {
    .name = "profiles/NAME.yaml",
    .zh = "设备型号",
    .en = "a device model",
    .size = sizeof(struct device_profile),
    .rows = (const struct schema_row[]){
        {"profile", SCHEMA_MAP, .table = &head_table, .zh = "设备", .en = "the device"},
        {"line", SCHEMA_MAP, .fallback = "", .table = &wire_table, .zh = "线路设置",
         .en = "line settings"},
        {"text", SCHEMA_MAP, .fallback = "", .table = &text_table, .zh = "文字", .en = "text"},
        {"options", SCHEMA_CUSTOM, .high = PROFILE_OPTIONS, .fallback = "", .offset = 0,
         .read = read_options, .write = write_options, .expected = MESSAGE_EXPECT_MAP,
         .example = "{poll_ms: 150}", .zh = "驱动程序的选项",
         .en = "options of the driver"},
        {"keys", SCHEMA_CUSTOM, .high = PROFILE_KEYS, .fallback = "", .offset = 0,
         .table = &schema_profile_key, .read = read_keys, .write = write_keys,
         .expected = MESSAGE_EXPECT_LIST, .example = "[{code: \"0C\", action: next}]",
         .zh = "按键", .en = "keys"},
        {"vectors", SCHEMA_CUSTOM, .high = PROFILE_VECTORS, .fallback = "", .offset = 0,
         .table = &schema_profile_vector, .read = read_vectors, .write = write_vectors,
         .expected = MESSAGE_EXPECT_LIST,
         .example = "[{address: 2, send: \"show 1\", hex: \"A0 90\"}]", .zh = "样例",
         .en = "examples"},
        {.key = NULL},
    },
};
