"""The contenders as one interface: `start`, `ready` with their checks, then rounds of so many units of work."""

import json
import os
import queue
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field

from build import Missing
from problem import Workload

READY_SECONDS = 300
ROUND_SECONDS = 120


@dataclass
class Entry:
    """One contender of the table. `family` is what a bar is about."""

    family: str
    name: str
    command: list[str]
    remark: str | None = None
    info: dict = field(default_factory=dict)


class Server:
    """A peer that stays alive between rounds: it prints a line when it is checked, and one for every line it is given."""

    def __init__(self, entry: Entry, workload: Workload, particles: int):
        self.entry = entry
        sizes = ["--workload", workload.name, "--particles", str(particles), "--steps", str(workload.steps)]
        self.errors = tempfile.TemporaryFile(mode="w+")
        self.lines: queue.Queue[str | None] = queue.Queue()
        try:
            self.process = subprocess.Popen(
                [*entry.command, *sizes, "--serve"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.errors,
                text=True,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
        except OSError as error:
            raise Missing(str(error)) from error
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(line)
        self.lines.put(None)

    def answer(self, seconds: float) -> dict:
        try:
            line = self.lines.get(timeout=seconds)
        except queue.Empty:
            raise Missing(f"no answer within {seconds:.0f} s") from None
        if line is None:
            raise Missing(self.last_words())
        return json.loads(line)

    def last_words(self) -> str:
        status = self.process.wait()
        self.errors.seek(0)
        words = [line for line in self.errors.read().splitlines() if line.strip()]
        return words[-1].strip() if words else f"ended with status {status} and no message"

    def ready(self) -> dict:
        return self.answer(READY_SECONDS)

    def round(self, units: int) -> float:
        """Seconds that so many units took."""
        try:
            self.process.stdin.write(f"{units}\n")
            self.process.stdin.flush()
        except OSError:
            raise Missing(self.last_words()) from None
        return self.answer(ROUND_SECONDS)["seconds"]

    def close(self) -> None:
        try:
            self.process.stdin.close()
            self.process.wait(timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.errors.close()
