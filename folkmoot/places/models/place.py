"""A dated tree of places, their names and codes, and what followed what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.kit import search
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.search.words import fold

from .finding import find
from .lain import OtherPath


class PlaceRefused(Refusal):
    """The tree of places cannot be changed like that."""


class PlaceSet(models.QuerySet):
    def within(self, place: Place) -> PlaceSet:
        """The place itself, everything inside it, and places no longer there that one of these followed."""
        inside = Q(path__startswith=place.path)
        return self.filter(inside | Q(pk__in=place.followed) if place.followed else inside)

    def heirs(self, day: date) -> dict[int, list[Place]]:
        """Closed place → the places that stood on that day in its stead; those that nothing followed are not there.

        Three queries, however many.
        """
        after: dict[int, set[int]] = {}
        for before, one in Succession.objects.values_list("before", "after"):
            after.setdefault(before, set()).add(one)
        places = self.model.objects.in_bulk({*after, *(one for each in after.values() for one in each)})
        closed = [place for place in places.values() if place.pk in after and not place.is_open(day)]
        return {place.pk: found for place in closed if (found := _last(place, after, places, day))}

    def around(self, place: Place) -> PlaceSet:
        """The place itself and everything it lies in, largest first."""
        return self.filter(pk__in=place.line()).order_by("path")

    def standing_on(self, day: date) -> PlaceSet:
        """The places that were valid on that day; an unknown date counts as valid."""
        return self.filter(Q(opens_on=None) | Q(opens_on__lte=day), Q(closes_on=None) | Q(closes_on__gt=day))

    def live(self) -> PlaceSet:
        return self.filter(story=False)

    def of_story(self) -> PlaceSet:
        return self.filter(story=True)

    def coded(self, code: str) -> Place | None:
        """The place of the live world with this code, its own or a former one."""
        code = code.strip().upper()
        if not code:
            return None
        live = self.live()
        return live.filter(code=code).first() or live.filter(other_codes__code=code).first()


class Place(models.Model):
    """From a street to a nation, or a community of interest; with the dates between which it was valid.

    `path` is the line of ids from the root, "/1/14/203/", kept by `save`, so that "within" is a prefix.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        NATION = "nation", "Nation"
        REGION = "region", "Region"
        COMBINED = "combined", "Combined authority"
        COUNTY = "county", "County"
        DISTRICT = "district", "District or unitary"
        WARD = "ward", "Ward"
        PARISH = "parish", "Parish"
        TOWN = "town", "Town or village"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        STREET = "street", "Street"
        INTEREST = "interest", "Community of interest"

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False, help_text="the name as it is looked for")
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    code = models.CharField(max_length=16, blank=True, help_text="GSS code, where there is one")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True, help_text="first day on which it is no longer valid")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    story = models.BooleanField(default=False, help_text="belongs to the 2009 story")

    objects = PlaceSet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code", "story"], condition=~Q(code=""), name="place_code_once"),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(opens_on=None) | Q(closes_on__gt=F("opens_on")),
                name="place_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_the_globe",
            ),
        ]
        indexes = [models.Index(fields=["path"], name="place_path_like", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])

    def save(self, *args, **kwargs) -> None:
        """Where a place that is there already lies is never written here: it may have moved since it was read. To move
        it, `move_to`."""
        self.folded = fold(self.name)[:200]
        with transaction.atomic():
            if self._state.adding:
                self._save_new(*args, **kwargs)
            else:
                named = set(
                    kwargs.pop("update_fields", None) or {one.name for one in self._meta.concrete_fields[1:]}
                ) | {"folded"}
                super().save(*args, update_fields=named - {"parent", "path"}, **kwargs)
                self.refresh_from_db(fields=["parent", "path"])
            if not self.story:
                search.put(*document(self))

    def _save_new(self, *args, **kwargs) -> None:
        if self.parent:
            # What it is made in may be moving this very moment.
            lock_tree()
            self.parent.refresh_from_db(fields=["path"])
        super().save(*args, **kwargs)
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        super().save(update_fields=["path"])

    @classmethod
    def find(cls, words: str, *, story: bool = False, most: int = 10) -> list[Place]:
        """The places somebody may mean, likeliest first: by code, slug, postcode, outward code or any name."""
        return find(cls.objects.filter(story=story), words, most)

    @cached_property
    def followed(self) -> list[int]:
        """Ids of closed places elsewhere in the tree that this one, or something inside it, followed, over any number
        of splits and mergers. What was done there counts here."""
        found: set[int] = set()
        ahead = Q(after__path__startswith=self.path)
        gone = Succession.objects.filter(before__closes_on__lte=timezone.localdate())
        gone = gone.exclude(before__path__startswith=self.path)
        while new := set(gone.filter(ahead).values_list("before", flat=True)) - found:
            found |= new
            ahead = Q(after__in=new)
        return sorted(found)

    def parent_before(self) -> Place | None:
        """What it lay in before it was moved last; None where it never was, or stood by itself."""
        last = self.other_paths.order_by("-at", "-pk").first()
        line = [part for part in last.path.split("/") if part][:-1] if last else []
        return Place.objects.filter(pk=line[-1]).first() if line else None

    def line(self) -> list[int]:
        """The ids from the root down to this place."""
        return [int(part) for part in self.path.strip("/").split("/") if part]

    def is_open(self, day: date) -> bool:
        return (self.opens_on is None or self.opens_on <= day) and (self.closes_on is None or self.closes_on > day)

    def at(self, day: date) -> list[Place]:
        """What stood here on that day: the place itself, what followed it by then, or what it later followed.

        [] when the place had not begun, or had ended, and nothing before or after it is known.
        """
        if self.is_open(day):
            return [self]
        early = self.opens_on is not None and self.opens_on > day
        return _along(self, day, "predecessors" if early else "successors")

    def successors_on(self, day: date) -> list[Place]:
        """The places that stood on that day in this one's stead, over any number of splits and mergers."""
        return [self] if self.is_open(day) else _along(self, day, "successors")

    def successors(self) -> list[Place]:
        """What followed it directly, in order of name."""
        return list(Place.objects.filter(follows__before=self))

    def predecessors(self) -> list[Place]:
        return list(Place.objects.filter(followed_by__after=self))

    @transaction.atomic
    def close(self, on: date, successors: Iterable[Place] = (), why: str = "") -> None:
        """From `on` this place is no more; what followed it is kept with the reason. Safe twice.

        What lies inside stays where it was: move it with `move_to`. Those who watch the place are told by
        a daily job of home.
        """
        place = Place.objects.select_for_update().get(pk=self.pk)
        if place.closes_on not in (None, on):
            raise PlaceRefused(f"{self} already closed on {place.closes_on:%-d %B %Y}. Correct that day first.")
        if place.opens_on and on <= place.opens_on:
            raise PlaceRefused(f"{self} opened on {place.opens_on:%-d %B %Y}: it cannot close before that.")
        Place.objects.filter(pk=self.pk).update(closes_on=on)
        self.closes_on = on
        for after in successors:
            Succession.objects.get_or_create(before=self, after=after, defaults={"on": on, "why": why[:300]})

    @transaction.atomic
    def reopen(self) -> None:
        """It was closed by mistake: it stands again, and nothing followed it. Safe twice."""
        place = Place.objects.select_for_update().get(pk=self.pk)
        if place.closes_on is None:
            return
        Place.objects.filter(pk=self.pk).update(closes_on=None)
        Succession.objects.filter(before=self).delete()
        self.closes_on = None

    @transaction.atomic
    def rename(self, name: str) -> None:
        """Called this from now on; the old name still finds it. Safe twice."""
        place = Place.objects.select_for_update().get(pk=self.pk)
        name = " ".join(name.split())
        if not name:
            raise PlaceRefused(f"Write what {self} is called now.")
        if name == place.name:
            return
        OtherName.objects.get_or_create(place=place, name=place.name)
        OtherName.objects.filter(place=place, name=name).delete()
        place.name = self.name = name
        place.save(update_fields=["name"])

    @transaction.atomic
    def move_to(self, parent: Place | None) -> None:
        """Hang this place, with all inside it, under another. Whoever keeps paths (search, counts) rebuilds.

        Safe twice. Where it lay before is kept, since the journal names places by where they lay.
        """
        place, parent = self._locked_with(parent)
        if parent and parent.pk == place.pk:
            raise PlaceRefused(_("A place does not lie inside itself. Choose another."))
        if parent and parent.path.startswith(place.path):
            words = _("%(place)s cannot lie inside %(parent)s, which lies inside it. Move %(parent)s out of it first.")
            raise PlaceRefused(words % {"place": self, "parent": parent})
        if place.parent_id == (parent.pk if parent else None):
            return
        before = place.path
        after = f"{parent.path if parent else '/'}{self.pk}/"
        _check_depth(place, len(after) - len(before))
        OtherPath.keep(place)
        OtherPath.objects.filter(place=place, path=after).delete()
        Place.objects.filter(pk=self.pk).update(parent=parent)
        tail = Substr("path", len(before) + 1)
        Place.objects.filter(path__startswith=before).update(path=Concat(Value(after), tail))
        self.parent, self.path = parent, after

    def _locked_with(self, parent: Place | None) -> tuple[Place, Place | None]:
        """Both as they are now, locked: of two moves at once, the second sees what the first has done."""
        lock_tree()
        ids = [self.pk, *([parent.pk] if parent else ())]
        locked = {one.pk: one for one in Place.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        return locked[self.pk], locked[parent.pk] if parent else None

    @classmethod
    def free_slug(cls, name: str, *more: str) -> str:
        """An address nobody has: the name, then with each of `more`, then with a number."""
        begun = slugify(fold(name))[:90] or "place"
        return free_slug(set(cls.objects.filter(slug__startswith=begun).values_list("slug", flat=True)), name, *more)

    @classmethod
    def plant(cls, places: list[Place]) -> None:
        """Many new places at once. Their parents are there already."""
        for place in places:
            place.folded = fold(place.name)[:200]
        cls.objects.bulk_create(places)
        for place in places:
            place.path = f"{place.parent.path if place.parent else '/'}{place.pk}/"
        cls.objects.bulk_update(places, ["path"], batch_size=200)
        search.put_many(document(place, ()) for place in places if not place.story)


def lock_tree() -> None:
    """One change at a time of what lies in what. Rows alone would not do: the line of a place that was read a moment
    ago may be another by now, and two moves that lock different rows can make a circle. SQLite's IMMEDIATE already
    sees to it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4608)")


def _check_depth(place: Place, more: int) -> None:
    """Refuses where something inside would lie deeper than a path can say."""
    longest = Place.objects.filter(path__startswith=place.path).aggregate(most=models.Max(Length("path")))["most"]
    if longest + more > Place._meta.get_field("path").max_length:
        raise PlaceRefused(_("That lies too deep: so many places inside each other cannot be kept."))


def document(place: Place, names: Iterable[str] | None = None) -> search.Entry:
    """What search keeps of a place: its name, its other names (read, when not given) and its code."""
    others = [other.name for other in place.other_names.all()] if names is None else names
    words = " ".join([place.get_kind_display(), place.code, *others])
    return search.Entry(place._meta.label_lower, place.pk, place.name, words, place.path, place.get_absolute_url())


def free_slug(taken: set[str], name: str, *more: str) -> str:
    """The first address not taken: the name, then with each of `more`, then with a number."""
    begun = slugify(fold(name))[:90] or "place"
    tries = [begun, *(f"{begun}-{slugify(fold(word))}"[:110] for word in more if word)]
    tries += [f"{tries[-1]}-{n}" for n in range(2, len(taken) + 3)]
    return next(slug for slug in tries if slug not in taken)


def _along(place: Place, day: date, way: str) -> list[Place]:
    """Follow successions in one direction until places that stood on the day; each place is met once."""
    standing, seen, ahead = [], {place.pk}, [place]
    while ahead:
        for other in getattr(ahead.pop(0), way)():
            if other.pk in seen:
                continue
            seen.add(other.pk)
            (standing if other.is_open(day) else ahead).append(other)
    return standing


def _last(place: Place, after: dict[int, set[int]], places: dict[int, Place], day: date) -> list[Place]:
    """Follow successions until places that stood on the day, in order of id; each place is met once."""
    standing, seen, ahead = [], {place.pk}, [place.pk]
    while ahead:
        new = after.get(ahead.pop(), set()) - seen
        seen |= new
        standing += [places[one] for one in new if places[one].is_open(day)]
        ahead += [one for one in new if not places[one].is_open(day)]
    return sorted(standing, key=lambda one: one.pk)


class Succession(models.Model):
    """One place followed another from a day on; a split or a merger is several rows."""

    before = models.ForeignKey(Place, models.CASCADE, related_name="followed_by")
    after = models.ForeignKey(Place, models.CASCADE, related_name="follows")
    on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="succession_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class OtherName(models.Model):
    """Another name a place goes by: Welsh, former, or what people say."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)
    language = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="other_name_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(self.name)[:200]
        super().save(*args, **kwargs)
        if not self.place.story:
            search.put(*document(self.place))


class OtherCode(models.Model):
    """A code a place had before its present one: a boundary review may give the same place a new number."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="other_codes")
    code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "code"], name="other_code_once")]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return self.code
