"""A conversation is kept once, sealed, with a yes; a refusal keeps nothing; paper is keyed once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening.bringing import bring
from folkmoot.listening.keeping import Other, Said, keep
from folkmoot.listening.models import Heard, Knock, Listening, Organiser, Owed, Patch, Slip
from folkmoot.people.models import Role
from folkmoot.points.models import Point, Reading, Theming

from .conftest import INDEPENDENT, everything_kept, said


def test_what_is_said_is_kept_as_sealed_points_in_their_words(hear, village):
    heard = hear(where="door", street="Mill Lane", door="12", who_else="Bell at 14", language="Welsh")
    points = {point.kind: point.said for point in heard.points()}
    assert points == {"love": "The market", "worry": "The Sunday bus is gone", "would-do": "I would drive"}
    kept = everything_kept()
    for words in ("The Sunday bus is gone", "Bell at 14", "Mill Lane 12"):
        assert words not in kept
    assert all(point.line and point.line.audience == "keepers" for point in heard.points())


def test_each_line_is_a_point_of_its_own(hear):
    heard = hear(answers={"worry": "Bus\n\nShops\nDogs"})
    assert [point.said for point in heard.points()] == ["Bus", "Shops", "Dogs"]


def test_the_same_word_is_the_same_conversation(hear, village, patch):
    first = hear("once")
    again = keep(patch, village.emeka, said("once", answers={"love": "Other"}))
    assert again == first.listening
    assert Listening.objects.count() == 1 + Listening.objects.exclude(pk=again.pk).count()
    assert [p.said for p in first.points() if p.kind == "love"] == ["The market"]


def test_a_councillor_makes_themes_of_their_own_listenings_and_tells_those_they_heard(village, patch, hear, client):
    """The same tools, for their own: words others heard are never shown to them, nor theirs to others."""
    hear("emekas", answers={"worry": "Emekasword"})
    Organiser.name(village.dilys, patch, "I listen to everybody, whoever they vote for.", village.amina)
    known = {"means": "slip", "contact": "4 Mill Lane", "allowed": ("keep", "contact")}
    theirs = keep(patch, village.dilys, said("d", answers={"worry": "Dilysword"}, **known))
    client.force_login(village.dilys)
    answer = client.post("/listening/bring/", {"patch": patch.pk})
    own = Theming.objects.get(heard_by=village.dilys)
    assert answer.url == f"/themes/{own.pk}/board/"
    board = client.get(answer.url).content.decode()
    assert "Dilysword" in board and "Emekasword" not in board
    client.post(f"/themes/{own.pk}/place/", {"name": "Buses", "point": own.points.get().pk})
    theme = own.themes.get()
    assert client.post(f"/listening/news/{theme.pk}/", {"words": "A bus from May."}).status_code == 302
    assert theirs.heard.get().told.get().words == "A bus from May."

    client.force_login(village.emeka)
    client.post("/listening/bring/", {"patch": patch.pk})
    team = Theming.objects.about(patch).get()
    assert "Dilysword" not in client.get(f"/themes/{team.pk}/board/").content.decode()
    assert client.get(f"/themes/{own.pk}/board/").status_code == 403
    with pytest.raises(NotYours):
        team.invite(village.dilys, village.emeka)
    with pytest.raises(NotYours):
        own.invite(village.bram, village.dilys)


def test_nothing_is_begun_where_nothing_can_be_brought_in(village, patch, emeka, client):
    client.force_login(village.emeka)
    assert client.post("/listening/bring/", {"patch": patch.pk}).status_code == 409
    assert not Theming.objects.about(patch).exists()


def test_who_is_not_in_the_team_hands_in_what_they_heard_and_reads_no_other(village, patch, hear, client):
    hear("emekas")
    bring(Organiser.objects.get(person=village.emeka, patch=patch))
    Role.objects.create(person=village.bram, kind="organiser")
    Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    keep(patch, village.bram, said("brams", answers={"worry": "Bins"}))
    client.force_login(village.bram)
    assert client.post("/listening/bring/", {"patch": patch.pk}).url == "/listening/desk/"
    theming = Theming.objects.about(patch).get()
    assert theming.points.count() == 4
    assert client.get(f"/themes/{theming.pk}/board/").status_code == 403


def test_strangers_and_those_without_the_role_keep_nothing(village, patch, emeka):
    for person in (village.bram, village.amina, village.kofi, village.dilys):
        with pytest.raises(NotYours):
            keep(patch, person, said())
    Role.objects.filter(person=village.emeka, kind="organiser").delete()
    with pytest.raises(NotYours):
        keep(patch, village.emeka, said())


def test_a_councillor_has_the_same_tools_for_their_own(village, patch, hear):
    Organiser.name(village.dilys, patch, "I listen to everybody, whoever they vote for.", village.amina)
    hers = keep(patch, village.dilys, said("d"))
    theirs = hear("e")
    assert hers.read(village.dilys)
    with pytest.raises(NotYours):
        theirs.listening.read(village.dilys)
    with pytest.raises(NotYours):
        hers.read(village.emeka)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"allowed": ()}, "Ask whether you may write this down"),
        ({"answers": {"love": "  "}}, "at least one thing"),
        ({"name": "Joan"}, "keep their name"),
        ({"contact": "07700 900123"}, "keep their name"),
        ({"means": "mail"}, "address or number"),
        ({"means": "mail", "contact": "nonsense", "allowed": ("keep", "contact")}, "not an address"),
        ({"promise": "Ask"}, "which day"),
        ({"where": "home", "people": 99}, "how many were there"),
        ({"heard_at": timezone.now() + timedelta(days=2)}, "future"),
        ({"allowed": ("keep", "sell")}, "not something we ask"),
        ({"sheet": 4711}, "no sheet or slip"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(patch, emeka, village, more, words):
    with pytest.raises(Refusal, match=words):
        keep(patch, village.emeka, said(**more))
    assert not Listening.objects.filter(patch=patch).exists()


def test_a_refusal_keeps_the_door_and_nothing_else(village, patch, emeka):
    knock = keep(patch, village.emeka, Said("r", outcome="refused", street="Mill Lane", door="9"))
    assert isinstance(knock, Knock) and knock.outcome == "refused"
    assert not Listening.objects.filter(patch=patch).exists()
    with pytest.raises(Refusal, match="without words or names"):
        keep(patch, village.emeka, Said("r2", outcome="refused", answers={"worry": "Dogs"}))
    with pytest.raises(Refusal, match="without words or names"):
        keep(patch, village.emeka, Said("r3", outcome="no-answer", name="Joan"))


def test_two_do_not_knock_twice(village, patch, hear):
    hear(street="Mill Lane", door="12a", answers={"worry": "Secretword"})
    Role.objects.create(person=village.bram, kind="organiser")
    Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    [seen] = Knock.objects.lately(patch, timezone.now())
    assert (seen.door, seen.outcome, seen.organiser.person) == ("Mill Lane 12a", "heard", village.emeka)
    assert "Secretword" not in str(vars(seen))


def test_doors_are_forgotten_after_ninety_days_but_for_who_asked_not_to_be_visited(patch, emeka):
    old = timezone.now() - timedelta(days=91)
    Knock.note(emeka, "refused", "Mill Lane", "1", at=old)
    Knock.note(emeka, "never", "Mill Lane", "2", at=old)
    Knock.note(emeka, "no-answer", "Mill Lane", "3")
    assert Knock.forget_past(timezone.now()) == 1
    assert {knock.door for knock in Knock.objects.lately(patch, timezone.now())} == {"Mill Lane 2", "Mill Lane 3"}


def test_a_paper_sheet_is_keyed_once_and_its_slip_opens_what_was_keyed(village, patch, emeka):
    [slip] = Slip.make(patch, village.emeka)
    kept = keep(patch, village.emeka, said("a", sheet=slip.number))
    assert kept.heard.get().slip == slip
    with pytest.raises(Refusal, match="has been keyed already"):
        keep(patch, village.emeka, said("b", sheet=slip.number))
    assert Slip.with_code(slip.code.lower().replace("-", " ")) == slip


def test_a_house_meeting_has_several_people_and_counts_each(hear, village):
    heard = hear(
        where="home",
        people=4,
        answers={"worry": "1: The bus\n2. The dogs\nWe all want a bench", "love": "4) The park"},
        name="Joan",
        allowed=("keep", "contact"),
        everyone=True,
    )
    listening = heard.listening
    assert listening.heard.count() == 4
    assert [p.said for p in heard.points()] == ["The bus"]
    assert {p.voice for p in listening.points()} == {
        *(one.voice for one in listening.heard.filter(number__in=[1, 2, 4])),
        "",
    }
    assert len({one.slip_id for one in listening.heard.all()}) == 4
    assert {p.group for p in listening.points()} == {f"House meeting {listening.pk}"}


def test_each_at_a_house_meeting_has_said_yes_for_themselves(hear, patch, emeka, village):
    meeting = {"where": "home", "people": 3, "answers": {"worry": "1: Bus\n2: Dogs\n3: Bins"}}
    with pytest.raises(Refusal, match="Ask number 2 too"):
        keep(patch, village.emeka, said("none", **meeting))
    others = {2: Other("65 to 79", "Weavers", ("keep", "quote")), 3: Other("30 to 44")}
    with pytest.raises(Refusal, match="Ask number 3 too"):
        keep(patch, village.emeka, said("some", others=others, **meeting))
    with pytest.raises(Refusal, match="each of several people"):
        keep(patch, village.emeka, said("x", others={2: Other(allowed=("keep", "contact"))}, **meeting | {"people": 2}))
    assert not Listening.objects.filter(patch=patch).exists()

    heard = hear("all", others=others, everyone=True, **meeting)
    people = list(heard.listening.heard.all())
    allowed = [sorted(one.allowed.values_list("purpose", flat=True)) for one in people]
    assert allowed == [["keep"], ["keep", "quote"], ["keep"]]
    assert [(one.age, one.group) for one in people] == [("", ""), ("65 to 79", "Weavers"), ("30 to 44", "")]
    assert [point.quotable for point in heard.listening.points().order_by("pk")] == [False, True, False]


def test_the_form_asks_each_of_those_at_a_house_meeting(village, patch, emeka, client):
    client.force_login(village.emeka)
    form = {"patch": patch.pk, "outcome": "heard", "where": "home", "people": "2", "worry": "1: Bus\n2: Dogs"}
    form |= {"allowed": ["keep"], "once": "meeting"}
    refused = client.post("/listening/new/", form)
    assert refused.status_code == 422 and "Ask number 2 too" in refused.content.decode()
    form |= {"yes_2": ["keep", "introduce"], "age_2": "18 to 29", "group_2": "Weavers"}
    assert client.post("/listening/new/", form).status_code == 302
    second = Heard.objects.get(listening__patch=patch, number=2)
    assert second.age == "18 to 29" and second.allows("introduce") and [p.said for p in second.points()] == ["Dogs"]


def test_what_a_meeting_says_as_a_whole_is_no_person_more(hear, village, patch):
    from folkmoot.points import counting
    from folkmoot.points.models.regrouping import name

    heard = hear(where="home", people=2, answers={"worry": "1: Bus\nWe want a bench\nAnd a bin"}, everyone=True)
    theming, many = bring(Organiser.objects.get(person=village.emeka, patch=patch))
    name(theming, "Benches", theming.points.values_list("pk", flat=True), village.emeka)
    [row], total = counting.live(theming)
    assert (many, row.points, row.people, total) == (3, 3, 1, 1)
    assert heard.listening.heard.count() == 2


def test_paper_asks_what_the_phone_asks(village, patch, emeka, client):
    client.force_login(village.emeka)
    page = client.post(f"/listening/patches/{patch.pk}/sheets/", {"many": "1"}).content.decode()
    for words in ("65 to 79", "By phone", "A slip through the door", "Pass this to my councillor", "Language"):
        assert words in page, words
    for words in ("A house meeting", "A group they say they belong to", "Ask me whether I would meet"):
        assert words in page, words


def test_the_promise_names_nobody_and_says_nothing_in_the_open(reachable):
    owed = Owed.objects.get(heard=reachable)
    assert str(owed.promise) == "Come back to somebody heard in Mill Lane"
    assert owed.words == "Ask about the ramp"
    kept = everything_kept()
    for words in ("Joan Quill", "joan@quill.example", "Ask about the ramp"):
        assert words not in kept
    assert owed.promise.state(timezone.localdate()) == "open"


def test_reading_is_for_whoever_heard_it_and_is_written_down(reachable, village, grace):
    listening = reachable.listening
    listening.read(village.emeka)
    for person in (village.bram, village.amina, village.kofi, village.dilys, village.carys):
        with pytest.raises(NotYours):
            listening.read(person, "curious")
    with pytest.raises(Refusal, match="Say why"):
        listening.read(grace)
    listening.read(grace, "A complaint, see letter of 3 May")
    log = Reading.objects.filter(kind="listening.listening", key=str(listening.pk)).order_by("pk")
    assert [(row.person, row.why) for row in log] == [
        (village.emeka, "their own"),
        (grace, "A complaint, see letter of 3 May"),
    ]


def test_a_deputy_reads_nothing(reachable, village):
    from folkmoot.people.models import Deputy

    today = timezone.localdate()
    Deputy.objects.create(person=village.emeka, deputy=village.bram, from_on=today, until_on=today)
    with pytest.raises(NotYours):
        reachable.listening.read(village.bram, "standing in")


def test_handing_over_gives_what_was_heard_and_the_promises_to_the_next(reachable, village, patch, emeka):
    Role.objects.create(person=village.bram, kind="organiser")
    bram = Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    with pytest.raises(NotYours):
        emeka.end(village.kofi, bram)
    assert emeka.end(village.emeka, bram) == 1
    listening = Listening.objects.get(pk=reachable.listening_id)
    assert listening.read(village.bram)
    with pytest.raises(NotYours):
        listening.read(village.emeka)
    owed = Owed.objects.get(heard=reachable)
    assert owed.promise.holder == village.bram
    assert owed.promise.state(timezone.localdate()) == "asked"
    assert emeka.end(village.emeka, bram) == 0


def test_without_a_successor_it_stays_with_the_body_named_and_a_steward_hands_it_on(
    reachable, village, patch, emeka, grace
):
    emeka.end(village.emeka)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert not Listening.objects.get(pk=reachable.listening_id).is_kept_by(village.emeka, tomorrow)
    Role.objects.create(person=village.bram, kind="organiser")
    bram = Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    emeka.end(grace, bram)
    assert Listening.objects.get(pk=reachable.listening_id).read(village.bram)


def test_patches_and_organisers_are_named_by_who_may(village, patch):
    with pytest.raises(NotYours):
        Patch.make("Mine", village.mill_lane, village.voluntary_action, village.bram)
    with pytest.raises(NotYours):
        Organiser.name(village.emeka, patch, INDEPENDENT, village.bram)
    with pytest.raises(Refusal, match="role of organiser"):
        Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    with pytest.raises(Refusal, match="independent"):
        Organiser.name(village.emeka, patch, " ", village.amina)
    one = Organiser.name(village.emeka, patch, INDEPENDENT, village.amina)
    assert Organiser.name(village.emeka, patch, "Other", village.amina) == one
    assert one.stated_on == timezone.localdate()


def test_points_of_a_listening_are_in_no_public_list(reachable, village):
    assert not Point.objects.shown().of(reachable.listening).exists()
    assert Heard.objects.get(pk=reachable.pk).points().count() == 3


def test_the_microphone_is_for_the_page_on_a_phone_alone(client, village):
    phone, other = client.get("/listening/phone/"), client.get("/listening/")
    assert "microphone=(self)" in phone.headers["Permissions-Policy"]
    assert "media-src blob:" in phone.headers["Content-Security-Policy"]
    assert "microphone=()" in other.headers["Permissions-Policy"]
    assert "blob:" not in other.headers["Content-Security-Policy"]
    assert "camera=()" in phone.headers["Permissions-Policy"]
