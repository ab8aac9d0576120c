#include "http/route.h"
const struct route audit_routes[] = {{0}};
