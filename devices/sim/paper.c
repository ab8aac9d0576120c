/* paper.c: see paper.h. */
#include "sim/paper.h"

#include "base/text.h"

#include <ctype.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct paper *paper_create(const char *printer, uint32_t ordinal, uint16_t width_dots)
{
    struct paper *paper = calloc(1, sizeof *paper);
    if (paper == NULL) {
        return NULL;
    }
    snprintf(paper->printer, sizeof paper->printer, "%s", printer);
    paper->ordinal = ordinal;
    paper->width_dots = width_dots;
    return paper;
}

void paper_destroy(struct paper *paper)
{
    if (paper == NULL) {
        return;
    }
    for (size_t i = 0; i < paper->bitmap_count; i++) {
        free(paper->bitmaps[i].bits);
    }
    free(paper);
}

struct paper_piece *paper_add(struct paper *paper, enum piece_kind kind)
{
    if (paper->piece_count == PAPER_PIECES) {
        return NULL;
    }
    struct paper_piece *piece = &paper->pieces[paper->piece_count++];
    memset(piece, 0, sizeof *piece);
    piece->kind = kind;
    return piece;
}

static QRecLevel qr_level(char level)
{
    static const char letters[] = {[QR_ECLEVEL_L] = 'L',
                                   [QR_ECLEVEL_M] = 'M',
                                   [QR_ECLEVEL_Q] = 'Q',
                                   [QR_ECLEVEL_H] = 'H'};
    for (size_t i = 0; i < sizeof letters; i++) {
        if (letters[i] == level) {
            return (QRecLevel)i;
        }
    }
    return QR_ECLEVEL_M;
}

int paper_qr_modules(const struct paper_piece *piece, uint8_t **modules)
{
    QRcode *code = QRcode_encodeString8bit(piece->text, 0, qr_level(piece->level));
    if (code == NULL) {
        return 0;
    }
    int side = code->width;
    *modules = malloc((size_t)side * (size_t)side);
    for (int i = 0; *modules != NULL && i < side * side; i++) {
        (*modules)[i] = code->data[i] & 1;
    }
    QRcode_free(code);
    return *modules != NULL ? side : 0;
}

void paper_piece_size(const struct paper *paper, const struct paper_piece *piece, int *width,
                      int *height)
{
    if (piece->kind == PIECE_BITMAP) {
        const struct paper_bitmap *bitmap = &paper->bitmaps[piece->bitmap];
        *width = bitmap->bytes_a_row * 8;
        *height = bitmap->rows;
    } else if (piece->kind == PIECE_QR) {
        uint8_t *modules = NULL;
        *width = *height = paper_qr_modules(piece, &modules) * piece->width;
        free(modules);
    } else {
        *width = (int)text_cells(piece->text) * 12 * piece->width;
        *height = 24 * piece->height;
    }
}

static void read_piece(const struct paper *paper, const struct paper_piece *piece, char *out,
                       size_t size, size_t *used)
{
    const struct paper_bitmap *bitmap = &paper->bitmaps[piece->bitmap];
    switch (piece->kind) {
    case PIECE_TEXT: text_append(out, size, used, "%s", piece->text); break;
    case PIECE_QR: text_append(out, size, used, "[QR %s]", piece->text); break;
    case PIECE_BITMAP:
        text_append(out, size, used, "[picture %dx%d]", bitmap->bytes_a_row * 8, bitmap->rows);
        break;
    }
}

void paper_read(const struct paper *paper, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    int bottom = 0;
    for (size_t i = 0; i < paper->piece_count; i++) {
        const struct paper_piece *piece = &paper->pieces[i];
        if (i > 0 && piece->y >= bottom) {
            text_append(out, size, &used, "\n");
        } else if (i > 0) {
            text_append(out, size, &used, " ");
        }
        int width, height;
        paper_piece_size(paper, piece, &width, &height);
        bottom = piece->y + height > bottom ? piece->y + height : bottom;
        read_piece(paper, piece, out, size, &used);
    }
    text_append(out, size, &used, "\n%s\n", paper->complete ? "--8<--" : "(torn)");
}

/* Letters then at least two digits, alone: copies it and says so. */
static bool looks_like_number(const char *word, size_t length, char number[LIMIT_NUMBER])
{
    size_t letters = 0, digits = 0;
    while (letters < length && isupper((unsigned char)word[letters])) {
        letters++;
    }
    while (letters + digits < length && isdigit((unsigned char)word[letters + digits])) {
        digits++;
    }
    if (letters < 1 || letters >= LIMIT_SERIES || digits < 2 || letters + digits != length ||
        length >= LIMIT_NUMBER) {
        return false;
    }
    memcpy(number, word, length);
    number[length] = '\0';
    return true;
}

bool paper_find_number(const char *text, char number[LIMIT_NUMBER])
{
    for (const char *c = text; *c != '\0';) {
        if (!isalnum((unsigned char)*c)) {
            c++;
            continue;
        }
        const char *end = c;
        while (isalnum((unsigned char)*end)) {
            end++;
        }
        if (looks_like_number(c, (size_t)(end - c), number)) {
            return true;
        }
        c = end;
    }
    return false;
}

int paper_number(const struct paper *paper, char number[LIMIT_NUMBER])
{
    int best = 0;
    for (size_t i = 0; i < paper->piece_count; i++) {
        const struct paper_piece *piece = &paper->pieces[i];
        char found[LIMIT_NUMBER];
        int size = piece->width * piece->height;
        if (piece->kind == PIECE_TEXT && size > best && paper_find_number(piece->text, found)) {
            memcpy(number, found, sizeof found);
            best = size;
        }
    }
    return best > 0 ? 0 : -1;
}
