/* config_edits.h: the edits of a request, done to files in memory. Thread: the worker's. */
#pragma once

#include "http/config_work.h"

/* work->body: `changes` [{file, path, kind, value, english}] and `texts` [{file, text}] or
 * [{file, edits: [{from, to, text}]}], lines from 1, `to` behind the last one. A profile that is
 * only shipped becomes the hall's own. Refuses in `work` what cannot be done. */
void config_edits_apply(struct config_work *work, struct config_files *files);
/* Once: the first refusal counts. */
void config_work_refuse(struct config_work *work, int status, const char *code);
