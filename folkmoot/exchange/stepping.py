"""From one step of an intake to the next, and what each step's page shows."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import Organisation, PeopleServed, Source, Topic, TypeOfHelp
from folkmoot.directory.wording import LABELS
from folkmoot.exchange import files, linked
from folkmoot.exchange.foreseeing import Foreseen, foreseen
from folkmoot.exchange.models import Intake, IntakeRefused, Letterbox, Link, Row
from folkmoot.exchange.models.intake import looks_after_all
from folkmoot.journal.models import Notice
from folkmoot.kit.templatetags.kit import figure
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.requests.models import Request

WORDS = {
    "town": _("Town"),
    "charity_number": _("Charity number"),
    "company_number": _("Company number"),
    "confirmed_on": _("Last confirmed"),
    "money": _("Money"),
}
VOCABULARY = {"types": TypeOfHelp, "topics": Topic, "people": PeopleServed, "served": Place}


def steps_of(intake: Intake) -> list[tuple[str, str]]:
    """(name, "done", "now" or "") for the picture of where it stands."""
    state = Intake.State(intake.state)
    names = [_("Your list"), _("What its columns hold"), _("Check before anything is taken"), _("What came of it")]
    at = {state.READING: 0, state.COLUMNS: 1, state.COMPARING: 2, state.CHECK: 2}.get(state, 3)
    if intake.kind in ("hsds", "360giving"):
        names.pop(1)
        at = max(0, at - 1) if at else 0
    last = intake.state in (state.TAKEN, state.UNDONE)
    return [(n, "done" if i < at or last else "now" if i == at else "") for i, n in enumerate(names)]


@transaction.atomic
def say_columns(intake: Intake, mapping: dict, as_of: date | None) -> Intake:
    """Keep what the columns hold and go on to the dry run. Makes the source if it is new. Safe twice."""
    held = intake.locked()
    if held.state != Intake.State.COLUMNS:
        return held
    if held.source is None:
        held.source = source_of(held)
    held.mapping, held.as_of, held.state = mapping, as_of, Intake.State.COMPARING
    held.done = held.of = 0
    held.save()
    return held


def source_of(intake: Intake) -> Source:
    """The source that the intake's records will name, kept by whoever brought it."""
    kind = {"hsds": Source.Kind.HSDS, "360giving": Source.Kind.GRANTS}.get(intake.kind, Source.Kind.SHEET)
    facts = {"kind": kind, "keeper": intake.by, "keeper_words": str(intake.by or ""), "address": intake.address}
    source, _new = Source.objects.get_or_create(name=intake.source_name, defaults=facts)
    return source


@transaction.atomic
def step_back(intake: Intake, to: str, sheet: str = "") -> Intake:
    """Before anything is taken: to another sheet, to the columns, or to compare once more."""
    held = intake.locked()
    if held.state not in (Intake.State.COLUMNS, Intake.State.CHECK):
        raise IntakeRefused(_("This list is past that step."))
    if to == "sheet":
        (held.folder / files.COLUMNS).unlink(missing_ok=True)
        held.state, held.sheet, held.mapping = Intake.State.READING, sheet[:120], {}
    elif to == "plain":
        held.state, held.as_kind, held.kind = Intake.State.READING, "entry", ""
    elif to == "columns" and held.kind == "sheet" and held.folder.has(files.COLUMNS):
        held.state = Intake.State.COLUMNS
    elif to == "compare" and held.state == Intake.State.CHECK:
        held.state, held.done = Intake.State.COMPARING, 0
    held.save()
    return held


# The dry run's page


def verdicts_of(intake: Intake, most: int) -> list[tuple[Row.Verdict, int, list[dict]]]:
    """(verdict, how many, the first few in words), those that were met, in order."""
    found = []
    for verdict in Row.Verdict:
        n = intake.counts.get(verdict, 0)
        if n:
            few = (
                intake.rows.filter(verdict=verdict).select_related("intake")[:most]
                if verdict != Row.Verdict.SAME
                else []
            )
            found.append((verdict, n, worded(few)))
    return found


def rows_of(intake: Intake, verdict: str):
    return intake.rows.filter(verdict=verdict).select_related("intake")


def worded(rows) -> list[dict]:
    """Rows in words: what is said, what was worked out and marked guessed, what was noticed."""
    rows = list(rows)
    names = _names(rows)
    bodies = Organisation.objects.in_bulk([row.body_id for row in rows if row.answer in Row.ADDING and row.body_id])
    brings = foreseen(rows[0].intake, rows) if rows and rows[0].intake.state == Intake.State.CHECK else {}
    return [
        {
            "row": row,
            "adds_to": bodies.get(row.body_id),
            "brings": _brings(brings.get(row.pk)),
            "changes": [(label_of(name), *pair) for name, pair in row.changes.items() if pair != ["", row.title]],
            "proposed": [
                (label_of(kind), _said(names[kind], row.plan[kind])) for kind in VOCABULARY if row.plan.get(kind)
            ],
            "guessed": row.plan.get("guessed", []),
            "hides": row.plan.get("hides", False),
            "reasons": row.reasons,
        }
        for row in rows
    ]


