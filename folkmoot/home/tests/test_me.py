"""My page, and a person's page as each may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.people.models import Deputy, OtherName, Person, Role
from folkmoot.people.permissions import holds
from tests.access_asking import sign_in

SECRET = "grows prize leeks"


@pytest.fixture
def bram(village):
    Person.objects.filter(pk=village.bram.pk).update(about=SECRET)
    village.bram.refresh_from_db()
    return village.bram


def page_of(person, client) -> str:
    return client.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("audience", "stranger", "member"), [("nobody", False, False), ("signed-in", False, True), ("everyone", True, True)]
)
def test_each_field_is_seen_by_whom_its_person_chose(client, village, bram, audience, stranger, member):
    Person.objects.filter(pk=bram.pk).update(shown_to={"about": audience})
    assert (SECRET in page_of(bram, client)) is stranger
    client.force_login(village.carys)
    assert (SECRET in page_of(bram, client)) is member
    client.force_login(bram)
    assert SECRET in page_of(bram, client)


def test_what_nobody_chose_to_show_is_private(client, village):
    page = page_of(village.dilys, client)
    assert village.dilys.name in page and village.dilys.email not in page and "councillor for" not in page


def test_it_says_who_stands_in(client, village):
    today = timezone.localdate()
    Deputy.objects.create(person=village.amina, deputy=village.bram, from_on=today, until_on=today)
    assert f"{village.bram.name} stands in" in page_of(village.amina, client)


def test_a_closed_or_leaving_person_has_no_page(client, village, bram):
    for change in ({"is_active": False}, {"is_active": True, "forget_on": date(2026, 1, 1)}):
        Person.objects.filter(pk=bram.pk).update(**change)
        assert client.get(bram.get_absolute_url()).status_code == 404


def test_search_engines_are_kept_out_of_people(client, bram):
    assert "noindex" in client.get(bram.get_absolute_url()).headers["X-Robots-Tag"]


def form_of(person, **changes) -> dict:
    data = {"name": person.name, "sector": "", "place": "", "offers": "", "wants": "", "about": "", "other_names": ""}
    return data | {f"shown_{name}": "nobody" for name in Person.FIELDS} | changes


def test_writing_about_myself(client, village, bram):
    client.force_login(bram)
    told = form_of(bram, offers="A van", shown_offers="everyone", place="mill lane", other_names="Abram, B. de Wit")
    assert client.post("/me/edit/", told).status_code == 302
    bram.refresh_from_db()
    assert (bram.offers, bram.place, bram.shown_to["offers"]) == ("A van", village.mill_lane, "everyone")
    assert set(bram.other_names.values_list("name", flat=True)) == {"Abram", "B. de Wit"}
    client.post("/me/edit/", told)
    assert OtherName.objects.filter(person=bram).count() == 2


def test_a_place_we_do_not_know_is_said_so(client, bram):
    client.force_login(bram)
    assert (
        "We know no place called Nowhere" in client.post("/me/edit/", form_of(bram, place="Nowhere")).content.decode()
    )


def test_nothing_else_of_a_person_can_be_written_through_the_form(client, bram):
    client.force_login(bram)
    client.post(
        "/me/edit/", form_of(bram, is_staff="on", is_superuser="on", email="x@y.example", key="k", is_active="")
    )
    after = Person.objects.get(pk=bram.pk)
    assert not after.is_staff and not after.is_superuser and after.email == bram.email and after.is_active


def test_asking_a_colleague_to_stand_in_and_ending_it(client, village):
    today = timezone.localdate()
    client.force_login(village.amina)
    data = {"deputy": village.kofi.key, "from_on": today, "until_on": today + timedelta(days=2)}
    assert client.post("/me/away/", data).status_code == 302
    row = Deputy.objects.get()
    assert Notice.objects.filter(person=village.kofi, words__contains="stand in").exists()
    assert Line.objects.filter(verb__contains="stand in", audience=Audience.KEEPERS).exists()
    client.force_login(village.carys)
    assert client.post(reverse("away_end", args=[row.pk])).status_code == 404
    client.force_login(village.kofi)
    client.post(reverse("away_end", args=[row.pk]))
    assert not Deputy.objects.exists()


def test_a_stranger_cannot_be_asked_to_stand_in(client, village):
    today = timezone.localdate()
    client.force_login(village.dilys)
    client.post("/me/away/", {"deputy": village.bram.key, "from_on": today, "until_on": today})
    assert not Deputy.objects.filter(deputy=village.bram).exists()


def test_a_keeper_gives_and_ends_a_role_with_a_line_for_keepers(client, village):
    sign_in(client, village.amina)
    client.post("/people/roles/", {"email": village.bram.email, "kind": "moderator"})
    given = Role.objects.get(person=village.bram, kind="moderator")
    client.post(reverse("role_end", args=[given.pk]))
    assert not Role.objects.held_on(timezone.localdate()).filter(person=village.bram).exists()
    lines = Line.objects.filter(kind="people.role").order_by("pk")
    assert [line.verb for line in lines] == ["gave a role", "ended a role"]
    assert {line.audience for line in lines} == {Audience.KEEPERS}


def test_a_role_can_be_given_for_one_place(client, village, settings):
    settings.DEVELOPMENT = True
    sign_in(client, village.kofi)
    client.post("/people/roles/", {"email": village.bram.email, "kind": "convenor", "place": "Mill Lane"})
    role = Role.objects.get(person=village.bram)
    assert role.place == village.mill_lane and "Mill Lane" in client.get("/people/roles/").text
    today = timezone.localdate()
    assert holds(village.bram, "convenor", today, village.mill_lane)
    assert not holds(village.bram, "convenor", today) and not holds(village.bram, "convenor", today, village.farmoor)
    page = client.post("/people/roles/", {"email": village.bram.email, "kind": "moderator", "place": "Mill Lane"})
    assert "look after the whole site" in page.text
    assert not Role.objects.filter(person=village.bram, kind="moderator").exists()


def test_roles_are_refused_to_others_and_without_fresh_proof(client, village):
    sign_in(client, village.dilys)
    assert client.get("/people/roles/").status_code == 403
    client.force_login(village.amina)
    assert client.get("/people/roles/").url.startswith("/account/again/")


def test_a_keeper_of_a_real_site_needs_a_passkey_for_roles(client, village, settings):
    settings.DEVELOPMENT = False
    sign_in(client, village.amina)
    answer = client.get("/people/roles/")
    assert answer.status_code == 403 and "passkey" in answer.content.decode()
    assert client.get("/account/keys/passkeys/add/").status_code == 200


def test_the_form_about_myself_shows_my_address_beside_who_sees_it(client, village, bram):
    client.force_login(bram)
    page = client.get("/me/edit/").content.decode()
    assert page.index('id="id_email"') < page.index('id="id_shown_email"') < page.index('id="id_other_names"')
    sent = {"name": "Bram", "email": "other@elsewhere.example"} | {f"shown_{name}": "nobody" for name in Person.FIELDS}
    assert client.post("/me/edit/", sent).status_code == 302
    assert Person.objects.get(pk=bram.pk).email == bram.email, "it is changed on a page of its own, with a code"


def test_whoever_goes_away_is_asked_to_choose_somebody(client, village):
    client.force_login(village.amina)
    page = client.get("/me/away/").content.decode()
    assert "Choose somebody" in page and "---------" not in page


def test_whoever_looks_after_the_site_finds_what_that_takes_on_their_page(client, village):
    for person, address in (
        (village.kofi, "/who/ring-round/"),
        (village.kofi, "/me/week/"),
        (village.kofi, "/moderation/"),
    ):
        client.force_login(person)
        assert f'href="{address}"' in client.get("/me/").content.decode()
    client.force_login(village.bram)
    assert "Looking after the site" not in client.get("/me/").content.decode()
