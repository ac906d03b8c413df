"""Runs every bench_*.py beside this file and prints one table of ratios.

    python benchmarks/run.py [NAME ...]        NAME: tables, scoring, grading ...

Both sides of each ratio are measured in the same run, on the same machine, one after the other.
"""

from __future__ import annotations

import importlib
import platform
import sys
import time
from pathlib import Path

from measure import Row

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Print the rows; exit status 1 when a promise is broken."""
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    if unknown := set(names) - set(known):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}; less is better, ratio = plain / ours\n")
    rows: list[Row] = []
    for name in names or known:
        print(f"measuring {name} ...", file=sys.stderr)
        rows += importlib.import_module(f"bench_{name}").rows()
    for row in rows:
        promise = "" if row.most is None else f"  promise: at most {row.most:g} {row.unit}"
        broken = "" if row.keeps_promise else "  BROKEN"
        print(f"{row.what}\n  ours {row.ours:.4g} {row.unit}, {row.plain_is} {row.plain:.4g} {row.unit}", end="")
        print(f"  -> ratio {row.ratio:.3g}{promise}{broken}")
    return 0 if all(row.keeps_promise for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
