"""Whose entry it is: somebody else's list does not change it, it suggests."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Organisation, Revision
from folkmoot.directory.models.suggesting import SUGGESTION, accept
from folkmoot.kit.work import drain
from folkmoot.requests.models import Request

from .bringing import taken

pytestmark = pytest.mark.django_db
HEADINGS = ("Name", "Postcode", "Charity number", "Phone", "Email")
MINE = {"Name": "Thornbeck Voluntary Action", "Postcode": "TB1 1AA", "Charity number": "1000389"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def claimed(village):
    """A body that Amina speaks for, with a register number, no telephone and no mail address."""
    body = village.voluntary_action
    body.set_down({"identifiers": [["GB-CHC", "1000389"]], "phone": "", "email": ""}, village.amina)
    return body


def asked_of(body) -> list[Request]:
    return list(Request.objects.open().filter(kind=SUGGESTION, about_key=str(body.pk)).order_by("pk"))


def row(**more) -> dict:
    return dict.fromkeys(HEADINGS, "") | MINE | more


def bring(person, **more):
    """A list of ten, of which only the first changes."""
    others = [dict.fromkeys(HEADINGS, "") | {"Name": f"Group {n}", "Postcode": "TB1 1AA"} for n in range(9)]
    return taken(person, [row(**more), *others], headings=HEADINGS)


def contact(body) -> tuple[str, str]:
    body = Organisation.objects.get(pk=body.pk)
    return body.phone, body.email


def test_a_strangers_list_fills_nothing_in_of_a_body_that_somebody_speaks_for(village, claimed):
    bring(village.bram, Phone="01632 960666", Email="bram@elsewhere.example")
    assert contact(claimed) == ("", "")
    (asked,) = asked_of(claimed)
    assert asked.payload["changes"]["email"] == "bram@elsewhere.example"
    assert {one.party for one in asked.recipients.all()} == {claimed.party}
    accept(asked, village.amina)
    assert contact(claimed)[1] == "bram@elsewhere.example"


def test_its_own_list_fills_it_in(village, claimed):
    bring(village.amina, Phone="01632 960001")
    assert contact(claimed)[0] == "01632 960001" and not asked_of(claimed)


def test_a_later_copy_of_a_strangers_list_changes_nothing_either(village, claimed):
    """Neither by leaving a cell empty first, nor by repeating at first what stands there."""
    claimed.set_down({"phone": "01632 960001"}, village.amina)
    bring(village.bram, Phone="01632 960001")
    bring(village.bram, Phone="01632 960666", Email="bram@elsewhere.example")
    assert contact(claimed) == ("01632 960001", "")
    assert asked_of(claimed)[-1].payload["changes"] == {"phone": "01632 960666", "email": "bram@elsewhere.example"}


def test_what_a_list_suggested_goes_when_the_reading_is_undone(village, claimed):
    from folkmoot.exchange import jobs

    intake = bring(village.bram, Email="bram@elsewhere.example")
    assert asked_of(claimed)
    jobs.go_on(intake.undo(village.bram))
    drain(scheduled=False)
    assert not asked_of(claimed)


def test_an_entry_of_nobodys_does_not_follow_the_list_of_somebody_who_did_not_enter_it(village):
    body = Organisation.enter(
        village.emeka, {"name": "Mill Lane Menders", "postcode": "TB1 1AA", "phone": "01632 960002"}
    )
    body.set_down({"identifiers": [["GB-CHC", "1000390"]]}, None)
    more = {"Name": "Mill Lane Menders", "Charity number": "1000390"}
    bring(village.bram, **more, Phone="01632 960002")
    bring(village.bram, **more, Phone="01632 960666")
    assert contact(body)[0] == "01632 960002"
    (asked,) = asked_of(body)
    assert {one.party for one in asked.recipients.all()} == {"role:keeper"}
    assert not Revision.objects.of(body).filter(changes__has_key="phone", by=village.bram).exists()
