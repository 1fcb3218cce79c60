"""``python -m reckon.mixing FILE.csv --table 8 --rounds 3 --out seating.csv``."""

import sys

from reckon.mixing.command import main

if __name__ == "__main__":
    sys.exit(main())
