"""The pages of entries."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from folkmoot.directory.models import (
    Activity,
    Need,
    Offer,
    Organisation,
    Party,
    Programme,
    Record,
    Reply,
    Revision,
    Source,
)
from folkmoot.directory.saying import said_of_activity, said_of_organisation


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def entries(village) -> list:
    programme = Programme.enter(village.amina, {"name": "Neighbours", "organisation": village.voluntary_action.pk})
    village.lunches.revise(village.amina, {"programme": programme.pk, "money_pence": 120000})
    offer = Offer.enter(village.bram, {"thing": "tools", "words": "A ladder", "person": village.bram.pk})
    facts = {"words": "homes with no heating", "place": village.mill_lane.pk, "figure": "240", "source": "example"}
    return [programme, village.lunches, village.council, offer, Need.enter(village.amina, facts)]


def test_every_page_of_an_entry_opens_without_an_account(client, entries):
    for entry in entries:
        assert str(entry) in text(client, entry.get_absolute_url())


def test_it_says_who_does_it_for_whom_and_where(client, village):
    page = text(client, village.lunches.get_absolute_url())
    assert "Thornbeck Voluntary Action does this for older people in Mill Lane. Running, every Tuesday." in page


def test_two_bodies_do_plan_and_did_as_two(village):
    by_two = "Thornbeck Voluntary Action and Thornbeck Council"
    village.lunches.parties.create(organisation=village.council, role="hosts")
    for stage, words in (("running", "do this"), ("planned", "plan this"), ("ended", "did this")):
        village.lunches.stage = stage
        assert said_of_activity(village.lunches).startswith(f"{by_two} {words} for older people")


def test_what_others_do_and_a_body_has_a_part_in_is_counted_apart(client, village):
    village.lunches.parties.create(organisation=village.council, role="funds")
    own = Activity.objects.filter(parties__organisation=village.council, parties__role__in=Party.OWNERS)
    said = text(client, village.council.get_absolute_url())
    has_part = Activity.objects.filter(parties__organisation=village.council).exclude(pk__in=own).distinct().count()
    assert (
        has_part
        and f"It has a part in {'one thing' if has_part == 1 else f'{has_part} things'} that others do." in said
    )
    assert said_of_organisation(Activity.objects.none(), 1) == "It has a part in one thing that others do."
    two = Activity.objects.filter(pk__in=[village.lunches.pk, village.drop_in.pk])
    assert said_of_organisation(two, 2).startswith("It does 2 things in ") and "has a part" not in said_of_organisation(
        two, 2
    )


def test_a_body_with_a_part_in_very_many_things_is_counted_whole_and_shown_page_by_page(client, village):
    programme = Programme.objects.create(name="Very many", organisation=village.town_fund)
    source = Source.objects.create(name="Grants list", kind="sheet")
    made = Activity.objects.bulk_create(
        Activity(title=f"Grant {n:03}", programme=programme, entered_by=village.amina) for n in range(230)
    )
    Party.objects.bulk_create(Party(activity=one, organisation=village.town_fund, role="funds") for one in made)
    Record.objects.bulk_create(
        Record(source=source, activity=one, row=str(n), read_at=timezone.now()) for n, one in enumerate(made)
    )
    theirs = Activity.objects.filter(parties__organisation=village.town_fund).distinct()
    before = theirs.exclude(pk__in=[one.pk for one in made]).count()
    own = theirs.filter(parties__organisation=village.town_fund, parties__role__in=Party.OWNERS).count()
    page = text(client, village.town_fund.get_absolute_url())
    assert (
        f"It has a part in {230 + before - own} things that others do." in page and f"1 to 30 of {230 + before}" in page
    )
    for thing, words in ((programme, "230 activities are known under this name."), (source, "1 to 30 of 230")):
        first, last = (text(client, f"{thing.get_absolute_url()}?page={n}") for n in (1, 8))
        assert words in first and "Grant 000" in first and "Grant 229" not in first
        assert "Grant 229" in last and "Grant 000" not in last


def test_each_fact_stands_with_its_source_and_date(client, village):
    village.lunches.revise(village.amina, {"contact": "the desk"}, source="a call to the desk")
    page = text(client, village.lunches.get_absolute_url())
    assert "a call to the desk" in page


def test_an_absorbed_body_leads_to_the_one_that_absorbed_it(client, village):
    twin = Organisation.enter(village.amina, {"name": "TVA"})
    twin.merge_into(village.voluntary_action, village.kofi)
    answer = client.get(twin.get_absolute_url())
    assert (answer.status_code, answer.url) == (302, village.voluntary_action.get_absolute_url())
    assert "TVA" in text(client, village.voluntary_action.get_absolute_url())


def test_two_sources_that_differ_stand_side_by_side(client, village):
    for name, when in (("Town list", "every Tuesday"), ("Church notices", "Tuesdays in term")):
        source = Source.objects.create(name=name, kind="sheet")
        Record.objects.create(
            source=source, row="1", activity=village.drop_in, fields={"starts_said": when, "title": "L"}
        )
    page = text(client, village.drop_in.get_absolute_url())
    assert "Town list" in page and "Tuesdays in term" in page
    assert page.count("differ</span>") == 1


def test_it_shows_how_it_stood_on_a_day(client, village):
    Activity.objects.filter(pk=village.lunches.pk).update(entered_at=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
    change = village.lunches.revise(village.amina, {"contact": "the new desk"})
    Revision.objects.filter(pk=change.pk).update(at=datetime(2026, 5, 2, 12, tzinfo=ZoneInfo("UTC")))
    address = village.lunches.get_absolute_url()
    assert "the new desk" in text(client, f"{address}?on=2026-05-02")
    assert "the new desk" not in text(client, f"{address}?on=2026-05-01")
    assert "had not been entered" in text(client, f"{address}?on=2025-12-31")
    assert client.get(f"{address}?on=yesterday").status_code == 404


def test_what_was_said_later_is_no_source_of_how_it_stood(client, village):
    Activity.objects.filter(pk=village.lunches.pk).update(entered_at=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")))
    change = village.lunches.revise(village.kofi, {"about": "Also soup."})
    Revision.objects.filter(pk=change.pk).update(at=datetime(2026, 5, 2, 12, tzinfo=ZoneInfo("UTC")))
    address = village.lunches.get_absolute_url()
    client.force_login(village.amina)
    before = text(client, f"{address}?on=2026-05-01").split("<main")[1]
    assert "Kofi Mensah" not in before and "Also soup" not in before
    assert "It is still right" not in before and "As it stood on" in before, "a day that is past is not confirmed"
    assert "Kofi Mensah" in text(client, f"{address}?on=2026-05-03").split("<main")[1]


def test_the_form_of_a_suggestion_promises_no_new_names_and_says_who_is_missing(client, village):
    address = f"{village.lunches.get_absolute_url()}suggest/"
    page = text(client, address)
    assert "becomes a new entry" not in page and "A place we do not know yet" not in page
    form = client.get(address).context["form"]
    known = {name: value for name, value in form.initial.items() if name in form.fields and value not in (None, False)}
    rows = {"party-TOTAL_FORMS": "0", "party-INITIAL_FORMS": "0", "title": "Lunches"}
    refused = client.post(address, known | rows)
    assert refused.status_code == 422 and "who says so" in refused.content.decode()


def test_a_reply_stands_beside_what_is_said(client, village):
    Reply.say(village.phones, village.council, "We pay for the tea too.", by=village.dilys)
    assert "We pay for the tea too." in text(client, village.phones.get_absolute_url())


def test_what_moderators_removed_is_gone(client, village):
    from folkmoot.moderation.models import Standing

    standing = Standing.objects.create(kind="directory.activity", key=str(village.lunches.pk), state="removed")
    Activity.objects.filter(pk=village.lunches.pk).update(standing=standing)
    assert client.get(village.lunches.get_absolute_url()).status_code == 404


def test_a_stale_entry_says_so(client, village):
    Activity.objects.filter(pk=village.lunches.pk).update(confirmed_on=date(2024, 1, 1))
    assert "may not be right any more" in text(client, village.lunches.get_absolute_url())


def test_likely_ones_are_named_while_somebody_types(client, village):
    found = client.get("/organisations/likely/?words=thornbeck volun").json()["found"]
    assert [one["name"] for one in found] == ["Thornbeck Voluntary Action"]
    assert client.get("/organisations/likely/?words=").json()["found"] == []


def test_likely_ones_never_name_a_private_plan(client, village):
    village.course.revise(village.emeka, {"private_for_now": True})
    client.force_login(village.carys)
    assert client.get("/who/likely/?words=Spring course").json()["found"] == []


def test_the_number_of_queries_does_not_grow_with_the_entries(client, village, django_assert_max_num_queries):
    asked = []
    for some in (range(2), range(2, 30)):
        for number in some:
            facts = {"title": f"Walk {number}", "types": ["events"], "served": [village.mill_lane.pk]}
            Activity.enter(village.amina, facts | {"parties": [[village.voluntary_action.pk, "delivers", None]]})
        with django_assert_max_num_queries(35) as kept:
            client.get(village.voluntary_action.get_absolute_url())
        asked.append(len(kept))
    assert asked[0] == asked[1]
