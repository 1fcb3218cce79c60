"""Workers by the dozen: the site is read once, and each worker parts from there as a process of its own.

Told on standard input, line by line: "start LEASE" parts a worker and says its number; "end NUMBER" waits until that
one is gone. What a worker does, and how it dies, is the same as when each reads the site anew, which takes 2 s of
processor time.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    import django

    django.setup()
    from folkmoot.kit.jobs import scheduled_jobs

    scheduled_jobs()
    for line in sys.stdin:
        verb, said = line.split()
        number = _part(said) if verb == "start" else os.waitpid(int(said), 0)[0]
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _part(lease: str) -> int:
    """The number of a new worker. It has no connection that was opened before it parted."""
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    call_command("work", interval=0.05, lease=float(lease))
    os._exit(0)


if __name__ == "__main__":
    main()
