/* reader_private.h: a reader's connection, for the files that ask it. */
#pragma once

#include "store/store_read.h"

#include <sqlite3.h>

struct store_reader {
    sqlite3 *db;
};
