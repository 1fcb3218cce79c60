"""``python -m reckon.agenda FILE.json``."""

import sys

from reckon.agenda.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
