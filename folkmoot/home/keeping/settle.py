"""Settles a real site: its words and places, its home place, its two keepers, a first backup, its papers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from folkmoot.home.keeping import backup, doctor, safety, week
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person, Role
from folkmoot.places.models import Place

KEEPER = re.compile(r"\s*(?P<name>[^<>\s](?:[^<>]*[^<>\s])?)\s*<(?P<email>[^<>@\s]+@[^<>@\s]+)>\s*")
PAPERS = ("assessment", "privacy", "complaints", "online-safety")


@transaction.atomic
def make_keeper(said: str) -> Person:
    """The person of "Name <address>", with the role of keeper from today; safe twice."""
    found = KEEPER.fullmatch(said)
    if not found:
        raise Refusal("Write a name and an address like this: Amina Yusuf <amina@example.org>")
    person = Person.objects.filter(email__iexact=found["email"]).first()
    person = person or Person.objects.create_user(found["email"], name=found["name"])
    role, made = Role.objects.get_or_create(
        person=person, kind=Role.Kind.KEEPER, place=None, until=None, defaults={"since": timezone.localdate()}
    )
    if made:
        Line.record(None, "made a keeper", person, audience=Audience.KEEPERS)
    return person


def settle(place: str, keepers: list[str], say: Callable[[str], None]) -> None:
    """Everything after the questions; each step says what it did. Safe to run again."""
    call_command("migrate", verbosity=0)
    say("The database is ready.")
    call_command("plant_words", verbosity=0)
    call_command("plant_event_words", verbosity=0)
    call_command("plant_places", verbosity=0)
    home = home_place(place)
    keep_setting("FOLKMOOT_HOME_PLACE", home.slug)
    say(f"The site is for {home} ({home.get_kind_display().lower()}).")
    people = [make_keeper(each) for each in keepers]
    say(f"Its keepers are {people[0]} and {people[1]}.")
    for other in week.keepers(timezone.localdate()):
        if other not in people:
            say(f"{other} keeps it too, from before. To end that: My page, “Who has which role”.")
    say(try_mail())
    say(f"The first backup is {backup.make()}. The worker makes one each day and tries it each week.")
    say(try_backup())
    papers = write_papers(settings.DATA / "papers", home, people)
    for path, is_new in papers.items():
        say(f"To read, correct and keep: {path}" if is_new else f"Kept as you have it: {path}")
    if not all(papers.values()):
        say("Delete one there, and the next bin/setup fills it in anew.")
    say_how_it_is(say)


def try_backup() -> str:
    """What the first restore drill found, in words."""
    try:
        return f"It was tried: {backup.drill()}"
    except backup.BackupBroken as broken:
        return f"It was tried and will not do: {broken.words}"


def say_how_it_is(say: Callable[[str], None]) -> None:
    """What the doctor finds; a worker that does not run yet is no fault before the first start."""
    faults = [(wrong, do) for wrong, do in doctor.look() if wrong != doctor.NO_WORKER]
    if not faults:
        say(f"{len(doctor.CHECKS) - 1} checks were made, and all is well. The worker begins with the first start.")
        return
    say("There is something to see to before people come:")
    for wrong, do in faults:
        say(f"- {wrong} {do}")


def home_place(said: str) -> Place:
    """The place of that name that is valid today: the one the site had, else the most populous; or a new town."""
    known = Place.objects.live().standing_on(timezone.localdate()).filter(name__iexact=said.strip())
    found = known.filter(slug=settings.HOME_PLACE).first() or known.order_by("-population").first()
    if found:
        return found
    slug = slugify(said) or "home"
    place, _ = Place.objects.get_or_create(slug=slug, defaults={"name": said.strip(), "kind": Place.Kind.TOWN})
    return place


def keep_setting(name: str, value: str) -> None:
    """One setting in site.env, replaced where it stands."""
    path: Path = settings.DATA / "site.env"
    lines = [line for line in path.read_text().splitlines() if not line.startswith(f"{name}=")]
    path.write_text("\n".join([*lines, f"{name}={value}"]) + "\n")


def try_mail() -> str:
    """Whether the mail server answers, in words; a site without one works, by codes that are printed."""
    printed = "To sign in without mail: bin/manage code ADDRESS prints a code."
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return f"No mail leaves this site yet. {printed}"
    try:
        connection = get_connection(timeout=10)
        connection.open()
        connection.close()
    except OSError as wrong:
        return f"The mail server did not answer ({wrong}). Run bin/setup again to change it. {printed}"
    return "The mail server answers."


def write_papers(folder: Path, place: Place, keepers: list[Person]) -> dict[Path, bool]:
    """The four papers, filled in from the answers: the path of each, and whether it was written now.

    One that somebody has corrected stays; it is known by its digest, kept beside them, being another.
    """
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / ".as-written.json"
    noted = json.loads(note.read_text()) if note.exists() else {}
    written = {}
    for name in PAPERS:
        path = folder / f"{name}.md"
        written[path] = not path.exists() or noted.get(name) == _digest(path.read_text(encoding="utf-8"))
        if written[path]:
            text = paper(name, place, keepers)
            path.write_text(text, encoding="utf-8")
            noted[name] = _digest(text)
    note.write_text(json.dumps(noted))
    return written


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def paper(name: str, place: Place | None, keepers: list[Person]) -> str:
    """One paper as Markdown, from the site's settings and switches as they stand today."""
    facts = {
        "host": settings.HOST_NAME or settings.SITE_NAME,
        "email": settings.HOST_EMAIL,
        "site": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "place": place or settings.SITE_NAME,
        "keepers": keepers,
        "day": timezone.localdate(),
        "small": settings.SMALL_NUMBER,
        "tiles": settings.MAP_TILES,
    }
    if name == "online-safety":
        facts |= safety.facts(facts["day"])
    return render_to_string(f"home/papers/{name}.md", facts)
