"""The engine as a contender: its command, run twice a round, with different amounts of work."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from build import Missing
from problem import Workload, check

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RUN_SECONDS = 300
# Enough to try the scripts, and to see on what the engine runs.
SMALL = 4096


def find_command() -> list[str]:
    """$ERGODIC (such as a bundle's command), or the built command of this checkout."""
    if "ERGODIC" in os.environ:
        return shlex.split(os.environ["ERGODIC"])
    if shutil.which("node") is None:
        raise Missing("no node on the PATH; set ERGODIC to the command of a bundle")
    if not (ROOT / "dist/cli.js").exists():
        raise Missing("the command is not built; run npm run build, or set ERGODIC to the command of a bundle")
    return ["node", str(ROOT / "bin/ergodic.js")]


class Ours:
    """
    `timing.wall` of a result begins with the device open and ends with everything counted: compilation, the pilot on the
    processor and the reading back are in it. A round is the difference of two runs, one of them a unit of work long, so that
    only what grows with the work is left.
    """

    def __init__(self, entry, workload: Workload, particles: int, adapter: str):
        self.entry, self.workload, self.particles, self.adapter = entry, workload, particles, adapter
        # Of the last longer run, all included: what a user of the command sees.
        self.whole: dict = {}

    def run(self, units: int) -> dict:
        """The result of so many units in one run: longer where the workload goes on, of more particles where it restarts."""
        workload = self.workload
        particles = self.particles * (units if workload.restarts else 1)
        size = [] if workload.restarts else ["--set", f"burnIn={units * workload.steps - 1}"]
        with tempfile.TemporaryDirectory() as out:
            file = str(HERE / "experiments" / f"{workload.name}.json")
            arguments = ["run", file, "--particles", str(particles), *size, "--adapter", self.adapter, "--out", out]
            result = self.call([*self.entry.command, *arguments, "--json", "--quiet"])
        expected = units * self.particles * workload.steps
        if result["timing"]["particleSteps"] != expected or result["points"][0]["nonFinite"] != 0:
            raise Missing(f"{result['timing']['particleSteps']} particle-steps, {result['points'][0]['nonFinite']} not finite; "
                          f"expected {expected} and 0")
        return result

    def call(self, command: list[str]) -> dict:
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Missing(str(error)) from error
        if done.returncode != 0:
            words = [line for line in done.stderr.splitlines() if line.strip()] or ["no message"]
            raise Missing(f"status {done.returncode}: {words[0].strip()}")
        return json.loads(done.stdout)

    def ready(self) -> dict:
        wanted, self.particles = self.particles, min(self.particles, SMALL)
        machine = self.run(1)["machine"]
        if machine["software"] and wanted > SMALL:
            raise Missing(f"only a software adapter ({machine['adapter']}): it would say nothing of a graphics card; "
                          "the command's doctor tells what is missing, --small tries the scripts")
        self.particles = wanted
        result = self.run(1)
        machine = result["machine"]
        return {
            "device": machine["adapter"],
            "platform": "software" if machine["software"] else "gpu",
            "versions": f"ergodic {machine['version']}",
            "particles": self.particles,
            "steps": self.workload.steps,
            "checks": check_result(self.workload, result["points"][0]["observables"]["end"]),
        }

    def round(self, units: int) -> float:
        """Seconds that so many units more took."""
        short, self.whole = self.run(1)["timing"], self.run(1 + units)["timing"]
        return self.whole["wall"] - short["wall"]

    def close(self) -> None:
        pass


def check_result(workload: Workload, end: dict) -> list[dict]:
    """Mean and variance of every coordinate; a mean that is zero makes the second moment the variance."""
    d, steps = workload.dimension, workload.steps
    means, spreads = end["mean"][:d], end["mean"][d:] or end["variance"][:d]
    judge = lambda what, i, e, exact: check(f"{what} of coordinate {i + 1}", e["value"], exact, e["standardError"])
    return [
        *(judge("mean", i, e, workload.mean(steps)) for i, e in enumerate(means)),
        *(judge("variance", i, e, workload.variance(steps)) for i, e in enumerate(spreads)),
    ]
