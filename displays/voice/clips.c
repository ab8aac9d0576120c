/* clips.c: the table of clips. See clips.h. */
#include "voice/clips.h"

#include <string.h>

enum { WORD_MS = 1100, PHRASE_MS = 2200 };

#define ZH(place, name, text, english, pinyin)                                                     \
    [place] = {"zh." name, text, english, pinyin, VOICE_CHINESE, WORD_MS}
#define EN(place, name, text, english)                                                             \
    [place] = {"en." name, text, english, english, VOICE_ENGLISH, WORD_MS}
#define LETTER(place, low, high)                                                                   \
    [CLIP_LETTER_A + (place)] = {"letter." low, high, high, high, VOICE_BOTH, WORD_MS}

const struct voice_clip voice_clips[VOICE_CLIPS] = {
    ZH(CLIP_ZH_PLEASE, "please", "请", "please", "qing3"),
    ZH(CLIP_ZH_NUMBER, "number", "号", "number (after a ticket)", "hao4"),
    ZH(CLIP_ZH_TO, "to", "到", "to", "dao4"),
    [CLIP_ZH_WINDOW] = {"zh.window", "号窗口", "window (after its number)", "hao4-chuang1-kou3",
                        VOICE_CHINESE, PHRASE_MS},
    ZH(CLIP_ZH_SERVICE, "service", "办理", "to be served", "ban4-li3"),
    ZH(CLIP_ZH_0 + 0, "0", "零", "zero", "ling2"),
    ZH(CLIP_ZH_0 + 1, "1", "一", "one", "yi1"),
    ZH(CLIP_ZH_0 + 2, "2", "二", "two", "er4"),
    ZH(CLIP_ZH_0 + 3, "3", "三", "three", "san1"),
    ZH(CLIP_ZH_0 + 4, "4", "四", "four", "si4"),
    ZH(CLIP_ZH_0 + 5, "5", "五", "five", "wu3"),
    ZH(CLIP_ZH_0 + 6, "6", "六", "six", "liu4"),
    ZH(CLIP_ZH_0 + 7, "7", "七", "seven", "qi1"),
    ZH(CLIP_ZH_0 + 8, "8", "八", "eight", "ba1"),
    ZH(CLIP_ZH_0 + 9, "9", "九", "nine", "jiu3"),
    ZH(CLIP_ZH_YAO, "yao", "幺", "one (in a ticket, where 一 is mistaken for 七)", "yao1"),
    ZH(CLIP_ZH_LIANG, "liang", "两", "two (before thousand)", "liang3"),
    ZH(CLIP_ZH_TEN, "10", "十", "ten", "shi2"),
    ZH(CLIP_ZH_HUNDRED, "100", "百", "hundred", "bai3"),
    ZH(CLIP_ZH_THOUSAND, "1000", "千", "thousand", "qian1"),
    LETTER(0, "a", "A"), LETTER(1, "b", "B"), LETTER(2, "c", "C"), LETTER(3, "d", "D"),
    LETTER(4, "e", "E"), LETTER(5, "f", "F"), LETTER(6, "g", "G"), LETTER(7, "h", "H"),
    LETTER(8, "i", "I"), LETTER(9, "j", "J"), LETTER(10, "k", "K"), LETTER(11, "l", "L"),
    LETTER(12, "m", "M"), LETTER(13, "n", "N"), LETTER(14, "o", "O"), LETTER(15, "p", "P"),
    LETTER(16, "q", "Q"), LETTER(17, "r", "R"), LETTER(18, "s", "S"), LETTER(19, "t", "T"),
    LETTER(20, "u", "U"), LETTER(21, "v", "V"), LETTER(22, "w", "W"), LETTER(23, "x", "X"),
    LETTER(24, "y", "Y"), LETTER(25, "z", "Z"),
    EN(CLIP_EN_NUMBER, "number", "号码（英文）", "number"),
    [CLIP_EN_WINDOW] = {"en.window", "请到……号窗口（英文）", "please go to window",
                        "please go to window", VOICE_ENGLISH, PHRASE_MS},
    EN(CLIP_EN_0 + 0, "0", "零（英文）", "zero"),
    EN(CLIP_EN_0 + 1, "1", "一（英文）", "one"),
    EN(CLIP_EN_0 + 2, "2", "二（英文）", "two"),
    EN(CLIP_EN_0 + 3, "3", "三（英文）", "three"),
    EN(CLIP_EN_0 + 4, "4", "四（英文）", "four"),
    EN(CLIP_EN_0 + 5, "5", "五（英文）", "five"),
    EN(CLIP_EN_0 + 6, "6", "六（英文）", "six"),
    EN(CLIP_EN_0 + 7, "7", "七（英文）", "seven"),
    EN(CLIP_EN_0 + 8, "8", "八（英文）", "eight"),
    EN(CLIP_EN_0 + 9, "9", "九（英文）", "nine"),
    EN(CLIP_EN_0 + 10, "10", "十（英文）", "ten"),
    EN(CLIP_EN_0 + 11, "11", "十一（英文）", "eleven"),
    EN(CLIP_EN_0 + 12, "12", "十二（英文）", "twelve"),
    EN(CLIP_EN_0 + 13, "13", "十三（英文）", "thirteen"),
    EN(CLIP_EN_0 + 14, "14", "十四（英文）", "fourteen"),
    EN(CLIP_EN_0 + 15, "15", "十五（英文）", "fifteen"),
    EN(CLIP_EN_0 + 16, "16", "十六（英文）", "sixteen"),
    EN(CLIP_EN_0 + 17, "17", "十七（英文）", "seventeen"),
    EN(CLIP_EN_0 + 18, "18", "十八（英文）", "eighteen"),
    EN(CLIP_EN_0 + 19, "19", "十九（英文）", "nineteen"),
    EN(CLIP_EN_20 + 0, "20", "二十（英文）", "twenty"),
    EN(CLIP_EN_20 + 1, "30", "三十（英文）", "thirty"),
    EN(CLIP_EN_20 + 2, "40", "四十（英文）", "forty"),
    EN(CLIP_EN_20 + 3, "50", "五十（英文）", "fifty"),
    EN(CLIP_EN_20 + 4, "60", "六十（英文）", "sixty"),
    EN(CLIP_EN_20 + 5, "70", "七十（英文）", "seventy"),
    EN(CLIP_EN_20 + 6, "80", "八十（英文）", "eighty"),
    EN(CLIP_EN_20 + 7, "90", "九十（英文）", "ninety"),
    EN(CLIP_EN_HUNDRED, "100", "百（英文）", "hundred"),
    EN(CLIP_EN_THOUSAND, "1000", "千（英文）", "thousand"),
    EN(CLIP_EN_AND, "and", "和（英文，如一百零五）", "and"),
};

const char *voice_language_name(enum voice_language language)
{
    static const char *const names[] = {
        [VOICE_CHINESE] = "zh", [VOICE_ENGLISH] = "en", [VOICE_BOTH] = "both"};
    return names[language];
}

int voice_clip_find(const char *id)
{
    for (int i = 0; i < VOICE_CLIPS; i++) {
        if (strcmp(voice_clips[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

const char *voice_clip_text(int clip)
{
    const struct voice_clip *row = &voice_clips[clip];
    return row->language == VOICE_CHINESE ? row->zh : row->en;
}
