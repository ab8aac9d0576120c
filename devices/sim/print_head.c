/* print_head.c: see print_head.h. */
#include "sim/print_head.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_DOTS = 12, ROW_DOTS = 24, BITMAP_ROWS_MAX = 2400, BITMAP_ROW_BYTES_MAX = 128 };

void head_reset(struct print_head *head)
{
    head->style = (struct head_style){.width = 1, .height = 1};
    head->align = head->margin = 0;
    head->area = head->width_dots;
    head->spacing = HEAD_DEFAULT_SPACING;
    head->qr_size = 3;
    head->qr_level = 'L';
    head->line_count = 0;
    head->line_width = head->line_height = 0;
}

void head_init(struct print_head *head, const char *printer, uint16_t width_dots,
               enum text_encoding encoding)
{
    snprintf(head->printer, sizeof head->printer, "%s", printer);
    head->width_dots = width_dots;
    head->encoding = encoding;
    head_reset(head);
}

void head_finish(struct print_head *head)
{
    paper_destroy(head->paper);
    head->paper = NULL;
    free(head->bitmap.bits);
    head->bitmap.bits = NULL;
}

static struct paper *need_paper(struct print_head *head)
{
    if (head->paper == NULL) {
        head->paper = paper_create(head->printer, ++head->papers, head->width_dots);
        head->y = 0;
    }
    return head->paper;
}

struct paper *head_tear(struct print_head *head, bool complete)
{
    struct paper *paper = head->paper;
    head->paper = NULL;
    if (paper != NULL && paper->piece_count == 0) {
        paper_destroy(paper);
        return NULL;
    }
    if (paper != NULL) {
        paper->complete = complete;
        paper->height_dots = (uint16_t)head->y;
        paper->when = wall_now();
    }
    head->y = 0;
    return paper;
}

static int move(struct print_head *head, int dots)
{
    if (need_paper(head) == NULL) {
        return 0;
    }
    int room = PAPER_MAX_DOTS - head->y;
    head->y += dots < room ? dots : room;
    return dots;
}

/* Puts the collected line on paper and feeds it. */
static int end_line(struct print_head *head)
{
    int height = head->line_height > head->spacing ? head->line_height : head->spacing;
    int free_dots = head->area - head->line_width;
    int left = head->margin + (head->align == 1   ? free_dots / 2
                               : head->align == 2 ? free_dots
                                                  : 0);
    struct paper *paper = need_paper(head);
    for (size_t i = 0; paper != NULL && i < head->line_count; i++) {
        bool gap = head->line[i].kind == PIECE_TEXT && head->line[i].text[0] == '\0';
        struct paper_piece *piece = gap ? NULL : paper_add(paper, head->line[i].kind);
        if (piece != NULL) {
            *piece = head->line[i];
            piece->x = (int16_t)(piece->x + (left > 0 ? left : 0));
            piece->y = (int16_t)head->y;
        }
    }
    head->line_count = 0;
    head->line_width = head->line_height = 0;
    return move(head, height);
}

static bool same_style(const struct paper_piece *piece, const struct paper_piece *wanted)
{
    return piece->kind == PIECE_TEXT && piece->width == wanted->width &&
           piece->height == wanted->height && piece->bold == wanted->bold &&
           piece->reverse == wanted->reverse &&
           strlen(piece->text) + 5 < sizeof piece->text;
}

