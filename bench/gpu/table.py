"""Bars, and the table of a race as text."""

import statistics
from race import Row, ratio

LEAST_RATIO = {"CUDA": 0.8, "JAX": 10, "PyTorch": 10}
# DiffEqGPU.jl, three coordinates, on the GPU of its authors (arXiv 2304.06835).
LEAST_RATE = {"gbm": 3.0e9}


def timed(rows: list[Row]) -> tuple[Row | None, list[Row]]:
    """Ours if it was timed, and the others that were."""
    theirs = [row for row in rows if row.timed and not row.ours]
    return next((row for row in rows if row.timed and row.ours), None), theirs


def bars(workload: str, rows: list[Row]) -> list[dict]:
    """Each bar with what was found; against the fastest contender of a family. Nothing is claimed of what was not timed."""
    ours, theirs = timed(rows)
    found = []
    for family, least in LEAST_RATIO.items():
        ratios = [ratio(ours, row) for row in theirs if row.contender.entry.family == family] if ours else []
        found.append({"what": f"ours / fastest {family}", "least": least, "found": min(ratios) if ratios else None})
    if workload in LEAST_RATE:
        rate = statistics.median(ours.rates) if ours else None
        found.append({"what": "ours, particle-steps/s", "least": LEAST_RATE[workload], "found": rate})
    return [{**bar, "holds": None if bar["found"] is None else bar["found"] >= bar["least"]} for bar in found]


def grid(head: list[str], lines: list[list[str]]) -> str:
    """Columns of text, the first to the left and all others to the right."""
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    pad = lambda line: "  ".join(t.ljust(w) if i == 0 else t.rjust(w) for i, (t, w) in enumerate(zip(line, widths)))
    return "\n".join(pad(line).rstrip() for line in [head, *lines])


def rate_line(row: Row, ours: Row | None) -> list[str]:
    median, best, least = statistics.median(row.rates), max(row.rates), min(row.rates)
    beside = f"{ratio(ours, row):.2f}" if ours and row is not ours else ""
    spread = f"{100 * (best - least) / median:.0f} %"
    return [row.name, f"{row.info['particles']:,}", f"{median / 1e9:.3g}", f"{best / 1e9:.3g}", spread, beside]


def rates(rows: list[Row]) -> str:
    ours, theirs = timed(rows)
    lines = [rate_line(row, ours) for row in ([ours] if ours else []) + theirs]
    return grid(["", "particles", "1e9 steps/s, median", "best", "spread", "ours / it"], lines)


def checks(rows: list[Row]) -> list[str]:
    """One line a contender: its device and versions, and how far its moments are from the exact ones."""
    lines = []
    for row in rows:
        if row.info.get("checks"):
            worst = max(row.info["checks"], key=lambda c: abs(c["z"]))
            far = f"{worst['what']} {worst['found']:.6g}, exact {worst['exact']:.6g}, z = {worst['z']:.1f}"
            lines.append(f"{'ok   ' if row.right else 'WRONG'} {row.name}: {far} ({row.info['versions']}; {row.info['device']})")
        if row.contender.entry.remark:
            lines.append(f"note  {row.name}: {row.contender.entry.remark}")
    return lines


def verdicts(found: list[dict], judged: bool) -> str:
    words = {True: "passes", False: "MISSED", None: "not measured"}
    show = lambda value: "" if value is None else f"{value:.3g}"
    verdict = lambda bar: words[bar["holds"]] if judged or bar["holds"] is None else "not judged"
    return grid(["bar", "at least", "found", ""], [[b["what"], show(b["least"]), show(b["found"]), verdict(b)] for b in found])
