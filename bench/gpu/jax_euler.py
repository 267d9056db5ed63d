"""
Euler-Maruyama in JAX: one jitted `lax.scan` over the steps of a unit, all particles as one array.

    python3 jax_euler.py --workload gbm [--random threefry2x32|rbg] [--unroll 8] [--rounds 7]
"""

import os
import sys
from functools import partial

sys.dont_write_bytecode = True
# The contenders share one card.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import jax.numpy as jnp
import numpy as np
from contender import options, serve, sizes
from jax import lax, random


class JaxEuler:
    def __init__(self, workload, particles, steps, implementation, unroll):
        self.workload, self.shape = workload, (workload.dimension, particles)
        jax.config.update("jax_default_prng_impl", implementation)
        self.key = random.key(1)
        self.advance = partial(advance, workload.step, steps, unroll)
        self.x = None
        device = jax.devices()[0]
        versions = f"JAX {jax.__version__}, {implementation}, unroll {unroll}"
        self.machine = {"device": device.device_kind, "platform": device.platform, "versions": versions}

    def units(self, count):
        for _ in range(count):
            self.key, start, noise = random.split(self.key, 3)
            if self.x is None or self.workload.restarts:
                self.x = self.workload.start(random.uniform(start, self.shape, jnp.float32))
            self.x = self.advance(self.x, noise)
        self.x.block_until_ready()

    def sums(self, particles, mean):
        d = np.asarray(self.x[:, :particles]).astype(np.float64) - mean
        return float(d.sum()), float((d**2).sum()), float((d**4).sum())


@partial(jax.jit, static_argnums=(0, 1, 2), donate_argnums=3)
def advance(step, steps, unroll, x, key):
    """`steps` steps of every particle; a key a step."""

    def one(x, key):
        return step(x, random.normal(key, x.shape, jnp.float32)), None

    return lax.scan(one, x, random.split(key, steps), unroll=unroll)[0]


def main():
    parser = options("Euler-Maruyama in JAX: a jitted scan")
    parser.add_argument("--random", choices=["threefry2x32", "rbg"], default="threefry2x32")
    parser.add_argument("--unroll", type=int, default=1, help="steps written out in one turn of the scan")
    chosen = parser.parse_args()
    workload, particles, steps = sizes(parser, chosen)
    peer = JaxEuler(workload, particles, steps, chosen.random, chosen.unroll)
    return serve(chosen, workload, particles, steps, peer)


if __name__ == "__main__":
    sys.exit(main())
