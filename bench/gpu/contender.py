"""What the Python peers share: options, the check before anything is timed, and rounds on demand."""

import argparse
import json
import statistics
import sys
import time
from typing import Protocol

from problem import LEAST_STEPS, WORKLOADS, Workload, check_moments

MOST_CHECKED = 2**20


class Peer(Protocol):
    # Fields of the first line: device, versions.
    machine: dict

    def units(self, count: int) -> None:
        """So many units of work, waited for."""

    def sums(self, particles: int, mean: float) -> tuple[float, float, float]:
        """Sums of powers 1, 2, 4 of (x - mean), in f64, over all coordinates of the first particles."""


def options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--workload", choices=sorted(WORKLOADS), default="double-well")
    parser.add_argument("--particles", type=int, help="default: the workload's")
    parser.add_argument("--steps", type=int, help="of one unit of work; default: the workload's")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--units", type=int, default=1, help="units of work in a round")
    parser.add_argument("--serve", action="store_true", help="a round for every line of standard input: its units")
    return parser


def sizes(parser: argparse.ArgumentParser, chosen: argparse.Namespace) -> tuple[Workload, int, int]:
    """The workload, its particles, and the steps of a unit; too few steps are refused."""
    workload = WORKLOADS[chosen.workload]
    particles, steps = chosen.particles or workload.particles, chosen.steps or workload.steps
    least = LEAST_STEPS[workload.name]
    if steps < least or particles < 1:
        parser.error(f"--particles {particles} --steps {steps}; expected at least 1 and {least} for {workload.name}")
    return workload, particles, steps


def serve(chosen: argparse.Namespace, workload: Workload, particles: int, steps: int, peer: Peer) -> int:
    """Prints a line of JSON once the moments are checked, and one a round; exit status 1 where they are wrong."""
    peer.units(1)
    checked = min(particles, MOST_CHECKED)
    sums = peer.sums(checked, workload.mean(steps))
    checks = check_moments(workload, steps, checked * workload.dimension, sums)
    say({"workload": workload.name, "particles": particles, "steps": steps, **peer.machine, "checks": checks})
    if not all(c["holds"] for c in checks):
        return 1
    rates = []
    for units in (int(line) for line in sys.stdin) if chosen.serve else [chosen.units] * chosen.rounds:
        begun = time.perf_counter()
        peer.units(units)
        seconds = time.perf_counter() - begun
        rates.append(units * particles * steps / seconds)
        say({"units": units, "seconds": seconds, "rate": rates[-1]})
    if rates and not chosen.serve:
        say({"best": max(rates), "median": statistics.median(rates)})
    return 0


def say(fields: dict) -> None:
    print(json.dumps(fields), flush=True)
