"""The record of an event, woven from what happened there: who came, what ran, was noted and promised, and since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Ask
from folkmoot.events import telling
from folkmoot.events.figures import mixed
from folkmoot.events.models import Event, FollowUp, Note, Output, Photo, Session, WriteUp
from folkmoot.events.models.writeup import was_there
from folkmoot.events.notebook import Page, notebook
from folkmoot.events.sums import came
from folkmoot.kit.jobs import once
from folkmoot.people.models import Person
from folkmoot.points.models import Theme
from folkmoot.promises.models import Promise

ASK = Ask._meta.label_lower


@dataclass
class Came:
    """How many came, and by sector [(sector, how many; None where hidden)]; `total` None where nobody counted."""

    total: int | None
    sectors: list[tuple[str, int | None]]
    hides: bool = False
    told: bool = False

    def rows(self) -> list[dict]:
        """Each sector with how many, and that in a hundred of all (None where either is hidden)."""
        return [
            {"sector": sector, "n": n, "share": round(100 * n / self.total) if n is not None and self.total else None}
            for sector, n in self.sectors
        ]


@dataclass
class Record:
    """What somebody may read of an event afterwards. `whole` is for those who came and those who hold it."""

    event: Event
    write_up: WriteUp | None
    whole: bool
    runs: bool
    link: str = ""

    def came(self) -> Came:
        """Counted at the door; else as the hosts told it. Under five in all, only that it was fewer than five."""
        counts = dict.fromkeys(_sectors(), 0)
        for row in self.event.check_ins.values("sector").annotate(n=Sum("party")).order_by():
            counts[row["sector"]] = counts.get(row["sector"], 0) + row["n"]
        total = sum(counts.values())
        if not total:
            return Came(self.write_up.came_total if self.write_up else None, [], told=True)
        shown = came.shown(counts)
        words = dict(Person.Sector.choices)
        rows = [(words[sector], count) for sector, count in shown.items() if count != 0]
        return Came(total if total >= came.LEAST else None, rows, hides=None in shown.values())

    def grid(self) -> list[dict]:
        """The sessions that ran, slot by slot: {"slot", "sessions"}."""
        ran = self.event.sessions.exclude(state__in=[Session.State.MERGED, Session.State.DROPPED])
        rows: dict = {}
        for session in (
            ran.filter(slot__isnull=False).select_related("slot", "room").order_by("slot__starts_at", "room")
        ):
            rows.setdefault(session.slot, []).append(session)
        return [{"slot": slot, "sessions": sessions} for slot, sessions in rows.items()]

    def several_days(self) -> bool:
        """Whether what ran stood on more than one day of the event's own clock: then each says which."""
        return len({self.event.local(row["slot"].starts_at).date() for row in self.grid()}) > 1

    def notes(self) -> list[Page]:
        return notebook(self.event, public=not self.whole)

    def outputs(self) -> QuerySet[Output]:
        rows = self.event.outputs.all() if self.runs else self.event.outputs.published()
        return rows if self.whole else rows.filter(attendees_only=False)

    def gaps(self) -> QuerySet[Note]:
        """What was missing and has no next event yet; not what was asked for in the directory and has been closed."""
        gaps = self.event.notes.standing().filter(kind__in=[Note.Kind.GAP, Note.Kind.IDEA], follow_ups=None)
        landed = [key for key in gaps.filter(landed_kind=ASK).values_list("landed_key", flat=True) if key.isdecimal()]
        met = Ask.objects.filter(pk__in=landed, closed_at__isnull=False).values_list("pk", flat=True)
        gaps = gaps.exclude(landed_kind=ASK, landed_key__in=[str(pk) for pk in met])
        return gaps if self.whole else gaps.filter(attendees_only=False)

    def follow_ups(self) -> list[dict]:
        """Each next event with those who could host it: {"next", "hosts"}."""
        shown = Q(standing=None) | Q(standing__state="shown")
        rows = FollowUp.objects.filter(shown, event=self.event).select_related("became", "note")
        return [
            {"next": row, "hosts": row.hosts.filter(taken_back_at=None).select_related("person", "organisation")}
            for row in rows
        ]

    def photos(self) -> list[Photo]:
        """Those that hang, as far as this reader may see them."""
        shown = self.event.photos.shown().select_related("session", "by")
        return list(shown if self.whole else shown.filter(attendees_only=False))

    def promises(self) -> QuerySet[Promise]:
        """What was promised there, the open first."""
        return promised_at(self.event).shown().select_related("outcome", "holder", "organisation").most_pressing_first()

    def themes(self) -> list[dict]:
        return themes_of(self.event)

    def mixed(self) -> list[str]:
        """Counts that the story mixes with shares."""
        return mixed(self.write_up.story) if self.write_up else []

    def sentence(self) -> str:
        """What came of it, in one line."""
        came, kept, made = self.came(), promised_at(self.event).shown().kept().count(), self.promises().count()
        parts = []
        if came.total:
            parts.append(ngettext("%(n)s person came", "%(n)s people came", came.total) % {"n": came.total})
        if n := sum(len(row["sessions"]) for row in self.grid()):
            parts.append(ngettext("one session ran", "%(n)s sessions ran", n) % {"n": n})
        if n := self.outputs().count():
            parts.append(ngettext("one thing came out of it", "%(n)s things came out of it", n) % {"n": n})
        if made:
            parts.append(_("%(kept)s of %(made)s promises are kept so far") % {"kept": kept, "made": made})
        return "; ".join(parts)


