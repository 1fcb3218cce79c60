"""Changes of themes, each with what it takes to go back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

from .theme import Placing, Theme
from .theming import Theming


class Regrouping(models.Model):
    """One change of a team's themes: who, when, and how it stood before; it can be undone, the last one first.

    `before` holds numbers and names alone: {"points": {point: theme or None}, "themes": {theme: [name, merged into]},
    "made": [themes that were new]}.
    """

    theming = models.ForeignKey(Theming, models.CASCADE, related_name="regroupings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.words

    @transaction.atomic
    def undo(self, by: Person) -> bool:
        """Everything as it stood before. True the first time; refused while a later change stands on it."""
        theming = lock(self.theming)
        theming.check_team(by)
        mine = Regrouping.objects.get(pk=self.pk)
        if mine.undone_at:
            return False
        if theming.regroupings.filter(pk__gt=self.pk, undone_at=None).exists():
            raise Refusal(_("Something was changed since. Undo that first."))
        _restore(theming, mine.before, by)
        Regrouping.objects.filter(pk=self.pk).update(undone_at=timezone.now())
        return True


def lock(theming: Theming) -> Theming:
    """One change at a time."""
    return Theming.objects.select_for_update().get(pk=theming.pk)


@transaction.atomic
def move(theming: Theming, keys: Iterable[int], theme: Theme | None, by: Person) -> Regrouping | None:
    """Put these points into a theme of it, or, with None, into none; None back when they stood so already."""
    locked = lock(theming)
    locked.check_team(by)
    if theme is not None:
        theme = _theme(locked, theme.pk)
    inside = set(locked.points.standing().filter(pk__in=list(keys)).values_list("pk", flat=True))
    stood = dict(locked.placings.filter(point__in=inside).values_list("point", "theme"))
    to_move = {key for key in inside if stood.get(key) != (theme.pk if theme else None)}
    if not to_move:
        return None
    before = {"points": {str(key): stood.get(key) for key in to_move}}
    _put(locked, to_move, theme.pk if theme else None, by)
    words = (
        _("%(n)d into “%(theme)s”") % {"n": len(to_move), "theme": theme}
        if theme
        else _("%(n)d out") % {"n": len(to_move)}
    )
    return _write(locked, by, words, before)


@transaction.atomic
def name(theming: Theming, said: str, keys: Iterable[int], by: Person) -> Theme:
    """A theme of that name with these points in it: a new one, or the one there is. Naming a new one and moving are
    one change."""
    locked = lock(theming)
    locked.check_team(by)
    said = " ".join(said.split())[:120]
    if not said:
        raise Refusal(_("Give the theme a name: a few words that the people who said it would know it by."))
    known = locked.themes.standing().filter(name__iexact=said).first()
    theme = known or _make(locked, said, by)
    change = move(locked, keys, theme, by)
    if known is None:
        if change:
            Regrouping.objects.filter(pk=change.pk).update(before=change.before | {"made": [theme.pk]})
        else:
            _write(locked, by, _("Named “%(theme)s”") % {"theme": theme}, {"made": [theme.pk]})
    return theme


@transaction.atomic
def rename(theming: Theming, theme: Theme, said: str, by: Person, words: str | None = None) -> Theme:
    """Call it otherwise; `words` says in a sentence what is in it."""
    locked = lock(theming)
    locked.check_team(by)
    theme, said = _theme(locked, theme.pk), " ".join(said.split())[:120]
    if not said:
        raise Refusal(_("A theme needs a name."))
    if locked.themes.standing().filter(name__iexact=said).exclude(pk=theme.pk).exists():
        raise Refusal(_("There is a theme of that name. To make one of the two, merge them."))
    if said != theme.name:
        _write(locked, by, _("“%(old)s” is now “%(new)s”") % {"old": theme, "new": said}, _as_it_stands([theme]))
    theme.name, theme.words = said, theme.words if words is None else words.strip()[:2000]
    theme.save(update_fields=["name", "words"])
    return theme


@transaction.atomic
def merge(theming: Theming, theme: Theme, into: Theme, by: Person) -> Theme:
    """All points of one go into another, which keeps its name; undone in one go."""
    locked = lock(theming)
    locked.check_team(by)
    theme, into = _theme(locked, theme.pk), _theme(locked, into.pk)
    if theme.pk == into.pk:
        raise Refusal(_("Choose another theme to put it into."))
    keys = set(locked.placings.filter(theme=theme).values_list("point", flat=True))
    before = _as_it_stands([theme]) | {"points": {str(key): theme.pk for key in keys}}
    _put(locked, keys, into.pk, by)
    Theme.objects.filter(pk=theme.pk).update(merged_into=into)
    _write(locked, by, _("“%(one)s” went into “%(other)s”") % {"one": theme, "other": into}, before)
    return into


def _theme(theming: Theming, pk: int) -> Theme:
    found = theming.themes.standing().filter(pk=pk).first()
    if found is None:
        raise Refusal(_("That theme is not among these any more."))
    return found


def _make(theming: Theming, said: str, by: Person) -> Theme:
    last = theming.themes.aggregate(last=Max("position"))["last"] or 0
    source = {"source_kind": theming.source_kind, "source_key": theming.source_key}
    if not theming.source_kind:
        source = {"source_kind": theming._meta.label_lower, "source_key": str(theming.pk)}
    facts = {"source_title": theming.title[:300], "source_address": theming.source_address, "place": theming.place}
    return Theme.objects.create(name=said, theming=theming, by=by, position=last + 1, **source, **facts)


def _put(theming: Theming, keys: set[int], theme: int | None, by: Person | None) -> None:
    theming.placings.filter(point__in=keys).delete()
    if theme is not None:
        Placing.objects.bulk_create(
            Placing(theming=theming, theme_id=theme, point_id=key, by=by) for key in sorted(keys)
        )


def _as_it_stands(themes: list[Theme]) -> dict:
    return {"themes": {str(theme.pk): [theme.name, theme.merged_into_id] for theme in themes}}


def _write(theming: Theming, by: Person, words: str, before: dict) -> Regrouping:
    return Regrouping.objects.create(theming=theming, by=by, words=words[:300], before=before)


def _restore(theming: Theming, before: dict, by: Person) -> None:
    for pk, (said, merged_into) in before.get("themes", {}).items():
        Theme.objects.filter(pk=int(pk)).update(name=said, merged_into=merged_into)
    by_theme: dict[int | None, set[int]] = {}
    for key, theme in before.get("points", {}).items():
        by_theme.setdefault(theme, set()).add(int(key))
    for theme, keys in by_theme.items():
        still = theming.themes.filter(pk=theme).exists() if theme else True
        alive = set(theming.points.standing().filter(pk__in=keys).values_list("pk", flat=True))
        _put(theming, alive, theme if still else None, by)
    for pk in before.get("made", []):
        if not theming.placings.filter(theme=pk).exists():
            Theme.objects.filter(pk=pk, theming=theming).delete()
