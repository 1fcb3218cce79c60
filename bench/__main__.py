"""bin/bench [NAME …]: run the named scripts of this folder, or all of them, one after another."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    scripts = {path.stem: path for path in sorted(HERE.glob("*.py")) if not path.stem.startswith("_")}
    named = sys.argv[1:] or list(scripts)
    unknown = [name for name in named if name not in scripts]
    if unknown:
        print(f"bin/bench knows {', '.join(scripts)}; not {', '.join(unknown)}.")
        return 2
    for name in named:
        print(f"== {name}", flush=True)
        sys.argv = [str(scripts[name])]
        runpy.run_path(str(scripts[name]), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
