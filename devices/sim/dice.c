/* dice.c: see dice.h. */
#include "sim/dice.h"

#include <math.h>

static uint64_t spread_bits(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void dice_init(struct dice *dice, uint64_t seed, const char *purpose)
{
    uint64_t state = seed ^ 0xCBF29CE484222325u;
    for (const char *c = purpose; *c != '\0'; c++) {
        state = (state ^ (uint8_t)*c) * 0x100000001B3u;
    }
    for (int i = 0; i < 4; i++) {
        dice->s[i] = spread_bits(&state);
    }
}

static uint64_t rotate(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

uint64_t dice_next(struct dice *dice)
{
    uint64_t *s = dice->s;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double dice_unit(struct dice *dice)
{
    return (double)(dice_next(dice) >> 11) * 0x1.0p-53;
}

int64_t dice_between(struct dice *dice, int64_t low, int64_t high)
{
    if (high <= low) {
        return low;
    }
    return low + (int64_t)(dice_next(dice) % (uint64_t)(high - low + 1));
}

bool dice_chance(struct dice *dice, double percent)
{
    return dice_unit(dice) * 100.0 < percent;
}

double dice_exponential(struct dice *dice, double mean)
{
    return -mean * log(1.0 - dice_unit(dice));
}

double dice_log_normal(struct dice *dice, double median, double spread)
{
    double radius = sqrt(-2.0 * log(1.0 - dice_unit(dice)));
    double normal = radius * cos(2.0 * 3.14159265358979323846 * dice_unit(dice));
    return median * exp(spread * normal);
}
