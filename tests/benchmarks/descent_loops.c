/* Gradient descent on Himmelblau's function, as a person writes it by hand: the loops that the
   ends of many runs are measured against. */

#include <math.h>
#include <stddef.h>

#define BLOCK 64

typedef struct {
    double loss, x, y;
} slope;

static inline __attribute__((always_inline)) slope himmelblau(double x, double y)
{
    double a = x * x + y - 11, b = x + y * y - 7;
    return (slope){a * a + b * b, 4 * x * a + 2 * b, 2 * a + 4 * y * b};
}

/* Blocks of runs through all steps, with nothing looked at on the way: the limit. */
void plain(size_t runs, size_t steps, double rate, double *x, double *y, double *loss)
{
    for (size_t first = 0; first < runs; first += BLOCK) {
        size_t count = runs - first < BLOCK ? runs - first : BLOCK;
        double *u = x + first, *v = y + first, *f = loss + first;
        for (size_t step = 0; step < steps; step++)
#pragma omp simd
            for (size_t run = 0; run < count; run++) {
                slope at = himmelblau(u[run], v[run]);
                u[run] -= rate * at.x;
                v[run] -= rate * at.y;
            }
        for (size_t run = 0; run < count; run++)
            f[run] = himmelblau(u[run], v[run]).loss;
    }
}

/* One run after the other, each until something of it is no longer finite, with the step since
   which it has stayed within a radius: what our loop does. */
void watched(size_t runs, size_t steps, double rate, double *x, double *y, double *loss,
             double *settled, double radius)
{
    for (size_t run = 0; run < runs; run++) {
        double u = x[run], v = y[run], f = 0, anchor_u = u, anchor_v = v;
        slope at = himmelblau(u, v);
        f = at.loss;
        settled[run] = 0;
        for (size_t step = 1; step <= steps; step++) {
            double next_u = u - rate * at.x, next_v = v - rate * at.y;
            slope next = himmelblau(next_u, next_v);
            if (!(isfinite(next_u) && isfinite(next_v) && isfinite(next.loss)
                  && isfinite(next.x) && isfinite(next.y)))
                break;
            u = next_u;
            v = next_v;
            at = next;
            f = at.loss;
            if (fabs(u - anchor_u) > radius || fabs(v - anchor_v) > radius) {
                anchor_u = u;
                anchor_v = v;
                settled[run] = step;
            }
        }
        x[run] = u;
        y[run] = v;
        loss[run] = f;
    }
}
