"""What somebody wrote in an answer by mail: without the mail they answered, their signature, and marks of machines.

Read line by line in one pass, with no pattern that can go back far, so that no mail takes long. (The library for it
that is on the shelf needs fifteen seconds for twenty thousand empty lines.)
"""

from __future__ import annotations

import re

MOST = 50_000
# The head of a mail that is quoted below: "On Monday Amina wrote:", in the languages most mail programs here speak.
STARTS = ("on ", "ar ", "am ", "le ", "el ", "op ", "il ", "w dniu ")
ENDS = ("wrote:", "ysgrifennodd:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "schreef:", "pisze:")
ORIGINAL = re.compile(r"-{2,10} ?(?:original message|forwarded message|neges wreiddiol) ?-{2,10}", re.I)
HEADER = re.compile(r"\*?(?:from|sent|to|subject|date|oddi wrth|anfonwyd|at|pwnc)\*?:", re.I)
SENT_FROM = re.compile(r"(?:sent from|get outlook for|anfonwyd o) .{1,60}", re.I)
RULE = re.compile(r"[_=-]{5,200}")


def reply_of(text: str, above: str = "") -> str:
    """The words themselves. `above`: the line of ours above which people are asked to write.

    >>> reply_of("Gladly.\\n\\nBest\\n-- \\nBram\\n")
    'Gladly.\\n\\nBest'
    >>> reply_of("Yes.\\n\\nOn Mon, 9 Nov 2026 at 19:40, Emeka\\n<talk@x.example> wrote:\\n> Who could?")
    'Yes.'
    >>> reply_of("> Who could?\\nI could.\\n> And when?\\nOn Sundays.")
    '> Who could?\\nI could.\\n> And when?\\nOn Sundays.'
    """
    lines = [line.rstrip() for line in text[:MOST].replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept: list[str] = []
    for at, line in enumerate(lines):
        if _ends_here(lines, at, above):
            break
        kept.append(line)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">") or _is_leftover(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip()


def _ends_here(lines: list[str], at: int, above: str) -> bool:
    """Whether what was written ends before this line."""
    line = lines[at]
    plain = line.lstrip("> \t").strip()
    if above and above in line:
        return True
    if line in ("--", "-- ") or plain in ("-- ", "--") or ORIGINAL.fullmatch(plain):
        return True
    return _is_attribution(lines, at) or _is_header_block(lines, at)


def _is_attribution(lines: list[str], at: int) -> bool:
    """ "On … wrote:" on one line or broken over up to three."""
    if not lines[at].strip("> \t").lower().startswith(STARTS):
        return False
    for many in (1, 2, 3):
        said = " ".join(lines[at : at + many]).strip("> \t")
        if len(said) > 400:
            return False
        if said.lower().endswith(ENDS):
            return True
    return False


def _is_header_block(lines: list[str], at: int) -> bool:
    """Two or more of From, Sent, To, Subject below each other, as Outlook heads what it quotes."""
    near = [line.strip("> \t") for line in lines[at : at + 4]]
    return bool(HEADER.match(near[0])) and sum(bool(HEADER.match(line)) for line in near) >= 3


def _is_leftover(line: str) -> bool:
    plain = line.strip()
    return bool(SENT_FROM.fullmatch(plain) or RULE.fullmatch(plain))
