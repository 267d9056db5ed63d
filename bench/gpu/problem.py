"""The two workloads, their exact moments, and the judgement of measured ones. Standard library only."""

import math
from dataclasses import dataclass
from typing import Any, Callable


@dataclass(frozen=True)
class Workload:
    """
    One stochastic equation and its Euler-Maruyama chain, the same in every coordinate.

    A unit of work is `steps` steps of `particles` particles. Where it `restarts`, every unit is a new ensemble;
    elsewhere it goes on from where the last unit ended.
    """

    name: str
    title: str
    dimension: int
    particles: int
    steps: int
    restarts: bool
    # Of a coordinate after so many steps: the chain's own, its error in the step included.
    mean: Callable[[int], float]
    variance: Callable[[int], float]
    # A coordinate after a step, from itself and a standard normal; numbers or arrays.
    step: Callable[[Any, Any], Any]
    # Where coordinates start, from uniform numbers in [0, 1).
    start: Callable[[Any], Any]


# The second moment of the double well's chain by power iteration of its transfer operator, `eulerSecondMoment` of
# src/bench/workloads/doubleWell.ts; it holds from time 8 on.
DOUBLE_WELL_SECOND_MOMENT = 0.9146630056907

X0, RATE, SPREAD, GBM_STEP = 0.1, 1.5, 0.01, 1 / 256
GROWTH = 1 + RATE * GBM_STEP


def gbm_variance(steps: int) -> float:
    """X0² [((1 + r h)² + V² h)^n - (1 + r h)^(2n)], without the cancellation."""
    ratio = SPREAD**2 * GBM_STEP / GROWTH**2
    return X0**2 * GROWTH ** (2 * steps) * math.expm1(steps * math.log1p(ratio))


WORKLOADS = {
    "double-well": Workload(
        name="double-well",
        title="double well (x²−1)² + (y²−1)², T = 1/4, h = 1/100, 2 coordinates",
        dimension=2,
        particles=2**22,
        steps=1024,
        restarts=False,
        mean=lambda steps: 0.0,
        variance=lambda steps: DOUBLE_WELL_SECOND_MOMENT,
        step=lambda x, z: x - 0.04 * ((x * x - 1.0) * x) + 0.07071067811865475 * z,
        start=lambda u: -1.5 + 3.0 * u,
    ),
    "gbm": Workload(
        name="gbm",
        title="geometric Brownian motion r = 1.5, V = 0.01, h = 1/256, 3 coordinates",
        dimension=3,
        particles=2**23,
        steps=256,
        restarts=True,
        mean=lambda steps: X0 * GROWTH**steps,
        variance=gbm_variance,
        step=lambda x, z: x + x * (RATE * GBM_STEP + SPREAD * math.sqrt(GBM_STEP) * z),
        start=lambda u: 0.0 * u + X0,
    ),
}

# The double well has to have reached its stationary law when it is checked.
LEAST_STEPS = {"double-well": 800, "gbm": 1}


def check(what: str, found: float, exact: float, error: float) -> dict:
    """Within four standard errors, or not; what is no number does not hold."""
    z = (found - exact) / error if error > 0 else math.nan
    return {"what": what, "found": found, "exact": exact, "standardError": error, "z": z, "holds": abs(z) < 4}


def check_moments(workload: Workload, steps: int, count: int, sums: tuple[float, float, float]) -> list[dict]:
    """
    Mean and variance against the exact ones.

    `sums`: of the first, second and fourth powers of `count` coordinates less their exact mean.
    """
    mean = workload.mean(steps)
    first, second, fourth = (s / count for s in sums)
    return [
        check("mean", mean + first, mean, math.sqrt(second / count)),
        check("variance", second, workload.variance(steps), math.sqrt(max(0.0, fourth - second * second) / count)),
    ]
