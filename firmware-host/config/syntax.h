/* syntax.h: what libfyaml's complaints mean to an installer, in both languages. Pure. */
#pragma once

#include "config/site.h"

/* A sentence for the complaint (itself when it is not known) and what to do. */
void syntax_explain(const char *complaint, enum site_language language, const char **sentence,
                    const char **advice);
