"""Give me my data, and forget me: complete, undoable for a week, and then for good."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from folkmoot.events.models import Event
from folkmoot.events.replying import Said, reply
from folkmoot.home import leaving
from folkmoot.home.my_data import FORGOTTEN, GIVEN, NOT_ABOUT_A_PERSON, data_of
from folkmoot.journal.models import Line
from folkmoot.moderation.models import Report, Standing
from folkmoot.people.models import Person
from folkmoot.promises.models import Promise
from tests.access_asking import sign_in

LOOKS_PERSONAL = re.compile(
    r"(^|_)(name|names|email|mail|phone|mobile|address|contact|ip|agent|who|born|birth|age|gender|postcode|user|person"
    r"|people|reply_to|session_key|codename|keeper_words|holder_words)(_|$)"
)
# The address of a page on this site, not of a person.
PAGES = ("journal", "requests", "moderation", "promises", "directory", "joinup", "rounds", "points", "conversations")


def columns():
    return [
        (model._meta.label, field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False)
    ]


def points_at_a_person(field) -> bool:
    return bool(field.is_relation and field.related_model is Person)


def looks_personal(label, field) -> bool:
    if isinstance(field, models.EmailField | models.GenericIPAddressField):
        return True
    if field.is_relation or (field.name.endswith("address") and label.split(".")[0] in PAGES):
        return False
    return bool(LOOKS_PERSONAL.search(field.name))


def test_every_column_that_points_at_a_person_is_given_and_forgotten():
    given = {(line.model, line.by) for line in GIVEN}
    forgotten = {(line.model, line.by) for line in FORGOTTEN}
    found = {(label, field.name) for label, field in columns() if points_at_a_person(field)}
    assert found - given == set(), "Say in home/my_data, GIVEN, what of it a person is given."
    assert found - forgotten == set(), "Say in home/my_data, FORGOTTEN, whether it goes or stays, and why."


def test_every_column_that_looks_personal_is_given_or_explained():
    given = {(line.model, name.split("__")[0]) for line in GIVEN for name in line.fields.split()}
    explained = {(m, name) for m, why in NOT_ABOUT_A_PERSON.items() for name in why.split(":")[0].split()}
    found = {(label, field.name) for label, field in columns() if looks_personal(label, field)}
    assert found - given - explained == set(), "Say in home/my_data whether this column describes a person."


def test_the_lists_name_nothing_that_is_not_there(village):
    for line in GIVEN:
        line.rows(village.amina)
    for label, why in NOT_ABOUT_A_PERSON.items():
        fields = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert set(why.split(":")[0].split()) <= fields, label


def test_what_stays_has_a_reason_and_what_goes_needs_none():
    assert all(bool(line.why) == (line.how == "unlink") for line in FORGOTTEN)


CANARY = "Quorra Zyxomma"


@pytest.fixture
def quorra(village):
    """Somebody with a row in every table that can point at a person."""
    person = Person.objects.create_user("quorra@zyxomma.example", name=CANARY)
    person.other_names.create(name="Kwora Zyxomma")
    Line.record(village.amina, "welcomed", person)
    Line.record(person, "added", village.thornbeck, detail={"note": f"by {CANARY}"})
    Line.record(village.bram, "thanked", village.thornbeck, title=f"A thank-you to {CANARY}")
    Promise.objects.create(what="Bring the van", due_words="by spring", holder=person, entered_by=person)
    village.course.entered_by = person
    village.course.save()
    return person


def everything() -> str:
    """Every value of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_nothing_names_somebody_who_is_forgotten(quorra, settings, tmp_path):
    settings.DATA = tmp_path
    pk = quorra.pk
    assert "Zyxomma" in everything()
    leaving.forget(quorra)
    assert "zyxomma" not in everything().lower()
    assert leaving.counts_left(pk) == {}


def test_what_others_need_stays(quorra, village, settings, tmp_path):
    settings.DATA = tmp_path
    count = Line.objects.count()
    leaving.forget(quorra)
    village.course.refresh_from_db()
    assert village.course.entered_by is None
    assert Promise.objects.get(what="Bring the van").holder_words == "Somebody who has left"
    assert Line.objects.count() >= count


def test_a_line_is_written_so_that_kept_pages_with_the_name_go_at_once(quorra, settings, tmp_path):
    settings.DATA = tmp_path
    newest = Line.objects.order_by("-pk").first().pk
    leaving.forget(quorra)
    line = Line.objects.order_by("-pk").first()
    assert line.pk > newest and (line.verb, line.title, line.address) == ("left", "", "")
    assert line not in Line.objects.public()


