/* Adam on seven losses, as a person writes it by hand: the loops that ours are measured against.

   Each loss has two loops. NAME_vector takes a block of runs through all steps, in arrays that
   stay in the first-level cache, with a body that the compiler turns into vectors; NAME_scalar
   takes one run after the other. Both divide exactly, and where the text of a loss divides;
   the numbers that a gradient is multiplied by are folded. */

#include <stddef.h>

/* Declared here and not in math.h, so that vectors of them may be taken from libmvec without
   -ffast-math, which would also give up exact division. */
#define ELEMENTARY __attribute__((simd("notinbranch"), const, nothrow))
ELEMENTARY double exp(double);
ELEMENTARY double sin(double);
ELEMENTARY double cos(double);
double sqrt(double);

#define BLOCK 64
#define RATE 0.05
#define BETA_1 0.9
#define BETA_2 0.999
#define EPSILON 1e-7
#define TURN 6.283185307179586
#define E 2.718281828459045

typedef struct {
    double loss, x, y;
} slope;

static inline __attribute__((always_inline)) slope bowl(double x, double y)
{
    return (slope){x * x / 20 + y * y, 0.1 * x, 2 * y};
}

static inline __attribute__((always_inline)) slope rosenbrock(double x, double y)
{
    double a = 1 - x, b = y - x * x;
    return (slope){a * a + 100 * b * b, -2 * a - 400 * x * b, 200 * b};
}

static inline __attribute__((always_inline)) slope himmelblau(double x, double y)
{
    double a = x * x + y - 11, b = x + y * y - 7;
    return (slope){a * a + b * b, 4 * x * a + 2 * b, 2 * a + 4 * y * b};
}

static inline __attribute__((always_inline)) slope beale(double x, double y)
{
    double y2 = y * y, y3 = y2 * y;
    double a = 1.5 - x + x * y, b = 2.25 - x + x * y2, c = 2.625 - x + x * y3;
    return (slope){a * a + b * b + c * c, 2 * (a * (y - 1) + b * (y2 - 1) + c * (y3 - 1)),
                   2 * x * (a + 2 * b * y + 3 * c * y2)};
}

static inline __attribute__((always_inline)) slope ackley(double x, double y)
{
    double r = sqrt(0.5 * (x * x + y * y));
    double a = exp(-0.2 * r), b = exp(0.5 * (cos(TURN * x) + cos(TURN * y)));
    double pull = 2 * a / r, push = 0.5 * TURN * b;
    return (slope){-20 * a - b + E + 20, pull * x + push * sin(TURN * x),
                   pull * y + push * sin(TURN * y)};
}

static inline __attribute__((always_inline)) slope rastrigin(double x, double y)
{
    return (slope){20 + x * x - 10 * cos(TURN * x) + y * y - 10 * cos(TURN * y),
                   2 * x + 10 * TURN * sin(TURN * x), 2 * y + 10 * TURN * sin(TURN * y)};
}

#define HOLLOW(depth, width, centre_x, centre_y)                                  \
    {                                                                             \
        double u = x - (centre_x), v = y - (centre_y);                            \
        double hollow = depth * exp(-(u * u + v * v) / width);                    \
        s.loss -= hollow;                                                         \
        s.x += hollow * u * (2.0 / width);                                        \
        s.y += hollow * v * (2.0 / width);                                        \
    }

static inline __attribute__((always_inline)) slope gaussians(double x, double y)
{
    slope s = {0, 0, 0};
    HOLLOW(1.0, 1, -3, -2) HOLLOW(1.1, 2, -3, 0) HOLLOW(1.2, 3, -3, 2)
    HOLLOW(1.3, 4, -1, -2) HOLLOW(1.4, 5, -1, 0) HOLLOW(1.5, 6, -1, 2)
    HOLLOW(1.6, 7, 1, -2) HOLLOW(1.7, 8, 1, 0) HOLLOW(1.8, 9, 1, 2)
    HOLLOW(1.9, 10, 3, -2) HOLLOW(1.10, 11, 3, 0) HOLLOW(1.11, 12, 3, 2)
    return s;
}

/* Forget the past a little, and step along what is left of it. */
#define MOVE(place, first, second, gradient)                                      \
    first = BETA_1 * first + (1 - BETA_1) * gradient;                             \
    second = BETA_2 * second + (1 - BETA_2) * gradient * gradient;                \
    place -= RATE * (first / rest_1) / (sqrt(second / rest_2) + EPSILON);

#define LOOPS(name)                                                               \
    static void name##_block(size_t runs, size_t steps, double *restrict x,       \
                             double *restrict y, double *restrict loss)           \
    {                                                                             \
        _Alignas(64) double gx[BLOCK], gy[BLOCK];                                 \
        _Alignas(64) double mx[BLOCK] = {0}, my[BLOCK] = {0};                     \
        _Alignas(64) double vx[BLOCK] = {0}, vy[BLOCK] = {0};                     \
        for (size_t run = 0; run < runs; run++) {                                 \
            slope s = name(x[run], y[run]);                                       \
            gx[run] = s.x, gy[run] = s.y;                                         \
        }                                                                         \
        double power_1 = 1, power_2 = 1;                                          \
        for (size_t step = 0; step < steps; step++) {                             \
            power_1 *= BETA_1, power_2 *= BETA_2;                                 \
            double rest_1 = 1 - power_1, rest_2 = 1 - power_2;                    \
            _Pragma("omp simd") for (size_t run = 0; run < runs; run++)           \
            {                                                                     \
                MOVE(x[run], mx[run], vx[run], gx[run])                           \
                MOVE(y[run], my[run], vy[run], gy[run])                           \
                slope s = name(x[run], y[run]);                                   \
                loss[run] = s.loss, gx[run] = s.x, gy[run] = s.y;                 \
            }                                                                     \
        }                                                                         \
    }                                                                             \
                                                                                  \
    void name##_vector(size_t runs, size_t steps, double *x, double *y, double *loss) \
    {                                                                             \
        for (size_t first = 0; first < runs; first += BLOCK) {                    \
            size_t left = runs - first;                                           \
            if (left >= BLOCK)                                                    \
                name##_block(BLOCK, steps, x + first, y + first, loss + first);   \
            else                                                                  \
                name##_block(left, steps, x + first, y + first, loss + first);    \
        }                                                                         \
    }                                                                             \
                                                                                  \
    void name##_scalar(size_t runs, size_t steps, double *x, double *y, double *loss) \
    {                                                                             \
        for (size_t run = 0; run < runs; run++) {                                 \
            double px = x[run], py = y[run], mx = 0, my = 0, vx = 0, vy = 0;      \
            double power_1 = 1, power_2 = 1;                                      \
            slope s = name(px, py);                                               \
            for (size_t step = 0; step < steps; step++) {                         \
                power_1 *= BETA_1, power_2 *= BETA_2;                             \
                double rest_1 = 1 - power_1, rest_2 = 1 - power_2;                \
                MOVE(px, mx, vx, s.x)                                             \
                MOVE(py, my, vy, s.y)                                             \
                s = name(px, py);                                                 \
                /* Each loss is wanted, though only the last is kept. */          \
                *(volatile double *)(loss + run) = s.loss;                        \
            }                                                                     \
            x[run] = px, y[run] = py;                                             \
        }                                                                         \
    }

LOOPS(bowl)
LOOPS(rosenbrock)
LOOPS(himmelblau)
LOOPS(beale)
LOOPS(ackley)
LOOPS(rastrigin)
LOOPS(gaussians)
