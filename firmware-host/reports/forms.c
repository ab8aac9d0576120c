/* forms.c: the forms, one row each. See forms.h. */
#include "reports/forms.h"

#include <string.h>

const struct form report_forms[REPORT_FORMS] = {
    [FORM_JSON] = {"", "application/json; charset=utf-8", form_json},
    [FORM_CSV] = {".csv", "text/csv; charset=utf-8", form_csv},
    [FORM_XLSX] = {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                   form_xlsx},
    [FORM_PDF] = {".pdf", "application/pdf", form_pdf},
    [FORM_TEXT] = {".txt", "text/plain; charset=utf-8", NULL},
};

enum report_form report_form_accepted(const char *accept)
{
    for (int form = FORM_CSV; accept != NULL && form < FORM_TEXT; form++) {
        size_t length = strcspn(report_forms[form].type, ";");
        if (strncmp(accept, report_forms[form].type, length) == 0) {
            return (enum report_form)form;
        }
    }
    return FORM_JSON;
}
