"""The day of 117 people in 18 groups, from the invitation to the year after: every word through the pages.

Two bodies are asked by name and 130 people by mail; they answer by the links in those mails, seven wait until there
are more chairs, the door counts them in, eighteen tables write, themes are named and carried, a promise is kept, and
whoever carries a theme is asked a year on. Which groups raised what is an example, not theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from folkmoot.events.models import Convening, Event, TableCode
from folkmoot.feeds.jobs import mail_news
from folkmoot.home.waiting import tell_asked
from folkmoot.kit import work
from folkmoot.points.jobs import ask_how_themes_stand
from folkmoot.points.models import Theme
from folkmoot.promises.models import Promise
from folkmoot.requests.models import Request

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CAME = {"council": 69, "community": 41, "business": 7}
THEMES = {
    "Power": (1, 2, 5, 9, 12, 14, 18),
    "Inclusion": (1, 3, 4, 8, 11, 12),
    "Support for what people do themselves": (2, 6, 7, 10, 13, 15, 16),
    "What a community knows": (3, 5, 9, 17),
    "Service issues": (4, 6, 18),
    "Community engagement": (7, 8, 10, 11, 13),
    "Local enterprise": (14, 16),
    "Another way of working in local government": (1, 9, 15, 17),
}
PEOPLE = [f"{sector}{n}" for sector, many in CAME.items() for n in range(many)]


def signed_in(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def sent(begins: str) -> dict[str, str]:
    """Address → the mail with such a subject, of those that left just now."""
    mail.outbox.clear()
    mail_news.call()
    work.drain(scheduled=False)
    return {one.to[0]: one.body for one in mail.outbox if one.subject.startswith(begins)}


def link_in(body: str) -> str:
    return re.search(r"/events/reply/\S+/", body)[0]


def convened(host: Client, village) -> Event:
    """A stage, the bodies asked to it by name, its event with a day and 110 chairs, published."""
    host.post("/events/convenings/new/", {"title": "What society here", "purpose": "A common view", "once": "c"})
    convening = Convening.objects.get(title="What society here")
    host.post(f"/events/convenings/{convening.pk}/stages/", {"title": "The day", "sectors": ["council"]})
    stage = convening.stages.get()
    host.post(f"/events/stages/{stage.pk}/invite/", {"name": "Thornbeck Council"})
    host.post(f"/events/stages/{stage.pk}/event/")
    event = stage.events.get()
    day = timezone.localdate() + timedelta(days=20)
    when = {"on": day.isoformat(), "starts": "09:30", "ends": "16:00", "zone": "Europe/London"}
    host.post(f"/events/{event.pk}/when/", when | {"new_venue": "The Hall", "new_address": "Mill Lane"})
    host.post(f"/events/{event.pk}/room/resize/", {"capacity": "110", "because": "The hall."})
    host.post(f"/events/{event.pk}/publish/")
    return Event.objects.get(pk=event.pk)


def asked_and_answered(event: Event, host: Client) -> None:
    """130 are asked; 117 say yes, eight no, five never answer."""
    address = {who: f"{who}@dudley.example" for who in [*PEOPLE, *(f"no{n}" for n in range(8)), *"vwxyz"]}
    host.post(f"/events/{event.pk}/ask/", {"people": "\n".join(address.values()), "words": "A day together."})
    letters = sent("You are asked")
    assert len(letters) == 130 and "A day together." in letters["council0@dudley.example"]
    for who in [*PEOPLE, *(f"no{n}" for n in range(8))]:
        answer = "no" if who.startswith("no") else "yes"
        said = {
            "answer": answer,
            "party": "1",
            "name": who,
            "sector": "" if answer == "no" else who.rstrip("0123456789"),
        }
        assert Client().post(link_in(letters[address[who]]), said | {"once": who}).status_code == 302


def seated(event: Event, host: Client) -> None:
    """The seven who replied last wait; ten more chairs are found, and each takes the one kept for them by the link."""
    seats = Counter(event.rsvps.values_list("seat", flat=True))
    assert (seats["has"], seats["waiting"]) == (110, 7)
    assert {one.name for one in event.rsvps.waiting()} == {f"business{n}" for n in range(7)}
    assert len(sent("Your reply")) == 125
    host.post(f"/events/{event.pk}/room/resize/", {"capacity": "120", "because": "Ten more chairs."})
    offers = sent("A seat is kept for you")
    assert len(offers) == 7
    for letter in offers.values():
        Client().post(link_in(letter), {"do": "accept"})
    assert event.rsvps.filter(seat="has").count() == 117


def through_the_door(event: Event, host: Client) -> None:
    for pk in event.rsvps.filter(seat="has").values_list("pk", flat=True):
        for _pressed_twice in (1, 2) if pk % 20 == 0 else (1,):
            host.post(f"/events/{event.pk}/door/in/{pk}/")
    assert event.check_ins.count() == 117


def written_at_the_tables(event: Event, host: Client) -> None:
    for number in range(1, 19):
        host.post(f"/events/{event.pk}/codes/", {"for": "table", "table": f"Group {number}"})
        card = TableCode.objects.get(event=event, table=f"Group {number}")
        for name, groups in THEMES.items():
            if number in groups:
                line = {"kind": "point", "words": f"{name}, group {number}", "once": f"{number} {name}"[:40]}
                Client().post(f"/events/at/{card.code}/lines/", line)
    line = {"kind": "promise", "words": "Publish who decides what", "whose": "Dilys Price", "once": "promise"}
    Client().post(f"/events/at/{card.code}/lines/", line | {"due_words": "by the summer"})
    assert event.notes.count() == 1 + sum(len(groups) for groups in THEMES.values())
    waits = [str(one.pk) for one in event.notes.to_look_at()]
    host.post(f"/events/{event.pk}/notes/review/", {"line": waits, "take": waits})


def named_and_opened(event: Event, host: Client) -> None:
    for name in THEMES:
        points = [str(pk) for pk in event.notes.filter(words__startswith=name).values_list("point", flat=True)]
        owner = "Bram de Wit" if name == "Power" else ""
        host.post(f"/events/{event.pk}/themes/", {"name": name, "point": points, "owner": owner})
    story = "117 people: 69 from public bodies, 41 from groups, 7 from businesses."
    host.post(f"/events/{event.pk}/record/story/", {"story": story})
    host.post(f"/events/{event.pk}/record/publish/", {"audience": "everyone"})


def test_from_the_invitation_to_the_year_after(village, time_machine):
    host, dilys = signed_in(village.amina), signed_in(village.dilys)
    event = convened(host, village)
    tell_asked(timezone.localdate())
    assert "The day" in sent("")["dilys@thornbeck.example"]
    asked = Request.objects.get(kind="stage", about_key=str(event.stage_id))
    dilys.post(f"/events/stages/asked/{asked.pk}/", {"choice": "come"})
    asked_and_answered(event, host)
    seated(event, host)

    time_machine.move_to(
        datetime.combine(timezone.localdate() + timedelta(days=20), time(9, 40), ZoneInfo("Europe/London"))
    )
    host = signed_in(village.amina)
    through_the_door(event, host)
    written_at_the_tables(event, host)
    named_and_opened(event, host)
    words = " ".join(re.sub(r"<[^>]+>", " ", Client().get(f"/events/{event.pk}/record/").content.decode()).split())
    assert "117 people came" in words and all(f"{many} of 117" in words for many in CAME.values())
    groups = {
        theme.name: theme.points.values("group").distinct().count()
        for theme in Theme.objects.filter(source_key=event.pk)
    }
    assert groups == {name: len(raised) for name, raised in THEMES.items()}

    promise = Promise.objects.get(what="Publish who decides what")
    host.post(f"{promise.get_absolute_url()}keep/", {"words": "It stands in the library."})
    time_machine.shift(timedelta(days=370))
    ask_how_themes_stand.call()
    bram = signed_in(village.bram)
    told = sent("")
    assert "You carry on “Power”" in told["bram@thornbeck.example"]
    assert "Nobody carries on “Inclusion”" in told["amina@thornbeck.example"]
    power = Theme.objects.get(name="Power", source_key=event.pk)
    bram.post(f"/themes/theme/{power.pk}/stands/", {"state": "under-way", "words": "Two wards decide themselves."})
    words = Client().get(f"/events/{event.pk}/record/").content.decode()
    assert "Two wards decide themselves." in words and "1 of 1 promises are kept so far" in words
