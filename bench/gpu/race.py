"""Checks all contenders of a workload, then times them in turns, there and back."""

import math
import statistics
import sys
from dataclasses import dataclass, field

from build import Missing

MOST_UNITS = 2**20


@dataclass
class Row:
    """What is known of one contender."""

    contender: object
    info: dict = field(default_factory=dict)
    units: int = 1
    # Particle-steps per second, one a round.
    rates: list = field(default_factory=list)
    missing: str | None = None

    @property
    def name(self) -> str:
        return self.contender.entry.name

    @property
    def ours(self) -> bool:
        return self.contender.entry.family == "ours"

    @property
    def right(self) -> bool:
        return all(c["holds"] for c in self.info.get("checks", []))

    @property
    def timed(self) -> bool:
        return self.missing is None and len(self.rates) > 0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def attempt(row: Row, work):
    """What `work` returns, or None after noting why the contender drops out."""
    try:
        return work()
    except Missing as error:
        row.missing = str(error)
        say(f"  {row.name}: out: {error}")
        return None


def calibrate(row: Row, target: float) -> int:
    """Units of work that take about `target` seconds; also the warm-up."""
    units = 1
    while True:
        seconds = row.contender.round(units)
        if seconds >= target / 2 or units >= MOST_UNITS:
            return max(1, round(units * target / seconds)) if seconds > 0 else units
        units *= 8 if seconds <= target / 8 else math.ceil(target / seconds)


def prepare(row: Row, seconds: float, host: bool) -> None:
    row.info = attempt(row, row.contender.ready) or {}
    if row.missing is None and row.info.get("platform") == "cpu" and not host:
        row.missing = f"it found no GPU and would run on the processor ({row.info['versions']})"
    if row.missing is not None or not row.right:
        return
    # A difference of two runs wants to be large beside what varies between runs.
    row.units = attempt(row, lambda: calibrate(row, 6 * seconds if row.ours else seconds)) or 1
    say(f"  {row.name}: checked; {row.units} units a round")


def one_round(row: Row) -> None:
    seconds = attempt(row, lambda: positive(row.contender.round(row.units)))
    if seconds is not None:
        row.rates.append(row.units * row.info["particles"] * row.info["steps"] / seconds)


def positive(seconds: float) -> float:
    """The time of a round; that of ours is a difference of two."""
    if seconds > 0:
        return seconds
    raise Missing(f"a round took {seconds:.3g} s, the longer run of two less than the shorter; expected more: raise --seconds")


def race(contenders: list, rounds: int, seconds: float, host: bool) -> list[Row]:
    """Nothing is timed unless every contender that runs at all is right."""
    rows = [Row(c) for c in contenders]
    for row in rows:
        prepare(row, seconds, host)
    if all(row.right for row in rows) and any(row.missing is None for row in rows):
        for k in range(rounds):
            for row in rows if k % 2 == 0 else rows[::-1]:
                if row.missing is None:
                    one_round(row)
            say(f"  round {k + 1} of {rounds}")
    for row in rows:
        row.contender.close()
    return rows


def ratio(ours: Row, theirs: Row) -> float:
    """Median over rounds of the ratio within a round, since what slows the machine down meets both."""
    return statistics.median(a / b for a, b in zip(ours.rates, theirs.rates))
