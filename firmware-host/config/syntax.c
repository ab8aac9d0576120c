/* syntax.c: rows from parts of libfyaml's complaints to sentences. See syntax.h. */
#include "config/syntax.h"

#include <string.h>

struct syntax_row {
    const char *part; /* of the complaint; the first row that fits counts */
    const char *sentence[2], *advice[2];
};

static const struct syntax_row rows[] = {
    {"tab",
     {"缩进里有制表符 (Tab)", "a tab in the indentation"},
     {"把 Tab 换成空格", "replace the tab by blanks"}},
    {"without a closing bracket",
     {"方括号 [ 没有闭合", "the bracket [ is never closed"},
     {"在列表末尾补上 ]", "add ] at the end of the list"}},
    {"without a closing brace",
     {"花括号 { 没有闭合", "the brace { is never closed"},
     {"在末尾补上 }", "add } at the end"}},
    {"missing comma",
     {"括号里缺少逗号，或括号没有闭合", "a comma is missing, or a bracket is never closed"},
     {"在两项之间加逗号，并检查上一行的括号是否闭合",
      "put a comma between the two, and check that the bracket of the line before is closed"}},
    {"extra closing",
     {"多了一个右括号", "one closing bracket too many"},
     {"删除多余的括号", "delete the bracket that closes nothing"}},
    {"without closing quote",
     {"引号没有闭合", "the quote is never closed"},
     {"在文字末尾补上引号", "add the quote at the end of the text"}},
    {"wrongly indented double-quoted",
     {"引号没有闭合", "the quote is never closed"},
     {"在文字末尾补上引号", "add the quote at the end of the text"}},
    {"wrongly indented single-quoted",
     {"引号没有闭合", "the quote is never closed"},
     {"在文字末尾补上引号", "add the quote at the end of the text"}},
    {"plain scalar cannot start",
     {"文字不能以这个符号开头", "text cannot begin with this character"},
     {"给文字加上引号", "put the text in quotes"}},
    {"invalid nested block mapping",
     {"一行里有两个冒号", "two colons in one line"},
     {"给冒号后的文字加上引号，或另起一行",
      "quote the text after the first colon, or begin a new line"}},
    {"invalid multiline plain key",
     {"缩进不对，或键后面缺少冒号", "wrong indentation, or no colon after a key"},
     {"与同级的行对齐；键后写冒号和空格", "align it with its neighbours; a key needs a colon and a blank"}},
    {"could not find expected ':'",
     {"键后面缺少冒号", "no colon after a key"},
     {"写成 key: value", "write it as key: value"}},
    {"indendation",
     {"缩进不一致", "the indentation changes"},
     {"与上面同级的行对齐", "align it with the lines of the same level above"}},
    {"indent",
     {"缩进不一致", "the indentation changes"},
     {"与上面同级的行对齐", "align it with the lines of the same level above"}},
    {"comma in the beginning",
     {"列表以逗号开头", "the list begins with a comma"},
     {"删除多余的逗号", "delete the comma"}},
    {"escape",
     {"引号里的 \\ 写法不对", "a \\ that means nothing in double quotes"},
     {"写 \\\\ 或改用单引号", "write \\\\ or use single quotes"}},
    {"trailing content",
     {"值后面还有多余的文字", "more text after the value"},
     {"给整段文字加上引号", "put the whole text in quotes"}},
    {"depth",
     {"嵌套太深", "nested too deeply"},
     {"最多 16 层；请检查缩进和括号", "at most 16 levels; check indentation and brackets"}},
};

void syntax_explain(const char *complaint, enum site_language language, const char **sentence,
                    const char **advice)
{
    static const char *const general[2] = {
        "检查这一行和上一行的缩进、冒号、引号和括号",
        "check indentation, colons, quotes and brackets of this line and the one before"};
    *sentence = complaint;
    *advice = general[language];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strstr(complaint, rows[i].part) != NULL) {
            *sentence = rows[i].sentence[language];
            *advice = rows[i].advice[language];
            return;
        }
    }
}
