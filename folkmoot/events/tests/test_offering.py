"""Offering to host what comes next, with no account: a mailed link, one offer, told, changed and taken back."""

from __future__ import annotations

import re

import pytest
from django.core import mail as outbox
from django.test import Client

from folkmoot.events import inviting
from folkmoot.events.models import Convening, CouldHost, FollowUp, WriteUp
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.kit.refusals import Refusal

pytestmark = pytest.mark.django_db
SAID = {"name": "Jo Mill", "words": "A barn for forty"}


@pytest.fixture
def following(village):
    WriteUp.write(village.winter, village.amina, "").publish(village.amina, "everyone")
    return FollowUp.propose(village.winter, village.amina, "A Sunday bus")


@pytest.fixture
def stage(village):
    convening = Convening.objects.create(title="Who does what", purpose="x", by=village.amina)
    first = convening.add_stage(village.amina, "Demo")
    first.organisations.add(village.council)
    return first


def link(kind: str, thing, email: str = "Jo@mill.example") -> str:
    """The link that is mailed to whoever asks for one."""
    outbox.outbox.clear()
    assert Client().post(f"/events/host/{kind}/{thing.pk}/link/", {"email": email}).status_code == 302
    work.drain(scheduled=False)
    return re.search(r"/events/host/\S+/", outbox.outbox[0].body)[0]


def test_an_offer_by_link_is_kept_once_told_and_taken_back(following, village):
    page, record = link("next", following), following.event.get_absolute_url() + "record/"
    assert not CouldHost.objects.filter(follow_up=following).exists()
    for words in ("A barn", "A barn for forty"):
        Client().post(page, SAID | {"words": words})

    offer = CouldHost.objects.get(follow_up=following)
    assert (offer.name, offer.email, offer.words, offer.person) == ("Jo Mill", "jo@mill.example", SAID["words"], None)
    assert Notice.objects.filter(person=village.amina, words="Jo Mill could host “A Sunday bus”.").count() == 1
    host = Client()
    host.force_login(village.amina)
    assert "jo@mill.example" in host.get(record).content.decode()
    public = Client().get(record).content.decode()
    assert "A barn for forty" in public and "jo@mill.example" not in public

    Client().post(page, {"do": "take-back"})
    assert "A barn for forty" not in Client().get(record).content.decode()


def test_of_somebody_with_an_account_it_is_theirs(following, village):
    Client().post(link("next", following, "bram@thornbeck.example"), SAID)
    assert CouldHost.objects.get(follow_up=following).person == village.bram


def test_a_stage_that_looks_for_a_host_takes_offers_until_one_is_chosen(stage, village):
    with pytest.raises(AssertionError):
        link("stage", stage)
    inviting.ask_for_host(stage, village.amina)
    page = link("stage", stage)
    assert "Could you host it?" in Client().get(stage.convening.get_absolute_url()).content.decode()
    Client().post(page, SAID)
    host = Client()
    host.force_login(village.amina)
    assert "jo@mill.example" in host.get(stage.convening.get_absolute_url()).content.decode()
    assert "Jo Mill" not in Client().get(stage.convening.get_absolute_url()).content.decode()

    type(stage).objects.filter(pk=stage.pk).update(host=village.council)
    assert Client().post(page, SAID | {"name": "Another"}).status_code == 409
    assert CouldHost.objects.get(stage=stage).name == "Jo Mill"


def test_nobody_offers_for_what_they_cannot_read_nor_without_a_name(following, village):
    with pytest.raises(Refusal, match="Say who you are"):
        CouldHost.by_mail(following, "jo@mill.example", " ")
    page = link("next", following)
    following.event.write_up.publish(village.amina, "hosts")
    assert Client().post(f"/events/host/next/{following.pk}/link/", {"email": "a@b.example"}).status_code == 404
    assert Client().post(page, SAID).status_code == 404
    assert Client().post("/events/host/other/1/link/", {"email": "a@b.example"}).status_code == 404
