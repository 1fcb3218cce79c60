"""What a result says, in words: the sentence at the top, each claim, what moves, how it was asked and counted."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.priorities.models import Question
from folkmoot.priorities.models.question import FEWEST

# So many of what moves are told for each re-run; how many more, is said.
MOVES = 3


def of_all(open_ones: list, others) -> str:
    """ "Two questions are open. Eleven have been answered." """
    n, done = len(open_ones), others.count()
    if not n and not done:
        return _("Nothing has been asked here yet.")
    first = ngettext("%(n)d question is open now.", "%(n)d questions are open now.", n) % {"n": n}
    then = ngettext("%(n)d has been answered.", "%(n)d have been answered.", done) % {"n": done}
    return f"{first if n else _('No question is open now.')} {then if done else ''}".strip()


def closed_on(question: Question) -> date | str:
    closure = getattr(question.round, "closure", None)
    at = closure.at if closure else question.round.closes_at
    return timezone.localtime(at).date() if at and at <= timezone.now() else ""


def voices(question: Question) -> int | str:
    """How many were counted last; nothing for fewer than ten. Where some stand apart from the result, in full tens
    until it has closed, so that no difference tells how many those are."""
    last = next(iter(question.found.all()), None)
    if not last or last.voices < FEWEST:
        return ""
    return last.voices if last.final or _is_of_all(question) else last.voices // FEWEST * FEWEST


def _is_of_all(question: Question) -> bool:
    return question.voices == Question.Voices.EVERYONE


def standing(question: Question) -> str:
    """Whether it is open, until when, how many have spoken: as of the last count, never live."""
    if question.is_open():
        until = question.round.closes_at
        ends = _("Open until %(day)s.") % {"day": _day(until)} if until else _("Open.")
        n = voices(question)
        said = _have_spoken(question, n) if n else ""
        return f"{ends} {said or _('How many have spoken is shown from ten people on.')}"
    if not question.is_over():
        return _("It opens on %(day)s.") % {"day": _day(question.round.opens_at)}
    return _("Closed on %(day)s.") % {"day": date_format(closed_on(question), "j F Y")}


def _have_spoken(question: Question, n: int) -> str:
    if _is_of_all(question):
        return ngettext("%(n)d person has spoken.", "%(n)d people have spoken.", n) % {"n": n}
    return _("At least %(n)d people have spoken.") % {"n": n}


def _day(at) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def headline(question: Question, found: dict) -> str:
    """The answer in a sentence or three."""
    if found.get("hidden"):
        return ""
    if not found.get("enough"):
        return _("Fewer than ten of those whose voices make the result have said enough of it, so no result is shown.")
    if question.kind != Question.Kind.STATEMENTS:
        return _of_choices(question, found)
    groups, names = found["groups"], words_of(question)
    parts = []
    if groups:
        sizes = ", ".join(str(group["size"]) for group in groups)
        parts.append(
            ngettext("People fall into %(k)d group", "People fall into %(k)d groups", len(groups)) % {"k": len(groups)}
            + " "
            + _("of %(sizes)s.") % {"sizes": sizes}
        )
    elif found.get("ungrouped"):
        parts.append(_("Nobody is put into groups while fewer than forty have spoken."))
    else:
        parts.append(_("People form no groups that stand clearly apart."))
    if found["unites"]:
        first = names.get(found["unites"][0]["statement"], "")
        verb = _("they agree") if found["unites"][0]["side"] > 0 else _("they disagree")
        whom = _("In every group, most say") if groups else _("Most say")
        parts.append(_("%(whom)s %(verb)s: “%(what)s”.") % {"whom": whom, "verb": verb, "what": first})
    if found["divides"]:
        first = names.get(found["divides"][0]["statement"], "")
        parts.append(_("They part most on: “%(what)s”.") % {"what": first})
    return " ".join(parts)


def _of_choices(question: Question, found: dict) -> str:
    names, rows = words_of(question), found["rows"]
    first = names.get(rows[0]["statement"], "") if rows else ""
    if question.kind == Question.Kind.BASKET:
        fits = ", ".join(f"“{names.get(row['statement'], '')}”" for row in rows if row["fits"])
        return _("For the money there is, most wanted first: %(what)s.") % {"what": fits}
    second = names.get(rows[1]["statement"], "") if len(rows) > 1 else ""
    return _("Put first: “%(first)s”. Then: “%(second)s”.") % {"first": first, "second": second}


def words_of(question: Question) -> dict[int, str]:
    """Option → words, of the statements that are shown now: one removed since the count drops out of the page."""
    return dict(question.statements.shown().values_list("option", "point__words"))


CERTAIN = {
    "clear": gettext_lazy("clear: the groups stand well apart"),
    "fair": gettext_lazy("fair"),
    "weak": gettext_lazy("weak: the groups run into each other"),
    "hardly": gettext_lazy("hardly any: read them as one crowd with leanings"),
}


def certainty(found: dict) -> str:
    """How sure the number of groups is, in words."""
    if found.get("ungrouped"):
        return _("Every voice counts here, known to be local or not; of so few, one false voice could move the groups.")
    if not found.get("groups"):
        return ""
    words = _("How certain: %(words)s.") % {"words": CERTAIN[found["certainty"]]}
    nearly = [str(k) for k in found["nearly"]]
    if nearly:
        words += " " + _("%(other)s groups would be nearly as good.") % {"other": _(" or ").join(nearly)}
    return words


def reruns(question: Question, found: dict) -> list[tuple[str, list[str]]]:
    """(what was left out, what moves) of each re-run; an empty list: nothing moves. None was run: said so."""
    names, rows = words_of(question), []
    words = {
        "strongest": _("without the strongest voices (%(n)d)"),
        "much": _("where no sheet gives one thing more than twice an even share"),
        "group": _("without any one group"),
        "bursts": _("without %(n)d voices that came in a burst"),
        "same": _("with %(n)d sheets that say the same as another left out"),
        "copies": _("with %(n)d near-copies of others left out"),
        "others": _("with voices known to be local only (%(n)d fewer)"),
    }
    for run in found.get("reruns", []):
        moved = [_move(move, names) for move in run["moved"] if move["statement"] in names]
        if not run["ran"]:
            moved = [_("too few are left to say")]
        if run["out"] is None:
            rows.append((_("with voices known to be local only"), moved))
            continue
        if not run["out"] and run["without"] in ("bursts", "copies", "same", "others"):
            moved = []
            label = {
                "bursts": _("bursts of voices"),
                "copies": _("near-copies"),
                "same": _("sheets that say the same as another"),
                "others": _("voices not known to be local"),
            }
            rows.append((_("%(what)s: there are none") % {"what": label[run["without"]]}, []))
            continue
        more = len(moved) - MOVES
        if more > 0:
            moved = [*moved[:MOVES], ngettext("and %(n)d more moves", "and %(n)d more move", more) % {"n": more}]
        rows.append((words[run["without"]] % {"n": run["out"]}, moved))
    return rows


def _move(move: dict, names: dict) -> str:
    what = names[move["statement"]]
    if "kind" not in move:
        return _("“%(what)s” goes from place %(was)s to %(now)s") % {
            "what": what,
            "was": move["was"],
            "now": move["now"],
        }
    if not move["holds"]:
        told = {"unites": _("is no longer agreed in every group"), "divides": _("no longer divides for certain")}
        return f"“{what}” {told[move['kind']]}" + _shares(move)
    if move["was"] is None or move["now"] is None:
        return _("of “%(what)s” too few are left to say") % {"what": what}
    return _("“%(what)s” goes from %(was)s%% to %(now)s%%") % {"what": what, "was": move["was"], "now": move["now"]}


def _shares(move: dict) -> str:
    if move["was"] is None or move["now"] is None:
        return ""
    return _(" (%(was)s%% to %(now)s%%)") % {"was": move["was"], "now": move["now"]}


def weighing_moves(question: Question, found: dict) -> str:
    """What would come first if each kind of people had answered in its proportion; nothing where nothing was
    weighted."""
    names = words_of(question)
    rows = [row for row in found.get("weighted", {}).get("rows", []) if row["statement"] in names]
    if not rows:
        return ""
    said, again = (max(rows, key=lambda row, what=what: row[what]) for what in ("share", "weighted"))
    far = max(rows, key=lambda row: abs(row["weighted"] - row["share"]))
    if said != again:
        first = _("Weighted, “%(now)s” comes first instead of “%(was)s”.") % {
            "now": names[again["statement"]],
            "was": names[said["statement"]],
        }
    else:
        first = _("Weighted, “%(what)s” comes first all the same.") % {"what": names[said["statement"]]}
    if far["weighted"] == far["share"]:
        return first
    moves = {"what": names[far["statement"]], "was": far["share"], "now": far["weighted"]}
    return first + " " + _("What moves most is “%(what)s”: from %(was)s to %(now)s.") % moves


def firmness(question: Question, found: dict) -> list[str]:
    """How many false voices it would take for each claim; nothing before the close."""
    names, rows = words_of(question), []
    for claim in [*found.get("unites", []), *found.get("divides", []), *found.get("rows", [])]:
        if claim.get("firm") is None or claim["statement"] not in names:
            continue
        n = claim["firm"]
        words = ngettext("%(n)d false voice would undo “%(what)s”", "%(n)d false voices would undo “%(what)s”", n)
        rows.append(words % {"n": n, "what": names[claim["statement"]]})
    return rows


def breaks_at(found: dict) -> str:
    """The measured break points of a noisy block, in words."""
    measured = found.get("breaks_at")
    if not isinstance(measured, dict) or not found.get("unites"):
        return ""
    words = _("We also flooded it with made-up voices that vote alike, but not quite, against what is agreed.")
    if measured["first"] is None:
        return f"{words} " + _("Up to 30% of all voices did not take three of the first five statements off the list.")
    first = _(
        "At %(share)s%% of all voices they took three of the first five statements (all where there are fewer) off the "
        "list of five, though most may still agree with them."
    )
    if measured["agreed"] is None:
        then = _("Up to 30% of all voices did not make so many of them statements that are agreed no more.")
    elif measured["agreed"] == measured["first"]:
        then = _("By then so many of them were agreed in every group no more.")
    else:
        then = _("At %(share)s%% so many of them were agreed in every group no more.")
    shares = [{"share": f"{100 * (measured[name] or 0):g}"} for name in ("first", "agreed")]
    return f"{words} {first % shares[0]} {then % shares[1]}"
