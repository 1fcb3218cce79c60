"""Sentences a neighbour would say, computed from what is known: what goes well first, then what could be better."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905 - read aloud


def spelled(n: int) -> str:
    """A number as people write it: in words up to twelve in English, in figures above and elsewhere."""
    if 0 <= n < len(SMALL) and (get_language() or "en").startswith("en"):
        return SMALL[n]
    return number_format(n, force_grouping=True)


def sentence(words: str) -> str:
    """With a capital at the start and a full stop at the end."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def who_does_what(activities: int, bodies: int) -> str:
    """ "Fourteen groups do 23 things here." """
    things = ngettext("%(n)s thing", "%(n)s things", activities) % {"n": spelled(activities)}
    if not bodies:
        known = ngettext("%(things)s is known to be done here", "%(things)s are known to be done here", activities)
        return sentence(known % {"things": things})
    does = ngettext("%(n)s group does %(things)s here", "%(n)s groups do %(things)s here", bodies)
    return sentence(does % {"n": spelled(bodies), "things": things})


def going_well(hub) -> str:
    """The one best thing known: a promise kept lately, a full house, what is running, or what is newest."""
    if hub.kept:
        on = date_format(hub.kept.outcome.on, "j F")
        return sentence(_("“%(what)s” was promised, and kept on %(day)s") % {"what": hub.kept.what, "day": on})
    if hub.fullest:
        known = {
            "what": hub.fullest.title,
            "filled": spelled(hub.fullest.filled),
            "offered": spelled(hub.fullest.offered),
        }
        return sentence(_("%(what)s has filled %(filled)s of its %(offered)s places") % known)
    if hub.running:
        titles = [one.title for one in hub.running[:2]]
        words = ngettext("%(what)s is running", "%(what)s are running", len(titles))
        return sentence(words % {"what": _listed(titles)})
    if hub.coming:
        titles = [one.title for one in hub.coming[:2]]
        words = ngettext("%(what)s is planned", "%(what)s are planned", len(titles))
        return sentence(words % {"what": _listed(titles)})
    return ""


def worth_a_look(findings: int) -> str:
    """A count and no names: the parties hear first."""
    if not findings:
        return ""
    words = ngettext("%(n)s pair of plans is worth a look together", "%(n)s pairs are worth a look together", findings)
    return sentence(words % {"n": spelled(findings)})


def missing(asked: Sequence[str], needed: Sequence[str] = ()) -> str:
    """What somebody asked for and nobody we know of gives; where nothing was, what a figure says is needed."""
    if asked:
        return sentence(_("Asked for, with nobody we know of yet: %(what)s") % {"what": _quoted(asked[:2])})
    if needed:
        return sentence(_("Needed, with nobody we know of yet: %(what)s") % {"what": _quoted(needed[:2])})
    return ""


def _quoted(names: Sequence[str]) -> str:
    return _listed([_("“%(words)s”") % {"words": words} for words in names])


def _listed(names: Sequence[str]) -> str:
    return _(" and ").join(names)