static int put_character(struct print_head *head, uint32_t code_point)
{
    char text[5] = {0};
    text_put(code_point, text);
    bool hanzi = text_cells(text) == 2;
    const struct head_style *s = &head->style;
    struct paper_piece wanted = {
        .kind = PIECE_TEXT,
        .width = (uint8_t)(s->width << (hanzi && (s->hanzi_wide || s->hanzi_quad))),
        .height = (uint8_t)(s->height << (hanzi && (s->hanzi_tall || s->hanzi_quad))),
        .bold = s->bold,
        .reverse = s->reverse,
    };
    int width = (hanzi ? 2 : 1) * CELL_DOTS * wanted.width;
    int moved = 0;
    if (head->line_width + width > head->area && head->line_count > 0) {
        moved = end_line(head);
    }
    struct paper_piece *last = head->line_count > 0 ? &head->line[head->line_count - 1] : NULL;
    if (last == NULL || !same_style(last, &wanted)) {
        if (head->line_count == HEAD_LINE_PIECES) {
            return moved;
        }
        last = &head->line[head->line_count++];
        *last = wanted;
        last->x = (int16_t)head->line_width;
    }
    size_t used = strlen(last->text);
    snprintf(last->text + used, sizeof last->text - used, "%s", text);
    head->line_width += width;
    int height = ROW_DOTS * wanted.height;
    head->line_height = height > head->line_height ? height : head->line_height;
    return moved;
}

/* In Chinese mode bytes from 80h pair up; without it they are a code page nobody asked for. */
static int put_text(struct print_head *head, const struct escpos_command *command)
{
    char text[ESCPOS_TEXT_RUN * 3 + 4];
    enum text_encoding encoding = command->value[0] ? head->encoding : TEXT_ASCII;
    text_decode(encoding, command->data, command->count, text, sizeof text);
    int moved = 0;
    const char *at = text;
    for (uint32_t c = text_next(&at); c != 0; c = text_next(&at)) {
        moved += put_character(head, c);
    }
    return moved;
}

static int put_object(struct print_head *head, const struct paper_piece *piece)
{
    int moved = head->line_count > 0 ? end_line(head) : 0;
    if (need_paper(head) == NULL) {
        return moved;
    }
    int width, height;
    paper_piece_size(head->paper, piece, &width, &height);
    head->line[0] = *piece;
    head->line_count = 1;
    head->line_width = width;
    head->line_height = height;
    uint16_t spacing = head->spacing;
    head->spacing = 0; /* graphics move the paper by their own height */
    moved += end_line(head);
    head->spacing = spacing;
    return moved;
}

static int print_qr(struct print_head *head)
{
    struct paper_piece piece = {.kind = PIECE_QR,
                                .width = (uint8_t)head->qr_size,
                                .level = head->qr_level};
    snprintf(piece.text, sizeof piece.text, "%s", head->qr_text);
    return piece.text[0] != '\0' ? put_object(head, &piece) : 0;
}

static void begin_bitmap(struct print_head *head, const struct escpos_command *command)
{
    uint16_t row = command->value[1], rows = command->value[2];
    free(head->bitmap.bits);
    head->bitmap = (struct paper_bitmap){.bytes_a_row = row, .rows = rows};
    head->bitmap_have = 0;
    if (row > 0 && rows > 0 && row <= BITMAP_ROW_BYTES_MAX && rows <= BITMAP_ROWS_MAX) {
        head->bitmap.bits = calloc(rows, row);
    }
}

static int add_bitmap(struct print_head *head, const struct escpos_command *command)
{
    struct paper_bitmap *bitmap = &head->bitmap;
    uint32_t whole = (uint32_t)bitmap->bytes_a_row * bitmap->rows;
    for (size_t i = 0; bitmap->bits != NULL && i < command->count && head->bitmap_have < whole;
         i++) {
        bitmap->bits[head->bitmap_have++] = command->data[i];
    }
    struct paper *paper = need_paper(head);
    if (paper == NULL || bitmap->bits == NULL || head->bitmap_have < whole) {
        return 0;
    }
    if (paper->bitmap_count == PAPER_BITMAPS) {
        return move(head, bitmap->rows);
    }
    struct paper_piece piece = {.kind = PIECE_BITMAP, .bitmap = (uint8_t)paper->bitmap_count};
    paper->bitmaps[paper->bitmap_count++] = *bitmap;
    *bitmap = (struct paper_bitmap){0};
    return put_object(head, &piece);
}

