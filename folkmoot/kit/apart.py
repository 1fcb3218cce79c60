"""Asking apart: a fresh child process is given what somebody sent, and only its answer comes back.

Nothing of the site's own environment (keys, the address of its database) is passed on, and no shell stands between.
The child confines itself before it looks at what it was given: see `confine`.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal

ROOT = Path(__file__).resolve().parents[2]
WALL_SECONDS = 20
# Zones come with Python's own packages, and one reading has no use for many threads.
OWN = {"PYTHONUTF8": "1", "PATH": os.defpath, "PYTHONTZPATH": "", "OPENBLAS_NUM_THREADS": "1"}
log = logging.getLogger(__name__)


class NoAnswer(Exception):  # noqa: N818  said as a person would
    """The child ended without an answer; `slow` where it took longer than it may."""

    def __init__(self, slow: bool = False) -> None:
        super().__init__("took too long" if slow else "ended badly")
        self.slow = slow


def asked(module: str, *words: str, raw: bytes, seconds: int = WALL_SECONDS) -> bytes:
    """What `python -m module words` printed about these bytes; NoAnswer if it failed, was killed or is not done yet."""
    command = [sys.executable, "-m", module, *words]
    try:
        done = subprocess.run(  # noqa: S603  our own module, plain words as arguments, no shell
            command, input=raw, capture_output=True, cwd=ROOT, env=OWN, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise NoAnswer(slow=True) from late
    if done.returncode:
        log.warning("%s ended with %s: %s", module, done.returncode, done.stderr[-1000:].decode("utf-8", "replace"))
        raise NoAnswer
    return done.stdout


def read(
    refused: type[Refusal], module: str, *words: str, raw: bytes, seconds: int = WALL_SECONDS, sentence: str = ""
) -> Any:
    """The child's answer in JSON; `refused` in words where it came to no end, or answered `{"refused": why}`.

    `sentence` takes the child's `why` ("is no zip file."); it speaks of what stands at an address if not given.
    """
    try:
        answer = json.loads(asked(module, *words, raw=raw, seconds=seconds))
    except NoAnswer as none:
        if none.slow:
            raise refused(_("It took longer to read than one file may.")) from none
        raise refused(_("It could not be read to its end: it is too large, or made to be hard to read.")) from none
    if "refused" in answer:
        raise refused((sentence or _("What stands there %(why)s")) % {"why": answer["refused"]})
    return answer
