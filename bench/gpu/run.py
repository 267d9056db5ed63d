#!/usr/bin/env python3
"""
The engine beside CUDA, JAX and PyTorch on one NVIDIA card: checks all, times them in turns, prints one table.

    ERGODIC=/path/to/bundle/ergodic python3 bench/gpu/run.py --out

Exit status: 0 all is right and every bar that was measured is passed; 1 a check fails, a bar is missed, or ours did not run;
2 bad options. Standard library only; what is not installed is named with the reason.
"""

import argparse
import datetime
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

import table
from build import Missing, build_cuda, build_host
from ours import SMALL, Ours, find_command
from peers import Entry, Server
from problem import WORKLOADS
from race import Row, race, say

HERE = Path(__file__).resolve().parent


class Absent:
    """A contender that cannot even be started."""

    def __init__(self, entry: Entry, why: str):
        self.entry, self.why = entry, why

    def ready(self):
        raise Missing(self.why)

    def close(self):
        pass


def positive(kind):
    def read(text):
        value = kind(text)
        if not value > 0:
            raise argparse.ArgumentTypeError(f"found {text}; expected a number above 0")
        return value

    return read


def read_options(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("--workload", action="append", choices=sorted(WORKLOADS), help="repeatable; default: all")
    parser.add_argument("--only", action="append", choices=["CUDA", "JAX", "PyTorch"], help="beside ours; repeatable; default: all")
    parser.add_argument("--rounds", type=positive(int), default=5)
    parser.add_argument("--seconds", type=positive(float), default=0.5, help="about so long a round; six times that for ours")
    parser.add_argument("--adapter", default="auto", help="of the engine: auto, software, or text from its name")
    parser.add_argument("--out", nargs="?", const=str(HERE / "results"), help="folder for <gpu>-<date>.txt and .json")
    parser.add_argument("--no-bars", action="store_true")
    parser.add_argument("--small", action="store_true", help=f"{SMALL} particles: tries the scripts, measures nothing")
    parser.add_argument("--host", action="store_true", help="peers on the processor: checks the arithmetic, measures nothing")
    return parser.parse_args(arguments)


def entries(options, folder: Path) -> list[tuple[Entry, str | None]]:
    """All peers, each with the reason why it cannot be started, if there is one."""
    python = lambda script, *more: [sys.executable, str(HERE / script), *more]
    cpu = ["--device", "cpu"] if options.host else []
    found = [
        *cuda_entries(options, folder),
        (Entry("JAX", "JAX scan, threefry", python("jax_euler.py")), None),
        (Entry("JAX", "JAX scan, threefry, unrolled 8", python("jax_euler.py", "--unroll", "8")), None),
        (Entry("JAX", "JAX scan, rbg", python("jax_euler.py", "--random", "rbg")), None),
        (Entry("PyTorch", "PyTorch eager", python("torch_euler.py", *cpu)), None),
        (Entry("PyTorch", "PyTorch compiled", python("torch_euler.py", "--compile", "16", *cpu)), None),
    ]
    return [(entry, why) for entry, why in found if options.only is None or entry.family in options.only]


def cuda_entries(options, folder: Path) -> list[tuple[Entry, str | None]]:
    kinds = {"euler.cu by g++": None} if options.host else {"CUDA": [], "CUDA, fast math": ["--use_fast_math"]}
    found = []
    for k, (name, flags) in enumerate(kinds.items() if options.only is None or "CUDA" in options.only else []):
        program = folder / f"euler{k}"
        entry = Entry("CUDA", name, [str(program)])
        try:
            entry.remark = build_host(program) if flags is None else build_cuda(program, flags)
            found.append((entry, None))
        except Missing as error:
            found.append((entry, str(error)))
    return found


def contenders(options, workload, peers) -> list:
    """All are started at once, since frameworks take their time; they are waited for one by one."""
    particles = SMALL if options.small else workload.particles
    try:
        started = [Ours(Entry("ours", "ours", find_command()), workload, particles, options.adapter)]
    except Missing as error:
        started = [Absent(Entry("ours", "ours", []), str(error))]
    for entry, why in peers:
        try:
            if why is not None:
                raise Missing(why)
            started.append(Server(entry, workload, particles))
        except Missing as error:
            started.append(Absent(entry, str(error)))
    return started


def graphics_card() -> tuple[str, str]:
    """Name and driver of the first NVIDIA card."""
    query = ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"]
    if shutil.which("nvidia-smi") is None:
        return "no NVIDIA card (no nvidia-smi)", "none"
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "," not in done.stdout:
        return "no NVIDIA card (nvidia-smi found none)", "none"
    name, driver = done.stdout.splitlines()[0].rsplit(",", 1)
    return name.strip(), driver.strip()


def describe(row: Row) -> dict:
    entry = row.contender.entry
    fields = {"family": entry.family, "name": entry.name, "remark": entry.remark, "missing": row.missing, **row.info}
    if not row.timed:
        return fields
    whole = row.contender.whole if row.ours else None
    middle = {"median": statistics.median(row.rates), "best": max(row.rates)}
    return {**fields, "unitsOfARound": row.units, "rates": row.rates, **middle, "wholeRun": whole}


def render(workload, rows, found, judged) -> str:
    lines = [workload.title, *table.checks(rows)]
    lines += [f"missing {row.name}: {row.missing}" for row in rows if row.missing is not None]
    lines += ["", table.rates(rows)] if any(row.timed for row in rows) else ["", "Nothing was timed."]
    whole = next((row.contender.whole for row in rows if row.ours and row.timed), None)
    if whole:
        lines += [f"ours, start-up and compilation included: {whole['rate'] / 1e9:.3g} in a run of {whole['wall']:.1f} s"]
    return "\n".join([*lines, "", table.verdicts(found, judged)])


def compare(options, peers, heading: str) -> tuple[str, list[dict], bool]:
    """Text, data, and whether all is well."""
    texts, data, well = [heading], [], True
    for name in options.workload or list(WORKLOADS):
        workload = WORKLOADS[name]
        say(workload.title)
        rows = race(contenders(options, workload, peers), options.rounds, options.seconds, options.host)
        found = table.bars(name, rows)
        judged = not (options.small or options.host or any(r.ours and r.info.get("platform") == "software" for r in rows))
        ran = any(row.ours and row.missing is None for row in rows)
        missed = judged and not options.no_bars and any(bar["holds"] is False for bar in found)
        well = well and ran and not missed and all(row.right for row in rows)
        texts.append(render(workload, rows, found, judged))
        data.append({"workload": name, "judged": judged, "contenders": [describe(row) for row in rows], "bars": found})
    return "\n\n".join(texts), data, well


def write(options, text: str, data: dict) -> None:
    """<gpu>-<date>.txt and .json, with the names of the workloads where not all were asked for."""
    folder = Path(options.out)
    folder.mkdir(parents=True, exist_ok=True)
    gpu = re.sub(r"[^a-z0-9]+", "-", data["gpu"].split("(")[0].lower()).strip("-")
    name = "-".join([gpu, data["date"], *(options.workload or [])])
    for ending, content in {"txt": f"{text}\n\n{data['command']}", "json": json.dumps(data, indent=2)}.items():
        (folder / f"{name}.{ending}").write_text(content + "\n", encoding="utf-8")


def main() -> int:
    options = read_options()
    gpu, driver = graphics_card()
    now = datetime.datetime.now(datetime.timezone.utc)
    heading = f"{gpu}, driver {driver}, {now:%Y-%m-%d %H:%M} UTC; medians of {options.rounds} rounds, contenders in turns"
    if options.small or options.host:
        heading = f"A TRIAL OF THE SCRIPTS, NOT A MEASUREMENT\n{heading}"
    with tempfile.TemporaryDirectory() as folder:
        text, data, well = compare(options, entries(options, Path(folder)), heading)
    print(text)
    if options.out:
        command = " ".join(["python3", "bench/gpu/run.py", *sys.argv[1:]])
        head = {"gpu": gpu, "driver": driver, "date": f"{now:%Y-%m-%d}", "command": command}
        write(options, text, {**head, "workloads": data})
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
