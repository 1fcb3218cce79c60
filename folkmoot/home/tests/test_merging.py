"""Somebody who joined twice makes the two accounts one: everything follows, nothing counts twice, and it can be undone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from folkmoot.home import leaving, merging
from folkmoot.home.my_data import FORGOTTEN, data_of
from folkmoot.home.waiting import count_for
from folkmoot.journal.models import Line, Watch
from folkmoot.people.models import Merge, Person
from folkmoot.requests.models import Request
from folkmoot.rounds.models import Round, Say
from tests.access_asking import sign_in

PAGE, OTHER = "/me/one/", "bram@work.example"


def code() -> str:
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", mail.outbox[-1].body)[0]


def asked(kind="tests", **facts) -> Round:
    made = Round.objects.create(kind=kind, words="Which day?", title="A day", address="/", **facts)
    made.offer([("Monday", None), ("Tuesday", None)])
    return made


def say(round, person, option=0) -> Say:
    voter = Say.voter_of(person=person)
    known = {"voter": Say.pseudonym(round, voter)} if round.secret else {"voter": voter, "person": person}
    return Say.put(round, choices={round.options.all()[option].pk: 1}, **known)


@pytest.fixture
def bram(client, village):
    sign_in(client, village.bram)
    return village.bram


@pytest.fixture
def other(village):
    """Bram at work, who belongs to a body, watches what Bram watches too, and something more."""
    person = Person.objects.create_user(OTHER, name="B. Visser")
    village.online.memberships.create(person=person, speaks_for=True, accepted_at=timezone.now())
    for key, who in (("1", person), ("1", village.bram), ("2", person)):
        Watch.objects.create(person=who, kind="directory.activity", key=key, title=f"Thing {key}", address="/")
    return person


def test_a_code_to_the_other_address_makes_them_one_and_either_signs_in(client, bram, other):
    client.post(PAGE, {"email": OTHER})
    assert [letter.to for letter in mail.outbox] == [[OTHER]] and Person.objects.get(pk=other.pk).is_active

    assert client.post(PAGE, {"code": code()}).url == "/me/"

    assert list(bram.memberships.filter(speaks_for=True).values_list("organisation__name", flat=True))
    assert not other.memberships.exists()
    browser = Client()
    browser.post("/account/login/", {"email": OTHER})
    browser.post("/account/code/", {"code": code()})
    assert browser.session["_auth_user_id"] == str(bram.pk)
    assert browser.get(other.get_absolute_url()).url == bram.get_absolute_url()


def test_what_both_have_stays_once_and_the_rest_follows(bram, other):
    made = merging.merge(bram, OTHER)

    assert sorted(Watch.objects.filter(person=bram, kind="directory.activity").values_list("key", flat=True)) == [
        "1",
        "2",
    ]
    assert Watch.objects.filter(person=other).count() == 1
    assert len(made.moved["journal.Watch.person"]) == 1
    assert [row["title"] for row in data_of(bram)["What you watch"]].count("Thing 1") == 2


def test_merging_and_undoing_are_safe_twice_and_give_back_what_moved(bram, other):
    before = {label: rows for label, rows in leaving.counts_left(other.pk).items()}
    mine = leaving.counts_left(bram.pk)

    assert merging.merge(bram, OTHER) == merging.merge(bram, OTHER)
    merged = Merge.objects.get()
    for _again in range(2):
        merging.undo(merged, bram)

    assert Person.objects.get(pk=other.pk).is_active
    assert leaving.counts_left(other.pk) == before | {"people.Merge.absorbed": 1}
    after = leaving.counts_left(bram.pk)
    assert {label: after[label] for label in mine if label != "journal.Line.by"} == {
        label: n for label, n in mine.items() if label != "journal.Line.by"
    }
    assert merging.merge(bram, OTHER) != merged, "and once more, if they want"
    assert Line.check_chain() is None


def test_nothing_that_came_after_goes_with_the_undoing(village, bram, other):
    merging.merge(bram, OTHER)
    village.choir.memberships.create(person=bram, accepted_at=timezone.now())

    merging.undo(Merge.objects.get(), bram)

    assert bram.memberships.filter(organisation=village.choir).exists()
    assert other.memberships.get().organisation == village.online


def test_after_thirty_days_they_stay_one(bram, other):
    merging.merge(bram, OTHER)
    Merge.objects.update(at=timezone.now() - timedelta(days=31))

    with pytest.raises(merging.CannotMerge, match="longer than thirty days"):
        merging.undo(Merge.objects.get(), bram)


def test_what_was_put_to_either_waits_for_one(bram, other):
    Request.put("tests", "Will you?", other, to=[f"people.person:{other.pk}"])
    before = count_for(bram)

    merging.merge(bram, OTHER)

    assert count_for(bram) == before + 1


def test_a_say_follows_and_is_never_a_second_one(bram, other):
    round = asked()
    say(round, other)

    merging.merge(bram, OTHER)
    say(round, bram, 1)

    (kept,) = round.says.all()
    assert (kept.person, kept.voter) == (bram, Say.voter_of(person=bram))
    merging.undo(Merge.objects.get(), bram)
    kept.refresh_from_db()
    assert (kept.person, kept.voter) == (other, Say.voter_of(person=other))


def test_where_both_have_said_one_is_taken_back_first(bram, other):
    round = asked()
    for person in (bram, other):
        say(round, person)

    with pytest.raises(merging.CannotMerge, match="Which day"):
        merging.merge(bram, OTHER)

    round.close(None)
    merging.merge(bram, OTHER)
    assert set(round.says.values_list("person", flat=True)) == {bram.pk, other.pk}, "as it was counted"


def test_a_secret_say_is_waited_for_and_is_joined_to_nobody(bram, other):
    round = asked(secret=True)
    said = say(round, other)
    with pytest.raises(merging.CannotMerge, match="which is secret"):
        merging.merge(bram, OTHER)

    round.close(None)
    made = merging.merge(bram, OTHER)

    said.refresh_from_db()
    assert said.voter == Say.pseudonym(round, Say.voter_of(person=other)) and said.person is None
    assert not any(name.startswith("rounds.") for name in made.moved)


def test_it_says_no_in_words(client, village, bram, other):
    for email, words in (
        (bram.email, "address of this account"),
        ("nobody@elsewhere.example", "No account here has that address"),
    ):
        client.post(PAGE, {"email": email})
        assert words in client.post(PAGE, {"code": code()}).text
    Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={})
    with pytest.raises(merging.CannotMerge, match="passkey"):
        merging.merge(bram, OTHER)


def test_nobody_undoes_it_for_another(client, village, bram, other):
    merging.merge(bram, OTHER)
    sign_in(client, village.carys)

    assert client.post(f"/me/one/{Merge.objects.get().pk}/undo/").status_code == 404


def test_whoever_is_forgotten_is_forgotten_with_both(bram, other):
    merging.merge(bram, OTHER)

    leaving.forget(bram)

    assert not Person.objects.filter(pk__in=[bram.pk, other.pk]).exists()


def test_every_table_of_the_list_can_be_moved():
    assert {line.model for line in FORGOTTEN} >= merging.STAYS
    assert len(list(merging._columns())) > 150