static void set_position(struct print_head *head, uint16_t dots)
{
    head->line_width = dots > head->line_width ? dots : head->line_width;
    if (head->line_count > 0 && head->line_count < HEAD_LINE_PIECES) {
        /* What follows stands apart: an empty piece of another style keeps it so. */
        struct paper_piece *gap = &head->line[head->line_count++];
        *gap = (struct paper_piece){.kind = PIECE_TEXT, .x = (int16_t)head->line_width};
    }
}

static void store_qr(struct print_head *head, const struct escpos_command *command)
{
    size_t count = command->count < HEAD_QR_TEXT - 1 ? command->count : HEAD_QR_TEXT - 1;
    memcpy(head->qr_text, command->data, count);
    head->qr_text[count] = '\0';
}

/* Commands that only change how the next text comes out. True when it was one. */
static bool set_style(struct print_head *head, const struct escpos_command *command)
{
    struct head_style *s = &head->style;
    uint16_t value = command->value[0];
    switch (command->kind) {
    case ESCPOS_DO_BOLD: s->bold = value != 0; return true;
    case ESCPOS_DO_REVERSE: s->reverse = value != 0; return true;
    case ESCPOS_DO_SIZE:
        s->width = (uint8_t)value;
        s->height = (uint8_t)command->value[1];
        return true;
    case ESCPOS_DO_PRINT_MODE:
        s->bold = (value & 0x08) != 0;
        s->height = value & 0x10 ? 2 : 1;
        s->width = value & 0x20 ? 2 : 1;
        return true;
    case ESCPOS_DO_KANJI_STYLE:
        s->hanzi_wide = (value & 0x04) != 0;
        s->hanzi_tall = (value & 0x08) != 0;
        return true;
    case ESCPOS_DO_KANJI_QUADRUPLE: s->hanzi_quad = value != 0; return true;
    case ESCPOS_DO_ALIGN:
        head->align = head->line_count == 0 ? value : head->align; /* at line start only */
        return true;
    case ESCPOS_DO_LEFT_MARGIN: head->margin = value; return true;
    case ESCPOS_DO_AREA_WIDTH:
        head->area = value < head->width_dots ? value : head->width_dots;
        return true;
    case ESCPOS_DO_LINE_SPACING:
        head->spacing = value == 0xFFFF ? HEAD_DEFAULT_SPACING : value;
        return true;
    case ESCPOS_DO_QR_SIZE: head->qr_size = value; return true;
    case ESCPOS_DO_QR_ECC: head->qr_level = "LMQH"[(value - 0x30) & 3]; return true;
    default: return false;
    }
}

int head_obey(struct print_head *head, const struct escpos_command *command)
{
    if (set_style(head, command)) {
        return 0;
    }
    switch (command->kind) {
    case ESCPOS_DO_TEXT: return put_text(head, command);
    case ESCPOS_DO_LINE_END: return end_line(head);
    case ESCPOS_DO_INITIALISE: head_reset(head); return 0;
    case ESCPOS_DO_FEED_LINES: {
        int moved = head->line_count > 0 ? end_line(head) : 0;
        return moved + move(head, command->value[0] * head->spacing);
    }
    case ESCPOS_DO_FEED_DOTS: {
        int moved = head->line_count > 0 ? end_line(head) : 0;
        return moved + move(head, command->value[0]);
    }
    case ESCPOS_DO_POSITION: set_position(head, command->value[0]); return 0;
    case ESCPOS_DO_QR_STORE: store_qr(head, command); return 0;
    case ESCPOS_DO_QR_PRINT: return print_qr(head);
    case ESCPOS_DO_RASTER: begin_bitmap(head, command); return 0;
    case ESCPOS_DO_RASTER_DATA: return add_bitmap(head, command);
    case ESCPOS_DO_CUT: {
        int moved = head->line_count > 0 ? end_line(head) : 0;
        return moved + (head->paper != NULL ? move(head, command->value[1]) : 0);
    }
    default: return 0;
    }
}
