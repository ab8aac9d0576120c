/* trace.h: what is on the screen, as lines on standard output, for tests with real fingers:
 *
 *   page NAME
 *   line TEXT              each text
 *   target N X Y TEXT      a text that can be touched, and the middle of its target
 * N counts the pictures. Thread: main. */
#pragma once

#include "common/scene.h"

void trace_scene(const struct scene *scene, const char *page);