def _sectors() -> list[str]:
    """Every sector, "not said" last."""
    return sorted(Person.Sector.values, key=lambda sector: sector == "")


def record_for(event: Event, person: Person | None, *, link: str = "") -> Record:
    """The record as this person may read it; `link`: the token, already checked, of somebody who came."""
    today = timezone.localdate()
    write_up = WriteUp.objects.filter(event=event).select_related("by").first()
    runs = event.may_be_run_by(person, today)
    return Record(event, write_up, whole=runs or bool(link) or was_there(event, person), runs=runs, link=link)


def may_read(record: Record) -> bool:
    """Whether it is published for whoever asks."""
    if record.runs:
        return True
    audience = record.write_up.audience if record.write_up else WriteUp.Audience.HOSTS
    return audience == WriteUp.Audience.EVERYONE or (audience == WriteUp.Audience.CAME and record.whole)


def promised_at(event: Event):
    """The promises whose "said at" is this event or something in it."""
    return Promise.objects.filter(said_at_address__startswith=f"/events/{event.pk}/")


def themes_of(event: Event) -> list[dict]:
    """Each theme with how many groups raised it, most first: {"theme", "groups", "points"}. Counts, never shares.

    Groups are counted from the points; where none were placed, as it was told.
    """
    standing = Q(points__taken_back_at=None) & (Q(points__standing=None) | Q(points__standing__state="shown"))
    rows = (
        Theme.objects.standing()
        .filter(source_kind=event._meta.label_lower, source_key=str(event.pk))
        .annotate(
            groups=Count("points__group", filter=standing, distinct=True),
            lines=Count("points", filter=standing, distinct=True),
        )
    )
    rows = rows.select_related("owner", "organisation").prefetch_related("progress")
    found = [{"theme": row, "groups": row.groups or row.groups_said, "points": row.lines} for row in rows]
    return sorted(found, key=lambda one: (-(one["groups"] or 0), one["theme"].position, one["theme"].pk))


def how_many_groups(event: Event) -> int:
    """In how many groups (sessions or tables) something was said."""
    rows = event.notes.standing().filter(point__isnull=False).values_list("point__group", flat=True)
    return len(set(rows))


def name_theme(event: Event, by: Person, name: str, points: list, groups_said: int | None = None) -> Theme:
    """Put these points under one name, which may be there already. Safe twice."""
    where = {"source_kind": event._meta.label_lower, "source_key": str(event.pk), "name": " ".join(name.split())[:120]}
    facts = {"source_title": str(event)[:300], "source_address": f"/events/{event.pk}/record/", "by": by}
    theme, _new = Theme.objects.standing().get_or_create(**where, defaults=facts | {"place": event.place})
    if groups_said is not None:
        Theme.objects.filter(pk=theme.pk).update(groups_said=groups_said)
    for point in points:
        theme.place_point(point, by)
    theme.refresh_from_db()
    return theme


def tell_once(page: WriteUp) -> int:
    """Those who came hear that they may read it, the first time that it is opened to them; how many were told."""
    if page.audience == WriteUp.Audience.HOSTS:
        return 0
    with once(f"record opened {page.event_id}") as first:
        return telling.record_opened(page.event) if first else 0


def is_closed(event: Event, day: date) -> bool:
    """Whether nothing more can be said about it."""
    return event.talk is not None and not event.talk.is_open(day)