def test_a_report_sent_before_joining_loses_its_address(quorra, village, settings, tmp_path):
    settings.DATA = tmp_path
    Standing.of(village.lunches, village.bram).report("wrong", "So.", reply_to="Quorra@Zyxomma.example")
    leaving.forget(quorra)
    assert Report.objects.get(words="So.").reply_to == ""


def test_the_chain_still_checks(quorra, settings, tmp_path):
    settings.DATA = tmp_path
    leaving.forget(quorra)
    previous = ""
    for line in Line.objects.order_by("pk"):
        assert line.previous == previous
        previous = line.digest


def test_the_name_of_one_word_does_not_blank_what_is_not_about_them(village, settings, tmp_path):
    settings.DATA = tmp_path
    person = Person.objects.create_user("may@zyxomma.example", name="May")
    Line.record(village.amina, "planned", village.thornbeck, title="The May fair")
    leaving.forget(person)
    assert Line.objects.filter(title="The May fair").exists()


def test_a_week_to_think_then_gone(quorra, settings, tmp_path):
    settings.DATA = tmp_path
    today = timezone.localdate()
    due = leaving.ask_to_leave(quorra, today)
    assert due == today + timedelta(days=7) == leaving.ask_to_leave(quorra, today + timedelta(days=3))
    assert leaving.forget_due(due - timedelta(days=1)) == 0
    assert leaving.forget_due(due) == 1 and leaving.forget_due(due) == 0
    assert not Person.objects.filter(pk=quorra.pk).exists()


def test_it_can_be_taken_back(client, quorra):
    sign_in(client, quorra)
    client.post("/me/forget/", {"when": "later"})
    assert Person.objects.get(pk=quorra.pk).forget_on
    client.post("/me/stay/")
    assert Person.objects.get(pk=quorra.pk).forget_on is None
    assert leaving.forget_due(timezone.localdate() + timedelta(days=30)) == 0


def test_at_once_ends_every_session(client, quorra, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.DATA = tmp_path
    sign_in(client, quorra)
    with django_capture_on_commit_callbacks(execute=True):
        assert "forgotten here" in client.post("/me/forget/", {"when": "now"}).content.decode()
    assert client.get("/me/").status_code == 302
    assert (tmp_path / "forgotten.txt").read_text().split()[0] == str(quorra.pk)


def test_an_old_backup_put_back_forgets_again(quorra, settings, tmp_path):
    settings.DATA = tmp_path
    tomorrow = timezone.localdate() + timedelta(days=1)
    (tmp_path / "forgotten.txt").write_text(f"{quorra.pk} {tomorrow}\n")
    assert leaving.forget_again() == 1 and leaving.forget_again() == 0
    assert not Person.objects.filter(pk=quorra.pk).exists()


def test_somebody_new_with_the_number_of_somebody_forgotten_stays(quorra, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "forgotten.txt").write_text(f"{quorra.pk} {timezone.localdate()}\n")
    assert leaving.forget_again() == 0
    assert Person.objects.filter(pk=quorra.pk).exists()


def test_the_last_keeper_is_not_forgotten(village, settings, tmp_path):
    settings.DATA = tmp_path
    leaving.forget(village.kofi)
    with pytest.raises(leaving.LastKeeper):
        leaving.forget(village.amina)
    assert Person.objects.filter(pk=village.amina.pk).exists()


def test_it_asks_first_and_needs_fresh_proof(client, village):
    client.force_login(village.bram)
    assert client.post("/me/forget/", {"when": "now"}).url.startswith("/account/again/")
    sign_in(client, village.bram)
    assert "What stays, and why" in client.get("/me/forget/").content.decode()
    assert Person.objects.filter(pk=village.bram.pk, forget_on=None).exists()


def test_my_data_is_mine_alone(client, quorra, village):
    sign_in(client, quorra)
    page, taken = client.get("/me/data/").content.decode(), client.get("/me/data/?as=json")
    assert "__" not in page.split("<main")[1] and '<th scope="col">Place</th>' in page, "columns are words"
    assert CANARY in page and "Bring the van" in page
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert taken.json()["You"][0]["email"] == quorra.email
    for other in (village.amina, village.bram, village.carys):
        assert other.email not in page and other.email not in taken.content.decode()
    assert "Bring the van" not in str(data_of(village.bram))


def test_the_seat_of_somebody_forgotten_goes_to_whoever_is_next(village):
    facts = {"starts_at": timezone.now() + timedelta(days=30), "published_at": timezone.now(), "capacity": 1}
    event = Event.objects.create(title="One chair", **facts)
    reply(event, Said("yes"), person=village.bram)
    waits = reply(event, Said("yes"), person=village.carys)
    assert waits.seat == "waiting"

    leaving.forget(village.bram)

    waits.refresh_from_db()
    event.refresh_from_db()
    assert (waits.seat, event.taken, event.rsvps.count()) == ("offered", 1, 1)
