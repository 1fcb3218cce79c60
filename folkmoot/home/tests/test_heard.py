"""What somebody said where they were heard, tied to their account: given with it, and withdrawn with it."""

from __future__ import annotations

import pytest
from django.test import Client

from folkmoot.home import leaving
from folkmoot.home.my_data import data_of
from folkmoot.listening.keeping import Said, keep
from folkmoot.listening.models import Heard, Organiser, Patch
from folkmoot.points.models import Point


@pytest.fixture
def heard(village) -> Heard:
    patch = Patch.make("Mill Lane East", village.mill_lane, village.voluntary_action, village.amina)
    Organiser.name(village.emeka, patch, "I listen for the people of the patch.", village.amina)
    said = Said("one", answers={"worry": "The Sunday bus is gone"}, allowed=("keep",))
    return keep(patch, village.emeka, said).heard.get()


def test_tied_to_an_account_it_is_given_and_forgotten_with_it(heard, village):
    browser = Client()
    assert browser.post(heard.link(), {"do": "tie"}).status_code == 409, "nobody is signed in"
    browser.force_login(village.carys)
    browser.post(heard.link(), {"do": "tie"})
    assert "The Sunday bus is gone" in str(data_of(village.carys))

    leaving.forget(village.carys)

    assert not Point.objects.standing().of(heard.listening).exists()
    assert Heard.objects.get(pk=heard.pk).withdrawn_at
