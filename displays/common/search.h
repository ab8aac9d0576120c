/* search.h: finding a name by the initials of its pinyin or by the words of its English name.
 *
 * Problem: nobody types Chinese on a public screen; "qysl" for 企业设立登记 takes four touches.
 *
 * Pure. Thread: any. */
#pragma once

/* How well `typed` (letters and digits, any case) finds it: 0 = the initials begin so, 1 = a word
 * of the English name begins so, 2 = the letters stand in a row within the initials, 3 = they
 * stand in their order with others between; -1 = not at all. "" finds everything (0). */
int search_rank(const char *typed, const char *initials, const char *english);
