"""The themes Emeka and Grace made of it, published, with who carries them on and what has come of two."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.listening.models import Heard, Patch
from folkmoot.points.models import Placing, Progress, Quote, Taken, Theme, Themer, Theming

from . import words
from .points import points_of

PUBLISHED = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London"))


def of(patch: Patch) -> Theming:
    return Theming.objects.get(source_kind=patch._meta.label_lower, source_key=str(patch.pk))


def plant(village: SimpleNamespace, heard: list[Heard], patch: Patch) -> None:
    made = points_of(heard)
    theming = Theming.objects.create(
        title="What was heard at the doors, autumn 2026",
        place=village.thornbeck,
        source_kind=patch._meta.label_lower,
        source_key=str(patch.pk),
        source_address=patch.get_absolute_url(),
        begun_by=village.emeka,
        begun_at=PUBLISHED,
        method="\n\n".join(" ".join(part.split()) for part in words.METHOD.split("\n\n")),
        published_at=PUBLISHED,
        published_by=village.emeka,
    )
    Themer.objects.create(theming=theming, person=village.emeka, leads=True, joined_at=PUBLISHED)
    Themer.objects.create(theming=theming, person=village.grace, joined_at=PUBLISHED)
    Taken.objects.bulk_create(Taken(theming=theming, point=point, by=village.emeka, at=PUBLISHED) for _t, point in made)
    themes = {name: _theme(village, theming, name, at) for at, name in enumerate(words.RAISED, 1)}
    # The last few are left for the team to place.
    Placing.objects.bulk_create(
        Placing(theming=theming, theme=themes[name], point=point, by=village.emeka, at=PUBLISHED)
        for at, (name, point) in enumerate(made)
        if at % 16 != 15
    )
    _count(theming, made, themes)
    _follow(village, theming, themes, made)


def _theme(village: SimpleNamespace, theming: Theming, name: str, at: int) -> Theme:
    carries = {words.LATE: {"organisation": village.council}, words.WARM: {"organisation": village.library}}
    carries |= {words.PATH: {"owner": village.emeka}}
    where = {"source_kind": theming.source_kind, "source_key": theming.source_key, "source_title": theming.title}
    return Theme.objects.create(
        name=name,
        theming=theming,
        place=theming.place,
        position=at,
        by=village.emeka,
        made_at=PUBLISHED,
        source_address=theming.source_address,
        **where,
        **carries.get(name, {}),
    )


def _count(theming: Theming, made: list, themes: dict[str, Theme]) -> None:
    placed = [(name, point.voice) for at, (name, point) in enumerate(made) if at % 16 != 15]
    people = {str(themes[name].pk): len({voice for one, voice in placed if one == name}) for name in themes}
    total = len({point.voice for _name, point in made})
    Theming.objects.filter(pk=theming.pk).update(figures={"themes": people, "total": total})


def _follow(village: SimpleNamespace, theming: Theming, themes: dict[str, Theme], made: list) -> None:
    came = (
        (words.LATE, "under-way", date(2026, 11, 25), "The Council has asked the bus company about one later bus."),
        (words.PATH, "taken-up", date(2026, 11, 26), "Nine people with saws meet on the first Saturday of December."),
    )
    for name, state, on, said in came:
        Progress.objects.create(theme=themes[name], state=state, words=said, on=on, by=village.emeka)
    point = next((point for name, point in made if name == words.PATH and point.quotable), None)
    if point:
        facts = {"point": point, "words": point.sealed, "allowed_by": point.allowed_by, "agreed_at": PUBLISHED}
        Quote.objects.create(theming=theming, proposed_by=village.emeka, read_by=village.grace, **facts)
