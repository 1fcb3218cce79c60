"""The trail: from what people said to what came of it, and back. Each step names what it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.decisions import saying
from folkmoot.decisions.models import Ground, Proposition, Response, WordBack
from folkmoot.home import things
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person
from folkmoot.points import counting
from folkmoot.points.models import Placing, Point, Quote, Theme
from folkmoot.priorities import citing, weighing
from folkmoot.priorities.models import Evidence, Priority
from folkmoot.promises.models import Promise

MOST = 30
FEW_WORDS = 3
CITED = set(citing.CITABLE.values())


@dataclass(frozen=True)
class Item:
    """One thing on the trail: its title, where it stands, and what is to be said of it."""

    title: str
    address: str = ""
    words: str = ""
    here: bool = False


@dataclass
class Stage:
    """One stage of the chain, with what we know of it; `nothing` is what is said where that is nothing."""

    name: str
    nothing: str
    items: list[Item] = field(default_factory=list)


@everyone("GET")
def trail(request: HttpRequest) -> HttpResponse:
    """The whole way through one thing: ?about= is the address of a theme, a priority, a question, what was asked for, a
    promise."""
    person, today = person_of(request), timezone.localdate()
    thing = things.at(request.GET.get("about", ""))
    if thing is None or not may_read(thing, person):
        raise Http404
    stages = along(thing, person, today)
    context = {"thing": thing, "stages": stages, "sentence": sentence(stages), "citable": thing._meta.label in CITED}
    return render(request, "home/trail.html", context)


def along(thing, person: Person | None, day: date) -> list[Stage]:
    """The eight stages through `thing`, as this person may see them."""
    asked = asked_from(thing, person, day)
    grounds = Ground.objects.filter(proposition__in=asked).order_by("pk")
    first = priorities_on(thing, grounds, person, day)
    themes = _themes(thing, grounds, first, person)
    answers = list(Response.objects.filter(proposition__in=asked, undone_at=None, is_view=False).order_by("at"))
    promises = _promises(thing, answers, person, day)
    heard = _heard(themes, person, day)
    asked_for, promised = [_of(one, thing, day) for one in asked], [_of_promise(one, thing, day) for one in promises]
    return [
        Stage(_("What people said"), _("We know of nobody who was asked, or of what they said."), heard),
        Stage(_("What they make of it"), _("No theme was made of it."), [_of_theme(one, thing) for one in themes]),
        Stage(_("What was put first"), _("No priority was made of it."), [_of_priority(one, thing) for one in first]),
        Stage(_("What it rests on"), _("No figure or standard is laid under it."), _laid(grounds, first, thing)),
        Stage(_("What was asked for"), _("Nothing has been asked of anybody."), asked_for),
        Stage(_("What was answered"), _("No answer has come yet."), [_of_answer(one) for one in answers]),
        Stage(_("What was promised"), _("Nothing has been promised."), promised),
        Stage(_("What came of it"), _("Nothing has come of it yet that we know of."), _came(asked, promises, themes)),
    ]


def on_theme(theme: Theme, _person: Person | None) -> dict:
    """Where the way from a theme is walked."""
    return {"thing": theme}


def on_promise(promise: Promise, person: Person | None) -> dict:
    """Where the way to a promise is walked, if it came with an answer."""
    return {"thing": promise if asked_from(promise, person, timezone.localdate()) else None}


def asked_from(thing, person: Person | None, day: date) -> list[Proposition]:
    """What was asked for that rests on the thing, brought it forth, or is it; with what each followed and led to."""
    seen = Proposition.objects.visible_to(person, day).exclude(put_at=None)
    if isinstance(thing, Proposition):
        line = {thing.pk, thing.follows_id, *thing.followed_by.values_list("pk", flat=True)} - {None}
        return list(seen.filter(pk__in=line).select_related("post__organisation", "organisation").order_by("put_at"))
    if isinstance(thing, Promise):
        found = seen.filter(responses__commitments__promise=thing)
    else:
        themes = list(thing.themes.values_list("pk", flat=True)) if isinstance(thing, Point) else []
        laid = Q(kind=thing._meta.label_lower, key=str(thing.pk)) | Q(kind="points.theme", key__in=map(str, themes))
        first = Evidence.objects.filter(laid).values_list("priority", flat=True)
        laid |= Q(kind="priorities.priority", key__in=[str(key) for key in first])
        found = seen.filter(pk__in=Ground.objects.filter(laid).values("proposition"))
    return list(found.distinct().select_related("post__organisation", "organisation").order_by("put_at")[:MOST])


def priorities_on(thing, grounds, person: Person | None, day: date) -> list[Priority]:
    """What was put first along the way: laid under what was asked, resting on the thing, or the thing itself."""
    keys = [int(key) for key in grounds.filter(kind="priorities.priority").values_list("key", flat=True)]
    rows = Priority.objects.filter(pk__in=keys) | Priority.objects.filter(pk__in=_cited_by(thing))
    found = rows.distinct().select_related("place", "standing").order_by("made_at", "pk")[:MOST]
    return [one for one in found if one.is_visible_to(person, day)]


def _cited_by(thing) -> list[int]:
    if isinstance(thing, Priority):
        return [thing.pk]
    if isinstance(thing, Point):
        keys = [str(key) for key in thing.themes.values_list("pk", flat=True)]
        rows = Evidence.objects.filter(kind="points.theme", key__in=keys)
    else:
        rows = Evidence.objects.filter(kind=thing._meta.label_lower, key=str(thing.pk))
    return list(rows.values_list("priority", flat=True))


def _themes(thing, grounds, first: list[Priority], person: Person | None) -> list[Theme]:
    keys = [int(key) for key in grounds.filter(kind="points.theme").values_list("key", flat=True)]
    cited = Evidence.objects.filter(priority__in=first, kind="points.theme")
    keys += [int(key) for key in cited.values_list("key", flat=True)]
    keys += [thing.pk] if isinstance(thing, Theme) else []
    keys += list(thing.themes.values_list("pk", flat=True)) if isinstance(thing, Point) else []
    found = Theme.objects.standing().filter(pk__in=keys).select_related("theming", "place").order_by("position", "pk")
    return [theme for theme in found if may_read(theme, person)]


def may_read(thing, person: Person | None) -> bool:
    """Whether this person may see it; a theme of an event, where they may see the event."""
    if not things.is_visible(thing, person):
        return False
    source = things.of(thing.source_kind, thing.source_key) if isinstance(thing, Theme) else None
    return source is None or things.is_visible(source, person)


def _heard(themes: list[Theme], person: Person | None, day: date) -> list[Item]:
    """How many people raised each theme where that was published, and a few of the words this person may read. Of what
    was said in private nothing is counted here: only what the team has published is said, as it was published."""
    points = Point.objects.standing().filter(pk__in=Placing.objects.filter(theme__in=themes).values("point"))
    open_ones = points.filter(private=False).order_by("-said_at", "-pk")[:MOST].seen_by(person, day)
    items = [Item(f"“{one.words}”", one.source_address, one.source_title) for one in open_ones[:FEW_WORDS]]
    quotes = Quote.objects.shown().filter(point__in=points)[:FEW_WORDS]
    items += [Item(f"“{one.words}”", "", _("said in private, quoted with their consent")) for one in quotes]
    sealed = [theme for theme in themes if theme.points.standing().filter(private=True).exists()]
    in_open = len(open_ones)
    said = [Item(ngettext("One point", "%(n)d points", in_open) % {"n": in_open})] if in_open else []
    return [*said, *[Item(_in_private(theme), theme.get_absolute_url()) for theme in sealed], *items]


def _in_private(theme: Theme) -> str:
    """How many people raised a theme some of which was said in private: as its own page says it, or no number."""
    theming = theme.theming
    rows = counting.public(theming)[0] if theming and theming.published_at else []
    people = next((row.people for row in rows if row.theme.pk == theme.pk), None)
    if not people:
        return _("“%(theme)s”: some of it was said in private") % {"theme": theme}
    return ngettext("“%(theme)s”: one person", "“%(theme)s”: %(n)d people", people) % {"theme": theme, "n": people}


def _of_theme(theme: Theme, thing) -> Item:
    groups = theme.groups_said
    words = (
        ngettext("raised by one group", "raised by %(n)d groups", groups) % {"n": groups}
        if groups
        else theme.source_title
    )
    return Item(theme.name, theme.get_absolute_url(), words, theme == thing)


def _of_priority(one: Priority, thing) -> Item:
    rows = list(one.evidence.all())
    return Item(one.words, one.get_absolute_url(), weighing.people_words(rows), one == thing)


def _laid(grounds, first: list[Priority], thing) -> list[Item]:
    others = grounds.exclude(kind__in=("points.theme", "priorities.priority"))
    rows = [(one, one.get_sort_display()) for one in others[:MOST]]
    cited = Evidence.objects.filter(priority__in=first).exclude(kind="points.theme")
    rows += [(one, one.get_method_display()) for one in cited[:MOST]]
    here = (thing._meta.label_lower, str(thing.pk))
    once = {
        (one.address or one.title): Item(one.title, one.address, words, (one.kind, one.key) == here)
        for one, words in rows
    }
    return list(once.values())


def _of(one: Proposition, thing, day: date) -> Item:
    words = _("asked of %(who)s on %(day)s") % {
        "who": one.decider(),
        "day": saying.day_of(timezone.localdate(one.put_at)),
    }
    return Item(one.title, one.get_absolute_url(), words, one == thing)


def _of_answer(answer: Response) -> Item:
    words = f"{answer.name}, {saying.day_of(answer.given_on)}"
    if answer.is_decision():
        words += f" · {answer.minute}"
    because = f": {answer.because}" if answer.because else ""
    return Item(f"{answer.get_choice_display()}{because}"[:300], answer.get_absolute_url(), words)


def _promises(thing, answers: list[Response], person: Person | None, day: date) -> list[Promise]:
    rows = Promise.objects.filter(commitment__response__in=answers).select_related("outcome", "organisation", "holder")
    found = [one for one in rows.order_by("due_on", "pk") if one.is_visible_to(person, day)]
    return found if not isinstance(thing, Promise) or thing in found else [*found, thing]


def _of_promise(one: Promise, thing, day: date) -> Item:
    due = saying.day_of(one.due_on) if one.due_on else one.due_words
    return Item(one.what, one.get_absolute_url(), f"{one.whose()}, {due}", one == thing)


def _came(asked: list[Proposition], promises: list[Promise], themes: list[Theme]) -> list[Item]:
    items = []
    for one in promises:
        outcome = getattr(one, "outcome", None)
        if outcome:
            words = f"{outcome.get_state_display()}, {saying.day_of(outcome.on)}"
            items.append(Item(outcome.words or one.what, one.get_absolute_url(), words))
    for theme in themes:
        last = theme.progress.order_by("-on", "-pk").first()
        if last:
            words = f"{theme.name}: {last.get_state_display()}, {saying.day_of(last.on)}"
            items.append(Item(last.words, theme.get_absolute_url(), words))
    for one in WordBack.objects.filter(proposition__in=asked).order_by("at"):
        words = _("those who spoke were told, %(day)s") % {"day": saying.day_of(timezone.localdate(one.at))}
        items.append(Item(one.words, one.get_absolute_url(), words))
    return items


def sentence(stages: list[Stage]) -> str:
    """How far it has come, in one sentence."""
    reached = [stage.name for stage in stages if stage.items]
    if not reached:
        return _("We know of nothing along this trail yet.")
    if stages[-1].items:
        return (
            _("This trail leads from what people said to what came of it.")
            if stages[0].items
            else _("Something came of this; what people said before it is not known here.")
        )
    return _("So far it has come to: %(stage)s.") % {"stage": reached[-1].lower()}
