"""A mapping hour: what was entered as a grid, taken into the directory together, and taken back together."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import (
    Activity,
    Ask,
    Confirmation,
    Membership,
    Offer,
    Organisation,
    Party,
    Record,
    Reply,
    Revision,
    Source,
    Tally,
    TypeOfHelp,
)
from folkmoot.events.models import Event, Mapped
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.search.keeping import drop_many
from folkmoot.people.models import Person

AT_ONCE = 100


def grid(event: Event) -> dict:
    """Who does what, as `kit/_heat.html` wants it: the types of help across, a row for each body in the order in which
    they came, and in each cell how many programmes; what gives no type stands in a column of its own."""
    kinds = list(TypeOfHelp.objects.values_list("code", "name"))
    counts: dict[str, dict[str, int]] = {}
    for card in event.mapped.standing().with_all():
        row = counts.setdefault(card.body, defaultdict(int))
        for code in [kind.pk for kind in card.types.all()] or [""]:
            row[code] += 1
    across = [*kinds, ("", _("Not said"))]
    if not any(row.get("") for row in counts.values()):
        across = kinds
    return {
        "across": [name for _code, name in across],
        "rows": [(body, [_cell(row.get(code, 0)) for code, _name in across]) for body, row in counts.items()],
    }


def _cell(count: int) -> dict:
    return {"words": str(count) if count else "", "level": ("", "a", "b", "c")[min(count, 3)]}


def mark(event: Event) -> str:
    """Changes with every card that is entered or struck out; an ETag."""
    last = event.mapped.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f'"{last}-{event.mapped.standing().count()}"'


def source_of(event: Event) -> Source:
    """What the entries of this hour give as their source."""
    name = _("Mapping hour at %(event)s") % {"event": event}
    if event.starts_at:
        name = f"{name}, {event.local(event.starts_at):%-d %B %Y}"
    facts = {"kind": Source.Kind.PERSON, "keeper_words": _("those who hold the event")}
    return Source.objects.get_or_create(name=name[:200], defaults=facts)[0]


def take_in(event: Event, by: Person) -> int:
    """Put what was entered into the directory, in the hosts' name, a hundred at a time; gives how many. Safe twice."""
    _needs_host(event, by)
    source, done = source_of(event), 0
    for card in event.mapped.to_take_in().with_all()[:AT_ONCE]:
        done += _take(card, source, by)
    if done:
        told = {"place": event.place, "address": source.get_absolute_url(), "detail": {"entries": done}}
        Line.record(by, "took in a mapping hour at", event, **told)
    return done


@transaction.atomic
def _take(card: Mapped, source: Source, by: Person) -> bool:
    held = Mapped.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if held.taken_at or held.struck_at:
        return False
    body, made = _body(card, by)
    activity = Activity.enter(by, _facts(card, body), source=str(source), why=_("said in a mapping hour"))
    said = {"title": card.title, "organisation": card.body, "when": card.when_said, "where": card.where_said}
    fields = {name: value for name, value in said.items() if value}
    Record.objects.create(source=source, row=str(card.pk), activity=activity, fields=fields)
    held.activity, held.made_body, held.taken_at, held.taken_by = activity, made, timezone.now(), by
    held.save(update_fields=["activity", "made_body", "taken_at", "taken_by"])
    return True


def _body(card: Mapped, by: Person) -> tuple[Organisation, bool]:
    """The body of exactly that name, or a new one; and whether it is new."""
    found = Organisation.objects.live().shown().filter(name__iexact=card.body.strip()).order_by("pk").first()
    if found:
        return found, False
    return Organisation.enter(by, {"name": card.body.strip()}, why=_("said in a mapping hour")), True


def _facts(card: Mapped, body: Organisation) -> dict:
    where = "" if card.place_id or not card.where_said else _("Where: %(words)s.") % {"words": card.where_said}
    return {
        "title": card.title,
        "about": where,
        "types": sorted(kind.pk for kind in card.types.all()),
        "people": sorted(group.pk for group in card.people.all()),
        "people_words": card.whom_said,
        "parties": [[body.pk, Party.Role.DELIVERS, None]],
        "served": [card.place_id] if card.place_id else [],
        "starts_said": card.when_said,
    }


@transaction.atomic
def undo(event: Event, by: Person) -> tuple[int, int]:
    """Take the whole hour out of the directory again: (gone, stayed). What others have changed, confirmed, replied to
    or built on since stays. The cards stay too, and can be taken in once more. Safe twice."""
    _needs_host(event, by)
    cards = list(event.mapped.select_for_update(of=("self",)).filter(taken_at__isnull=False).select_related("activity"))
    built_on = [card.pk for card in cards if card.activity and _is_built_on(card)]
    going = [card for card in cards if card.pk not in built_on]
    bodies = {card.activity.parties.get().organisation for card in going if card.activity and card.made_body}
    _forget(Activity, [card.activity_id for card in going if card.activity_id])
    _forget(Organisation, [body.pk for body in bodies if not _has_more(body)])
    facts = {"activity": None, "made_body": False, "taken_at": None, "taken_by": None}
    Mapped.objects.filter(pk__in=[card.pk for card in going]).update(**facts)
    if going:
        Line.record(by, "undid a mapping hour at", event, place=event.place)
    return len(going), len(built_on)


def _is_built_on(card: Mapped) -> bool:
    entry = card.activity
    named = {"kind": entry._meta.label_lower, "key": str(entry.pk)}
    others = ~Q(by=card.taken_by)
    return (
        Revision.objects.filter(others, **named).exists()
        or Confirmation.objects.filter(others, **named).exists()
        or Reply.objects.filter(**named).exists()
        or bool(entry.same_as_id or entry.standing_id or entry.absorbed.exists())
        or entry.records.exclude(source=source_of(card.event)).exists()
    )


def _has_more(body: Organisation) -> bool:
    """Whether something else hangs on it by now."""
    named = {"kind": body._meta.label_lower, "key": str(body.pk)}
    if Revision.objects.filter(**named).count() > 1 or Reply.objects.filter(organisation=body).exists():
        return True
    return any(model.objects.filter(organisation=body).exists() for model in (Party, Membership, Offer, Ask))


def _forget(model: type[Model], keys: list[int]) -> None:
    kind = model._meta.label_lower
    if model is Activity:
        Tally.forget_many(keys)
    drop_many(kind, keys)
    for trace in (Revision, Confirmation):
        trace.objects.filter(kind=kind, key__in=[str(key) for key in keys]).delete()
    model.objects.filter(pk__in=keys).delete()


def _needs_host(event: Event, by: Person) -> None:
    if not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can do that."))
