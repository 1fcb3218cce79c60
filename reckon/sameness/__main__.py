"""``python -m reckon.sameness FILE.csv --map name="Site name" --out clusters.csv``."""

import sys

from reckon.sameness.command import main

if __name__ == "__main__":
    sys.exit(main())