def _brings(found: Foreseen | None) -> dict | None:
    """What a row would bring to an activity that is here, with the facts by name."""
    if found is None:
        return None
    added = [(label_of(name), words) for name, words in found.added]
    differs = [(label_of(name), here, said) for name, here, said in found.differs]
    return {"deed": found.deed, "added": added, "differs": differs, "is_asked": found.is_asked}


def _names(rows: list[Row]) -> dict[str, dict]:
    """Code or id → name, for everything that these rows' plans speak of."""
    found = {}
    for kind, model in VOCABULARY.items():
        keys = {key for row in rows for key in row.plan.get(kind, ())}
        found[kind] = {key: str(thing) for key, thing in model.objects.in_bulk(keys).items()}
    return found


def _said(names: dict, keys: list) -> list[str]:
    return [names.get(key, str(key).replace("-", " ")) for key in keys]


def label_of(name: str) -> str:
    return str(LABELS.get(name) or WORDS.get(name) or name.strip("“”").replace("_", " ").capitalize())


def is_latest(intake: Intake) -> bool:
    later = Intake.objects.filter(source=intake.source, pk__gt=intake.pk, state__in=["taking", "taken"])
    return not later.exists()


# The yes of a keeper or convenor


def ask_for_yes(intake: Intake, by: Person) -> None:
    """Ask the keepers and convenors, once."""
    intake.check_kept_by(by)
    if intake.state != Intake.State.CHECK:
        raise IntakeRefused(_("There is no dry run of this list to say yes to."))
    words = _("May %(n)s rows of “%(name)s” be taken in?") % {"n": figure(intake.rows_to_take), "name": intake}
    parties = ["role:keeper", "role:convenor"]
    Request.put("intake", words, intake, to=parties, asked_by=by, once=f"intake:{intake.pk}")


def settle_asking(intake: Intake) -> None:
    """It was taken: nobody is asked any more, and whoever brought it is told."""
    settle_copies(intake)
    for asked in Request.objects.filter(kind="intake", once=f"intake:{intake.pk}", closed_at=None):
        asked.close()
        if intake.by:
            Notice.tell(intake.by, _("Your list “%s” is being taken in.") % intake, intake.get_absolute_url())


def ask_keeper(intake: Intake) -> None:
    """A copy that came by itself waits for its keeper: to say what its columns hold, or to say yes. Safe twice."""
    if not intake.came or intake.by is None:
        return
    settle_copies(intake)
    named = {"name": str(intake), "n": figure(intake.rows_to_take)}
    if intake.state == Intake.State.COLUMNS:
        words = _("A new copy of “%(name)s” has other columns than before. What do they hold?") % named
    elif intake.state == Intake.State.CHECK and intake.rows_to_take:
        words = ngettext(
            "A new copy of “%(name)s” came. One row is different. Take it in?",
            "A new copy of “%(name)s” came. %(n)s rows are different. Take them in?",
            intake.rows_to_take,
        )
        words %= named
    else:
        return
    Request.put("copy", words, intake, to=[intake.by], once=f"copy:{intake.pk}:{intake.state}")


def settle_copies(intake: Intake) -> None:
    """What was asked of this copy, and of those before it, is asked no more."""
    earlier = intake.source.intakes.filter(pk__lte=intake.pk) if intake.source else [intake]
    keys = [str(one.pk) for one in earlier]
    for asked in Request.objects.filter(kind="copy", about_key__in=keys, closed_at=None):
        asked.close()


def is_asked(intake: Intake) -> bool:
    return Request.objects.filter(kind="intake", once=f"intake:{intake.pk}", closed_at=None).exists()


def asked_for(person: Person) -> list[Intake]:
    """Lists that wait for this keeper's or convenor's yes."""
    if not looks_after_all(person, timezone.localdate()):
        return []
    waiting = Request.objects.filter(kind="intake", closed_at=None).values_list("about_key", flat=True)
    return list(Intake.objects.filter(pk__in=[int(key) for key in waiting], state=Intake.State.CHECK))


# A source at an address


def keep_pace(intake: Intake, pace: str | None) -> None:
    """How often the source's address is read again; makes the source where it is new."""
    if not intake.address:
        raise IntakeRefused(_("This list was not read from an address."))
    if intake.source is None:
        intake.source = source_of(intake)
        intake.save(update_fields=["source"])
    linked.link_to(intake.source, intake.address, pace if pace in Link.Pace.values else Link.Pace.WEEKLY)


def read_now(intake: Intake, by: Person) -> Intake:
    """A new reading of the same address; queue it."""
    link = Link.objects.filter(source=intake.source).first()
    if link is None:
        raise IntakeRefused(_("This list was not read from an address."))
    return linked.begin_again(link, by)


# A source's own mail address


def set_letterbox(intake: Intake, by: Person, *, is_open: bool) -> None:
    """Open the source's letterbox, or close it. Safe twice."""
    if intake.source is None:
        raise IntakeRefused(_("Say what its columns hold first."))
    if is_open and "@" not in settings.SHEETS_MAIL:
        raise IntakeRefused(_("This site takes no lists by mail. Ask whoever runs it."))
    Letterbox.open_for(intake.source, by) if is_open else Letterbox.close_for(intake.source, by)


def letterbox_of(intake: Intake) -> Letterbox | None:
    return intake.source.letterboxes.open().first() if intake.source else None
