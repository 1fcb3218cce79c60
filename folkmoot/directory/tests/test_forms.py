"""Entering and changing through the pages."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity, Need, Offer, Organisation, Programme, Revision
from folkmoot.moderation.models import Standing
from folkmoot.places.models import Place


def filled(**more) -> dict:
    return {
        "once": "k1",
        "title": "Winter coats",
        "where": "Mill Lane",
        "types": ["events"],
        "starts_said": "March 2027",
        "stage": "planned",
        "money_pence": "£1,250.50",
        "party-TOTAL_FORMS": "2",
        "party-INITIAL_FORMS": "0",
        "party-0-name": "Thornbeck Online",
        "party-0-role": "delivers",
        "party-1-name": "",
        "party-1-role": "delivers",
    } | more


def test_an_activity_is_entered_in_one_form(client, village):
    client.force_login(village.emeka)
    answer = client.post("/who/new/", filled())
    activity = Activity.objects.get(title="Winter coats")
    assert answer.url == activity.get_absolute_url()
    facts = activity.facts()
    assert facts["parties"] == [[village.online.pk, "delivers", None]]
    assert facts["served"] == [village.mill_lane.pk]
    assert (facts["starts_from"], facts["starts_to"], facts["money_pence"]) == ("2027-03-01", "2027-03-31", 125050)


def test_a_double_click_enters_it_once_with_its_new_group(client, village):
    client.force_login(village.bram)
    form = filled(**{"party-0-name": "Mill Lane Menders"})
    addresses = {client.post("/who/new/", form).url for _ in range(2)}
    assert len(addresses) == 1
    assert Activity.objects.filter(title="Winter coats").count() == 1
    assert Organisation.objects.filter(name="Mill Lane Menders").count() == 1


def test_going_back_and_sending_it_again_enters_it_once(client, village):
    client.force_login(village.bram)
    first, back = filled(once="k1"), filled(once="k2")
    assert client.post("/who/new/", first).url == client.post("/who/new/", back).url
    assert client.post("/who/new/", filled(once="k3", starts_said="April 2027")).status_code == 302
    assert Activity.objects.filter(title="Winter coats").count() == 2, "what differs is another"
    client.force_login(village.emeka)
    client.post("/who/new/", filled(once="k4"))
    assert Activity.objects.filter(title="Winter coats").count() == 3, "and so is another person's"


def test_a_private_plan_for_others_is_refused_beside_what_was_written(client, village):
    client.force_login(village.bram)
    answer = client.post("/who/new/", filled(private_for_now="on"))
    assert answer.status_code == 422 and not Activity.objects.filter(title="Winter coats").exists()
    page = answer.content.decode()
    assert "keep a plan private for now" in page and 'value="Winter coats"' in page and "March 2027" in page


def test_a_date_in_words_of_ones_own_begins_the_sentence(client, village):
    client.force_login(village.bram)
    made = client.post("/who/new/", filled(stage="", starts_said="some time after Easter")).url
    assert "Mill Lane. Some time after Easter." in client.get(made).content.decode()


def test_a_place_nobody_has_named_is_named_when_its_kind_is_said(client, village):
    client.force_login(village.emeka)
    refused = client.post("/who/new/", filled(where="The Wharfside"))
    assert refused.status_code == 422 and "We do not know a place called" in refused.content.decode()
    client.post("/who/new/", filled(where="The Wharfside", new_kind="neighbourhood", new_inside="Thornbeck"))
    place = Place.objects.get(name="The Wharfside")
    assert (place.parent, place.code) == (village.thornbeck, "")
    assert Activity.objects.get(title="Winter coats") in Activity.objects.at(village.thornbeck)


def test_a_community_of_interest_lies_in_no_place(client, village):
    client.force_login(village.emeka)
    client.post("/who/new/", filled(where="Deaf people of the valley", new_kind="interest"))
    assert Place.objects.get(name="Deaf people of the valley").parent is None


NEW = {"programme": "Warm  Winters", "new_programme": "on"}


def test_a_programme_nobody_knows_is_entered_once_when_it_is_said_to_be_new(client, village):
    client.force_login(village.emeka)
    refused = client.post("/who/new/", filled(programme="Warm Winters"))
    assert refused.status_code == 422 and "or tick that it is new" in refused.text
    for _twice in range(2):
        client.post("/who/new/", filled(once="warm", **NEW))

    made = Programme.objects.get(name="Warm Winters")
    assert (made.organisation.name, made.entered_by) == (filled()["party-0-name"], village.emeka)
    assert Activity.objects.get(title="Winter coats").programme == made
    client.post("/who/new/", filled(title="More coats", programme="warm winters"))
    assert Activity.objects.get(title="More coats").programme == made


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"private_for_now": "on"}, "Everybody can see a programme."),
        ({"party-0-name": ""}, "Name above who does this"),
    ],
)
def test_no_programme_is_made_out_of_a_private_plan_or_for_nobody(client, village, more, words):
    client.force_login(village.emeka)
    answer = client.post("/who/new/", filled(**NEW, **more))
    assert answer.status_code == 422 and words in answer.text
    assert not Programme.objects.filter(name="Warm Winters").exists()


def test_whoever_suggests_an_edit_makes_no_programme(client, village):
    address = f"/who/{village.course.pk}/suggest/"
    assert "That programme is new here" not in client.get(address).text
    answer = client.post(address, filled(**NEW))
    assert "say so in your reason below" in answer.text and not Programme.objects.filter(name="Warm Winters").exists()


def test_programmes_are_proposed_while_one_is_typed(client, village):
    body = village.online
    for name in ("A warm house", "Warm homes"):
        Programme.objects.create(name=name, organisation=body)
    held = Programme.objects.create(name="Warm and held", organisation=body)
    Standing.of(held).rule("removed", "It is none.", village.kofi)
    found = client.get("/programmes/names/?words=WARM").json()["found"]
    assert [each["name"] for each in found if "ouse" in each["name"] or "omes" in each["name"]] == [
        "Warm homes",
        "A warm house",
    ]
    assert "Warm and held" not in str(found) and client.get("/programmes/names/").json() == {"found": []}


@pytest.mark.parametrize("noun", ["who", "offers", "asks", "needs"])
def test_who_comes_from_a_places_page_finds_the_place_written_in(client, village, noun):
    client.force_login(village.emeka)
    form = client.get(f"/{noun}/new/?place=mill-lane").context["form"]
    field = form["where" if noun == "who" else "place"]
    assert field.value() == "Mill Lane, Thornbeck"
    assert form.fields[field.name].clean(field.value()) in ("Mill Lane, Thornbeck", village.mill_lane)


def test_who_asks_for_training_finds_training_chosen(client, village):
    client.force_login(village.emeka)
    assert client.get("/asks/new/?thing=training").context["form"]["thing"].value() == "training"


def test_nothing_is_entered_without_an_account(client, village):
    assert client.get("/who/new/").url.startswith("/account/login/")
    assert client.post("/who/new/", filled()).status_code == 302
    assert not Activity.objects.filter(title="Winter coats").exists()


@pytest.mark.parametrize("wrong", ["12 or so", "-5", "1e400", "NaN", "0.001"])
def test_money_that_is_no_money_is_refused_in_words(client, village, wrong):
    client.force_login(village.emeka)
    answer = client.post("/who/new/", filled(money_pence=wrong))
    assert answer.status_code == 422 and not Activity.objects.filter(title="Winter coats").exists()


def test_editing_keeps_what_was_not_touched(client, village):
    client.force_login(village.emeka)
    page = client.get(f"/who/{village.course.pk}/edit/")
    form = page.context["form"]
    data = {name: value for name, value in form.initial.items() if name in form.fields and value not in (None, False)}
    rows = {"party-TOTAL_FORMS": "1", "party-INITIAL_FORMS": "1", "party-0-name": "Thornbeck Online"}
    before = village.course.facts()
    client.post(f"/who/{village.course.pk}/edit/", data | rows | {"party-0-role": "delivers", "filled": "12"})
    after = Activity.objects.get(pk=village.course.pk).facts()
    assert {name for name in after if after[name] != before[name]} == {"filled"}


def test_a_stranger_is_told_that_it_is_not_theirs_to_change(client, village):
    client.force_login(village.carys)
    assert client.get(f"/who/{village.course.pk}/edit/").status_code == 403
    assert client.post(f"/who/{village.course.pk}/edit/", filled()).status_code == 403


def test_a_private_plan_is_not_there_for_others(client, village):
    village.course.revise(village.emeka, {"private_for_now": True})
    for address in ("", "edit/", "history/"):
        client.force_login(village.carys)
        assert client.get(f"/who/{village.course.pk}/{address}").status_code == 404
        client.force_login(village.emeka)
        assert client.get(f"/who/{village.course.pk}/{address}").status_code == 200


def test_a_second_body_of_one_name_needs_a_tick(client, village):
    client.force_login(village.bram)
    form = {"once": "k2", "name": "riverside choir"}
    assert "It is another one" in client.post("/organisations/new/", form).content.decode()
    client.post("/organisations/new/", form | {"another": "on"})
    assert Organisation.objects.filter(name__iexact="riverside choir").count() == 2


def test_register_numbers_are_tidied_and_wrong_ones_named(client, village):
    client.force_login(village.amina)
    form = {"once": "k3", "name": "Beck Trust", "identifiers": "GB-CHC 12\nGB-COH 2534145"}
    assert "Charity Commission" in client.post("/organisations/new/", form).content.decode()
    client.post("/organisations/new/", form | {"identifiers": "gb-coh 2534145"})
    assert Organisation.objects.get(name="Beck Trust").rows_of_identifiers() == [["GB-COH", "02534145"]]


def test_a_need_must_not_be_more_than_its_whole(client, village):
    client.force_login(village.amina)
    form = {"once": "k4", "words": "homes with no heating", "place": "Mill Lane", "source": "example"}
    assert client.post("/needs/new/", form | {"figure": "9", "out_of": "8"}).status_code == 422
    client.post("/needs/new/", form | {"figure": "8", "out_of": "9"})
    assert Need.objects.get(words="homes with no heating").place == village.mill_lane


def test_an_offer_is_closed_by_whoever_made_it_and_nobody_else(client, village):
    client.force_login(village.bram)
    client.post("/offers/new/", {"once": "k5", "thing": "tools", "words": "A good ladder", "place": "Mill Lane"})
    offer = Offer.objects.get(words="A good ladder")
    client.force_login(village.carys)
    assert client.post(f"/offers/{offer.pk}/close/").status_code == 403
    client.force_login(village.bram)
    for _ in range(2):
        assert client.post(f"/offers/{offer.pk}/close/").status_code == 302
    offer.refresh_from_db()
    assert offer.closed_at and offer not in Offer.objects.open()


def test_undoing_through_the_page(client, village):
    change = village.course.revise(village.emeka, {"about": "Something shorter."})
    address, which = f"/who/{village.course.pk}/undo/", {"revision": change.pk}
    client.force_login(village.bram)
    assert client.post(address, which).status_code == 403
    client.force_login(village.emeka)
    assert client.get(address).status_code == 405
    assert client.post(address, which).status_code == 302
    assert Revision.objects.get(undoes=change).by == village.emeka
