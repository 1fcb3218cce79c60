"""What is never written to a log: addresses that are a secret by themselves.

A signed link opens a page to whoever holds it, and what was signed (an email address, a slip) can be read from it.
Django logs the address of every request that it refuses, so they would all stand there.
"""

from __future__ import annotations

import logging
import re

# A private address of a list, pages that a signed link opens, and those that the code on a card opens.
SECRET = re.compile(r"(/feeds/(?:mine|yes|stop)/|/watches/stop/|/events/(?:at|door)/)[^/\s\"'<>]+")
# What `links.sign` makes, wherever it stands: what was signed, when, and the signature.
SIGNED = re.compile(r"(?<![\w.-])[\w.-]{8,}(?::|%3A)[A-Za-z0-9]{4,10}(?::|%3A)[\w-]{27,}")


class WithoutSecrets(logging.Filter):
    """Blanks them in whatever is logged, and lets everything through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = blanked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(blanked(each) for each in record.args)
        return True


def blanked(words: object) -> object:
    """
    >>> blanked("Not Found: /feeds/mine/Ab3-x_9/")
    'Not Found: /feeds/mine/…/'
    >>> blanked("Conflict: /listening/mine/WzcsMTc5XQ:1vPq3d:Zk3yqQm8dLr6yF0cWJp2sXn5tVb7uEa9hGi1oKx4lMw/data/")
    'Conflict: /listening/mine/…/data/'
    """
    if not isinstance(words, str) and not hasattr(words, "get_full_path"):
        return words
    return SIGNED.sub("…", SECRET.sub(r"\1…", str(words)))
