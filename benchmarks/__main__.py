"""``python -m benchmarks [desk|crowd|files|deadlines|rehearsal ...]``: all, or the parts named."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import crowd, deadlines, desk, files, rehearsing
from benchmarks.report import Report

PARTS = {
    "desk": desk.measure,
    "crowd": crowd.measure,
    "files": files.measure,
    "deadlines": deadlines.measure,
    "rehearsal": rehearsing.measure,
}


def main() -> None:
    """Measure, and write down what was measured in RESULTS.md."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="只测这些部分")
    parser.add_argument("--messages", type=Path, help="真实来信文件；不给则用合成的")
    parser.add_argument("--deadlines", type=Path, help="城市自报到期时间和判定的文件")
    parser.add_argument("--rows", type=int, default=20_000, help="最多导入多少行")
    asked, report = parser.parse_args(), Report()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        for name in asked.parts or PARTS:
            PARTS[name](report, Path(folder), asked)
    report.write()


if __name__ == "__main__":
    main()
