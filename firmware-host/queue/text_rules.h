/* text_rules.h: which texts may enter the record, and how they are copied. For queue/ and office/.
 *
 * Texts in commands come from phones, pads and pages. What the engine lets in stands in the
 * journal for ever and is read back by a strict parser, so it is checked once, at the door:
 * terminated, valid UTF-8, no control characters (a note may have line breaks and tabs).
 *
 * Pure. Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the UTF-8 character at `text`, 0 when it is not valid or longer than `left`. */
size_t text_rules_character(const char *text, size_t left);
/* True when `text` may enter the record; `size` is the size of its field. */
bool text_rules_allow(const char *text, size_t size, bool line_breaks);
/* Copies with a terminator and zeros behind it: equal texts are equal bytes. Cuts between
 * characters. */
void text_rules_copy(char *out, size_t size, const char *text);
