"""Compiles euler.cu: with nvcc and cuRAND, with nvcc and philox.h, or with g++ for the processor."""

import os
import shutil
import site
import subprocess
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 300


class Missing(Exception):
    """A contender that cannot run here; the text says why."""


def find_nvcc() -> str:
    for candidate in [os.environ.get("NVCC"), shutil.which("nvcc"), "/usr/local/cuda/bin/nvcc"]:
        if candidate and shutil.which(candidate):
            return candidate
    raise Missing("no nvcc in $NVCC, on the PATH or in /usr/local/cuda/bin; install the CUDA toolkit")


def find_curand(nvcc: str) -> Path | None:
    """Folder of cuRAND's headers: the toolkit's, or that of Python's wheels, which toolkits in containers often leave it to."""
    toolkits = [Path(os.path.realpath(nvcc)).parent.parent, Path(os.environ.get("CUDA_HOME", "/usr/local/cuda"))]
    wheels = {sysconfig.get_path("purelib"), *site.getsitepackages()}
    folders = [root / "include" for root in toolkits]
    folders += [folder for packages in wheels for folder in sorted(Path(packages).glob("nvidia/*/include"))]
    return next((folder for folder in folders if (folder / "curand_kernel.h").exists()), None)


def link_curand(folder: Path, into: Path) -> list[str]:
    """Arguments that show the compiler cuRAND's headers and no others beside them, which may be of another version."""
    into.mkdir(exist_ok=True)
    for header in folder.glob("curand*.h"):
        if not (into / header.name).exists():
            (into / header.name).symlink_to(header)
    return ["-I", str(into)]


def compile_with(command: list[str], out: Path) -> None:
    try:
        done = subprocess.run([*command, "-o", str(out)], capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if "error" in line] or done.stderr.splitlines() or ["no message"]
        raise Missing(f"{command[0]} failed: {errors[0]}")


def build_cuda(out: Path, extra: list[str]) -> str | None:
    """
    Builds for the card of this machine; returns a remark where cuRAND could not be had and philox.h stands in.

    Raises Missing without a compiler, or where it fails.
    """
    nvcc = find_nvcc()
    command = [nvcc, "-std=c++17", "-O3", "-arch=native", *extra, str(HERE / "euler.cu")]
    curand = find_curand(nvcc)
    why = "no curand_kernel.h"
    if curand is not None:
        try:
            return compile_with([*command, *link_curand(curand, out.parent / "curand")], out)
        except Missing as error:
            why = f"cuRAND's headers did not compile ({error})"
    compile_with([*command, "-DOWN_PHILOX"], out)
    return f"{why}: the same Philox4x32-10 from philox.h"


def build_host(out: Path) -> None:
    """The same source for the processor, to check its arithmetic and the scripts."""
    if shutil.which("g++") is None:
        raise Missing("no g++ on the PATH")
    compile_with(["g++", "-std=c++17", "-O3", "-x", "c++", "-DOWN_PHILOX", str(HERE / "euler.cu")], out)
