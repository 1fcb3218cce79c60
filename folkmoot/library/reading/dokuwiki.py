"""DokuWiki's way of writing as Markdown. What has no like in Markdown stays as the words it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

HEADING = re.compile(r"\s{0,2}(={2,6})([^=\n][^\n]{0,300}?)\1\s*")
LINK = re.compile(r"\[\[([^\[\]|\n]{1,400})(?:\|([^\[\]\n]{0,400}))?\]\]")
MEDIA = re.compile(r"\{\{\s*([^{}|\n]{1,300}?)\s*(?:\|([^{}\n]{0,300}))?\}\}")
BARE = re.compile(r"(?<![\w(<\[|/])(https?://[^\s<>\[\]|]{1,480})")
ITEM = re.compile(r"( {2,24})([*-])\s?(.*)")
INLINE = (
    (re.compile(r"//([^/\n]{1,500}?)//"), r"*\1*"),
    (re.compile(r"__([^_\n]{1,500}?)__"), r"\1"),
    (re.compile(r"''([^'\n]{1,500}?)''"), r"`\1`"),
    (re.compile(r"\(\(([^()\n]{1,800}?)\)\)"), r" (\1)"),
    (re.compile(r"<del>([^<\n]{1,500}?)</del>"), r"~~\1~~"),
    (re.compile(r"</?(?:sub|sup)>"), ""),
    (re.compile(r"%%([^%\n]{1,500}?)%%"), r"\1"),
    (re.compile(r"\\\\(?:\s|$)"), "  \n"),
    (re.compile(r"(?<!\\)\\$"), "  "),
)
SETTING = re.compile(r"~~[A-Z]{3,12}(?::[^~\n]{0,80})?~~\s*")
Names = Callable[[str], str]


def to_markdown(text: str, name_of: Names) -> str:
    """The same page in Markdown. `name_of`: a page's id in the other wiki → what it is called here."""
    lines, block = [], ""
    for line in text.replace("\r\n", "\n").split("\n"):
        opens = re.match(r"\s*<(code|file)\b[^>\n]{0,80}>(.*)", line)
        if block or opens:
            shown, block = _code(line, opens, block)
            lines += shown
        else:
            lines.append(_line(line, name_of))
    lines += ["```"] if block else []
    return _tables(lines)


def _code(line: str, opens: re.Match[str] | None, block: str) -> tuple[list[str], str]:
    """A line of a block of code, with its fences; the name of the block that is open after it."""
    name = block or (opens[1] if opens else "code")
    rest = opens[2] if opens and not block else line
    shown = [] if block else ["```"]
    before, closes, after = rest.partition(f"</{name}>")
    shown += [before] if before.strip() or (not closes and block) else []
    return (shown + ["```"] + ([after] if after.strip() else []), "") if closes else (shown, name)


def _line(line: str, name_of: Names) -> str:
    line = SETTING.sub("", line)
    heading = HEADING.fullmatch(line)
    if heading:
        return f"{'#' * (7 - len(heading[1]))} {heading[2].strip()}"
    item = ITEM.match(line)
    if item:
        depth = len(item[1]) // 2 - 1
        return f"{'    ' * depth}{'-' if item[2] == '*' else '1.'} {_inline(item[3], name_of)}"
    if re.fullmatch(r"\s*-{4,}\s*", line):
        return "\n---\n"
    return _inline(line, name_of)


def _inline(line: str, name_of: Names) -> str:
    """Links first, kept apart while the marks around them are changed, since an address may hold the same signs."""
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\x02{len(kept) - 1}\x03"

    line = re.sub("[\x02-\x04]", "", line)
    line = LINK.sub(lambda found: keep(_link(found[1].strip(), (found[2] or "").strip(), name_of)), line)
    line = MEDIA.sub(lambda found: keep(_media(found[1], found[2] or "")), line)
    line = BARE.sub(lambda found: keep(f"<{found[1].rstrip('.,;:!?)')}>") + _trailing(found[1]), line)
    for pattern, words in INLINE:
        line = pattern.sub(words, line)
    return re.sub("\x02(\\d+)\x03", lambda found: kept[int(found[1])], line)


def _trailing(address: str) -> str:
    return address[len(address.rstrip(".,;:!?)")) :]


def _link(target: str, words: str, name_of: Names) -> str:
    wiki, elsewhere, title = target.partition(">")
    if elsewhere and wiki == "wp":
        target, words = f"https://en.wikipedia.org/wiki/{title.strip().replace(' ', '_')}", words or title
    elif elsewhere or target.startswith("\\\\"):
        return words or title or target  # a page of some other wiki, or a folder in somebody's office
    if "://" in target:
        return (
            f"[{_bracketless(words or target)}](<{target.replace('<', '%3C').replace('>', '%3E').replace(' ', '%20')}>)"
        )
    if "@" in target and "/" not in target:
        return f"[{_bracketless(words or target)}](mailto:{target})"
    page = target.partition("#")[0].strip(": ")
    name = name_of(page)
    return f"[[{name}|{words or page.rpartition(':')[2]}]]" if name else words or target


def _media(target: str, words: str) -> str:
    """A picture or file that stayed behind: its words, or its name."""
    target = target.rpartition(">")[2]  # what a plug-in shows: "rss>https://…"
    if "://" in target:
        return f"[{_bracketless(words or target)}](<{target.partition('?')[0]}>)"
    return f"*({(words or target.partition('?')[0].rpartition(':')[2]).strip()})*"


def _bracketless(words: str) -> str:
    return words.replace("[", "(").replace("]", ")")


def _tables(lines: list[str]) -> str:
    """Rows of ^ and | as tables: the first row of each becomes its head."""
    made: list[str] = []
    inside = False
    for line in lines:
        row = line.rstrip()
        if len(row) > 2 and row[0] in "^|" and row[-1] in "^|":
            whole = LINK.sub(lambda found: found[0].replace("|", "\x04"), row[1:-1])
            cells = [cell.strip().replace("\x04", "|") for cell in re.split(r"[\^|]", whole)]
            made += [] if inside or (made and not made[-1]) else [""]
            made.append("| " + " | ".join(cells) + " |")
            made += [] if inside else ["|" + " --- |" * len(cells)]
            inside = True
        else:
            made.append(line)
            inside = False
    return "\n".join(made)


def names(pages: dict[str, str]) -> Names:
    """Ids of the pages that come along → their names here; another id by its last part."""
    return partial(_name, pages)


def _name(pages: dict[str, str], page: str) -> str:
    key = page.lower().replace(" ", "_")
    return pages.get(key) or page.rpartition(":")[2].replace("_", " ")
