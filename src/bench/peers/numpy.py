# Euler's method in numpy, f32: python3 numpy.py WORKLOAD COORDINATES STEPS SEED. Answers `run` with seconds of wall and processor
# time, and `positions FILE` with `done`.
import sys
import time

import numpy as np

workload, coordinates, steps, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
generator = np.random.Generator(np.random.SFC64(seed))
# Blocks that stay in the cache, and no array made in a step.
block = 16384
x = np.empty(coordinates, dtype=np.float32)
normals = np.empty(block, dtype=np.float32)
scratch = np.empty(block, dtype=np.float32)


def start_double_well(u):
    u[:] = 3 * generator.random(len(u), dtype=np.float32) - np.float32(1.5)


def step_double_well(u, z, t):
    np.multiply(u, u, out=t)
    t -= np.float32(1)
    t *= u
    t *= np.float32(0.04)
    u -= t
    z *= np.float32(np.sqrt(2 * 0.01 * 0.25))
    u += z


def start_growth(u):
    u[:] = 0.1


def step_growth(u, z, t):
    z *= np.float32(0.01 / 16)
    z += np.float32(1 + 1.5 / 256)
    u *= z


def start_gaussian(u):
    u[:] = 1


def step_gaussian(u, z, t):
    u *= np.float32(0.95)
    z *= np.float32(np.sqrt(0.1))
    u += z


start, step = {
    "double-well": (start_double_well, step_double_well),
    "geometric-brownian-motion": (start_growth, step_growth),
    "gaussian": (start_gaussian, step_gaussian),
}[workload]


def run():
    for first in range(0, coordinates, block):
        u = x[first : first + block]
        z, t = normals[: len(u)], scratch[: len(u)]
        start(u)
        for _ in range(steps):
            generator.standard_normal(dtype=np.float32, out=z)
            step(u, z, t)


for line in sys.stdin:
    word, _, path = line.strip().partition(" ")
    if word == "run":
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        print(time.perf_counter() - wall, time.process_time() - cpu, flush=True)
    elif word == "positions":
        x.tofile(path)
        print("done", flush=True)
