/* dice.h: random numbers from a seed: the same seed plays the same day.
 *
 * xoshiro256** seeded by splitmix64 (public-domain algorithms by Blackman and Vigna), written
 * anew. Every user has dice of its own, so that noise on one line does not change the day of
 * the visitors. Owner: whoever embeds it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct dice {
    uint64_t s[4];
};

/* `purpose` separates the dice of one seed: a line's name, "visitors" … */
void dice_init(struct dice *dice, uint64_t seed, const char *purpose);
uint64_t dice_next(struct dice *dice);
/* 0 ≤ result < 1. */
double dice_unit(struct dice *dice);
/* low ≤ result ≤ high. */
int64_t dice_between(struct dice *dice, int64_t low, int64_t high);
/* True `percent` times in a hundred. */
bool dice_chance(struct dice *dice, double percent);
/* Exponential with this mean; log-normal with this median and spread (sigma of the log). */
double dice_exponential(struct dice *dice, double mean);
double dice_log_normal(struct dice *dice, double median, double spread);
