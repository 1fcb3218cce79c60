"""Texts that mix shares and counts, so that a reader cannot tell which is which."""

from __future__ import annotations

import re

PERCENT = re.compile(r"(?<!\d)\d+(?:[.,]\d+)?\s?(?:%|per ?cent)", re.I)
COUNT = re.compile(r"(?<![\d.,%£$€:/-])(\d{1,3})(?![\d%:/]|[.,]\d|\s?(?:%|per ?cent))((?:\s+[a-z-]+){1,2})", re.I)
DATES = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\b(?:19|20)\d\d\b", re.I
)


def mixed(text: str) -> list[str]:
    """The counts that stand after a percentage in one sentence, in the text's words: "5 private sector".

    >>> mixed("117 people: 59% public sector, 35% voluntary and 5 private sector. We met on 18 November.")
    ['5 private sector']
    >>> mixed("117 people: 69 public sector, 41 voluntary and 7 private.")
    []
    """
    found = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        first = PERCENT.search(sentence)
        if first:
            rest = DATES.sub(" ", sentence[first.end() :])
            found += [" ".join(each.group(0).split()) for each in COUNT.finditer(rest)]
    return found
