/* brief_pdf.c: the brief on one page of paper: large type, a mark and a word before each sentence,
 * advice below it. See pdf.h. */
#include "reports/brief.h"
#include "reports/pdf.h"

static const double MARK = 62, GAP = 9;

static const struct {
    const char *key;
    uint32_t colour;
} states[] = {
    [BRIEF_FINE] = {"brief.mark.fine", PDF_OK},
    [BRIEF_LOOK] = {"brief.mark.look", PDF_WARN},
    [BRIEF_ACT] = {"brief.mark.act", PDF_BAD},
};

static double put_title(struct pdf *pdf, const struct brief *brief, enum language_code code)
{
    const struct pdf_style quiet = {.size = 10, .colour = PDF_QUIET};
    const struct pdf_style title = {.size = 20, .bold = true, .colour = PDF_INK};
    double width = pdf->width - 2 * PDF_MARGIN, y = PDF_MARGIN;
    char text[160], weekday[32];
    snprintf(weekday, sizeof weekday, "brief.weekday.%d", wall_weekday(brief->day));
    y += pdf_text(pdf, &quiet, PDF_MARGIN, y, width, brief->hall[code]);
    y += pdf_text(pdf, &title, PDF_MARGIN, y, width,
                  sheet_words(brief->language, code, "name", "brief"));
    snprintf(text, sizeof text, "%04d-%02d-%02d  %s", (int)brief->day / 10000,
             (int)brief->day / 100 % 100, (int)brief->day % 100,
             language_text(brief->language, code, weekday));
    y += pdf_text(pdf, &quiet, PDF_MARGIN, y + 2, width, text) + 2;
    pdf_line(pdf, PDF_RULE, PDF_MARGIN, y + 6, PDF_MARGIN + width, y + 6);
    return y + 6 + 2 * GAP;
}

static double put_sentence(struct pdf *pdf, const struct brief *brief,
                           const struct brief_sentence *sentence, enum language_code code,
                           double size, double y)
{
    const struct pdf_style mark = {.size = size - 1, .bold = true,
                                   .colour = states[sentence->state].colour};
    const struct pdf_style text = {.size = size, .colour = PDF_INK};
    const struct pdf_style advice = {.size = size - 0.5, .colour = PDF_INFO};
    double left = PDF_MARGIN + MARK, width = pdf->width - PDF_MARGIN - left;
    char line[BRIEF_ADVICE + 8];
    pdf_text(pdf, &mark, PDF_MARGIN, y + 0.5, MARK - 6,
             language_text(brief->language, code, states[sentence->state].key));
    y += pdf_text(pdf, &text, left, y, width, sentence->text[code]);
    if (sentence->advice[code][0] != '\0') {
        snprintf(line, sizeof line, "→ %s", sentence->advice[code]);
        y += pdf_text(pdf, &advice, left, y + 2, width, line) + 2;
    }
    return y + GAP;
}

/* One page is one page: the type gets smaller before a second one begins. */
static double type_size(struct pdf *pdf, const struct brief *brief, enum language_code code)
{
    double size = 12, room = pdf->height - 2 * PDF_MARGIN - 130;
    for (; size > 8; size -= 0.5) {
        const struct pdf_style text = {.size = size};
        double height = 0, width = pdf->width - 2 * PDF_MARGIN - MARK;
        for (size_t i = 0; i < brief->count; i++) {
            const struct brief_sentence *sentence = &brief->sentences[i];
            height += GAP + pdf_text_height(pdf, &text, width, sentence->text[code]);
            height += sentence->advice[code][0] != '\0'
                          ? 2 + pdf_text_height(pdf, &text, width, sentence->advice[code])
                          : 0;
        }
        if (height <= room) {
            break;
        }
    }
    return size;
}

int brief_pdf(const struct brief *brief, enum language_code code, struct form_bytes *out)
{
    struct pdf pdf;
    char made[96], at[WALL_TEXT_SIZE], time[24], page[48];
    if (pdf_begin(&pdf, false, out) < 0) {
        return -1;
    }
    pdf_title(&pdf, sheet_words(brief->language, code, "name", "brief"));
    double y = put_title(&pdf, brief, code), size = type_size(&pdf, brief, code);
    for (size_t i = 0; i < brief->count; i++) {
        y = put_sentence(&pdf, brief, &brief->sentences[i], code, size, y);
    }
    wall_format(brief->made, at);
    snprintf(time, sizeof time, "%.10s %.5s", at, at + 11);
    const struct hole made_hole[] = {{"time", time}, {NULL, NULL}};
    language_fill(made, sizeof made, language_text(brief->language, code, "report.made"),
                  made_hole);
    const struct hole page_holes[] = {{"page", "1"}, {"pages", "1"}, {NULL, NULL}};
    language_fill(page, sizeof page, language_text(brief->language, code, "report.page"),
                  page_holes);
    pdf_foot(&pdf, made, page);
    return pdf_end(&pdf);
}
