"""How long `rates --version` takes, as a ratio to an empty Python: the median of pairs run in turn."""

import subprocess
import sys
from statistics import median
from time import perf_counter

PAIRS = 15


def seconds(*words: str) -> float:
    """One run of a fresh interpreter."""
    start = perf_counter()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return perf_counter() - start


def main() -> None:
    """Print the ratio (aim: at most 7)."""
    pairs = [(seconds("-m", "rates.cli", "--version"), seconds("-c", "pass")) for _ in range(PAIRS + 1)][1:]
    ratios = sorted(command / empty for command, empty in pairs)
    print(f"rates --version / python -c pass: {median(ratios):.2f} (min {ratios[0]:.2f}, max {ratios[-1]:.2f})")
    print(
        f"  {median(command for command, _ in pairs) * 1e3:.0f} ms / {median(empty for _, empty in pairs) * 1e3:.0f} ms"
    )


if __name__ == "__main__":
    main()
