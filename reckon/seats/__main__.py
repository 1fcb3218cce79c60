"""``python -m reckon.seats FILE.csv --capacity 30``."""

import sys

from reckon.seats.command import main

if __name__ == "__main__":
    sys.exit(main())
