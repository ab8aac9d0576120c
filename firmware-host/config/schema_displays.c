/* schema_displays.c: the rows of hall.yaml's displays, and the two values that fit no plain type:
 * decimals and a size in pixels. See schema.h and custom.h. */
#include "config/schema.h"

#include "config/custom.h"

#include <stdlib.h>
#include <string.h>

enum { PIXELS_LEAST = 320, PIXELS_MOST = 7680, NAME_BYTES = 120, HELP_BYTES = 200 };

static int wrong(struct reader *reader, const struct yaml_node *node,
                 const struct schema_row *row)
{
    char found[80] = "[…]";
    if (node->kind == YAML_SCALAR) {
        snprintf(found, sizeof found, "'%.70s'", node->text);
    }
    reader_problem(reader, node, MESSAGE_WRONG_TYPE,
                   (struct message_values){
                       {row->key, reader_noun(reader, row->expected), found, row->example}});
    return -1;
}

/* "21.5" as 215; -1 when it is no such number or out of the row's range (in tenths). */
static int parse_tenths(const char *text, const struct schema_row *row, int32_t *out)
{
    size_t whole = strspn(text, "0123456789");
    const char *rest = text + whole;
    bool fraction = rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9' && rest[2] == '\0';
    if (whole == 0 || whole > 4 || (rest[0] != '\0' && !fraction)) {
        return -1;
    }
    int64_t value = strtoll(text, NULL, 10) * 10 + (fraction ? rest[1] - '0' : 0);
    *out = (int32_t)value;
    return value >= row->low && value <= row->high ? 0 : -1;
}

int read_tenths(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
                void *field)
{
    int32_t value;
    if (node->kind != YAML_SCALAR || parse_tenths(node->text, row, &value) < 0) {
        return wrong(reader, node, row);
    }
    *(int32_t *)field = value;
    return 0;
}

void write_tenths(struct writer *writer, const struct schema_row *row, const void *field)
{
    int32_t value = *(const int32_t *)field;
    writer_key(writer, row->key);
    fprintf(writer->out, "%d.%d\n", value / 10, value % 10);
}

int read_pixels(struct reader *reader, const struct yaml_node *node, const struct schema_row *row,
                void *field)
{
    struct site_display *display = field;
    if (node->kind != YAML_LIST || node->count != 2) {
        return wrong(reader, node, row);
    }
    const struct schema_row side = {.key = row->key, .type = SCHEMA_INT, .low = PIXELS_LEAST,
                                    .high = PIXELS_MOST, .size = sizeof(int32_t)};
    int32_t width, height;
    if (reader_value(reader, node->first, &side, &width) < 0 ||
        reader_value(reader, node->last, &side, &height) < 0) {
        return -1;
    }
    display->width = width;
    display->height = height;
    return 0;
}

void write_pixels(struct writer *writer, const struct schema_row *row, const void *field)
{
    const struct site_display *display = field;
    writer_key(writer, row->key);
    fprintf(writer->out, "[%d, %d]\n", display->width, display->height);
}

const struct schema_table schema_display = {
    .name = "displays[]",
    .zh = "一台取号机或综合屏",
    .en = "a kiosk or a hall board",
    .size = sizeof(struct site_display),
    .rows = (const struct schema_row[]){
        {"name", SCHEMA_CODE, IN(struct site_display, name), .unique = true, .zh = "名称",
         .en = "its name"},
        {"kind", SCHEMA_CHOICE, .words = "kiosk|board", IN(struct site_display, kind),
         .zh = "取号机或综合屏", .en = "what it is"},
        {"diagonal", SCHEMA_CUSTOM, .unit = "inch", .low = 50, .high = 5000, .fallback = "27.0",
         IN(struct site_display, diagonal_tenths), .read = read_tenths, .write = write_tenths,
         .expected = MESSAGE_EXPECT_TENTHS, .example = "21.5", .zh = "屏幕对角线，英寸",
         .en = "diagonal of the screen in inches: sizes are computed in millimetres"},
        {"distance", SCHEMA_CUSTOM, .unit = "m", .low = 2, .high = 1000, .fallback = "0.5",
         IN(struct site_display, distance_tenths), .read = read_tenths, .write = write_tenths,
         .expected = MESSAGE_EXPECT_TENTHS, .example = "10.0", .zh = "观看距离，米",
         .en = "how far away people stand, in metres"},
        {"size", SCHEMA_CUSTOM, .fallback = "[1080, 1920]", .offset = 0, .read = read_pixels,
         .write = write_pixels, .expected = MESSAGE_EXPECT_PIXELS, .example = "[1080, 1920]",
         .zh = "宽和高，像素", .en = "width and height in pixels"},
        {"area", SCHEMA_WORDS, .high = NAME_BYTES, .fallback = "", IN(struct site_display, area),
         .zh = "综合屏：只显示这个区域的窗口；空为全部",
         .en = "boards: shows the windows of this area; empty = all"},
        {"printers", SCHEMA_CODE, .fallback = "", IN(struct site_display, printers),
         .zh = "取号机：使用哪一组打印机", .en = "kiosks: the group of printers that it uses"},
        {"layout", SCHEMA_CODE, .fallback = "", IN(struct site_display, layout),
         .zh = "取号机：popular 常办事项、departments 部门或 reviews 评价机；综合屏：版式名称",
         .en = "kiosks: first page, popular items or departments; reviews: a screen to rate at; "
               "boards: name of a layout"},
        {"language", SCHEMA_CHOICE, .words = "zh|en", .fallback = "zh",
         IN(struct site_display, english), .zh = "开始时的语言",
         .en = "the language that it begins with"},
        {"general", SCHEMA_REFERENCE, .fallback = "", IN(struct site_display, general),
         .list = &schema_hall_rows[SCHEMA_HALL_ITEMS], .zh = "取号机：综合受理是哪个事项",
         .en = "kiosks: the item for whoever does not know which"},
        {"help", SCHEMA_WORDS, .high = HELP_BYTES, .fallback = "", IN(struct site_display, help),
         .zh = "取号机：到哪里找人帮忙", .en = "kiosks: where a person helps"},
        {"idle", SCHEMA_DURATION, .unit = "s", .low = 15, .high = 600, .fallback = "45s",
         IN(struct site_display, idle_s), .zh = "取号机：无人操作多久后询问",
         .en = "kiosks: asks whether somebody is there after so long"},
        {"ticket_stay", SCHEMA_DURATION, .unit = "s", .low = 5, .high = 120, .fallback = "8s",
         IN(struct site_display, ticket_s), .zh = "取号机：号码显示多久",
         .en = "kiosks: how long a ticket stays on the screen"},
        {.key = NULL},
    },
};
