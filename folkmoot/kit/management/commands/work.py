"""bin/manage work: the worker and the schedule in one process."""

from __future__ import annotations

import os
import signal
import threading

from django.core.management.base import BaseCommand

from folkmoot.kit import work


class Command(BaseCommand):
    help = "Runs jobs and what is scheduled, until told to stop. With --once, what is due now, and ends."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks at the queue")
        parser.add_argument(
            "--lease", type=float, default=work.LEASE, help="seconds of silence after which a worker counts as dead"
        )

    def handle(self, *, once: bool, interval: float, lease: float, **options) -> None:
        if once:
            self.stdout.write(f"Ran {work.drain()} jobs.")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: os._exit(1) if stop.is_set() else stop.set())
        work.work(stop, interval=interval, lease=lease)
