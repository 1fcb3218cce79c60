"""A programme takes its group along in one file: its pages in the library and its events go with what was said."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from folkmoot.conversations import bringing, jobs, speaking
from folkmoot.conversations.models import Discussion, Post
from folkmoot.conversations.speaking import Said
from folkmoot.conversations.tests.test_leaving import sign_in_lately
from folkmoot.events import talking as events
from folkmoot.events.models import Photo
from folkmoot.home import group_file
from folkmoot.kit.uploads import Picture
from folkmoot.library import attaching
from folkmoot.library import talking as library
from folkmoot.library.models import Folder, Page
from folkmoot.moderation.models import Standing


def test_the_groups_folder_and_events_are_in_its_file(village, settings, tmp_path):
    settings.DATA = tmp_path
    group, amina = village.neighbours_first, village.amina
    folder = Folder.make("First streets", amina, group=group)
    Page.begin(folder, "How we began", "With a borrowed ladder.", amina)
    hidden = Page.begin(folder, "Held back", "Somebody's secret.", amina)
    Standing.of(hidden, amina).rule("held", "We look.", village.kofi)
    group.for_address = village.winter.get_absolute_url()
    group.save()
    export = jobs.ask_for_export(group, amina)

    assert group_file.write_waiting() == 1 and group_file.write_waiting() == 0

    export.refresh_from_db()
    bundle = zipfile.ZipFile(io.BytesIO(export.path.read_bytes()))
    assert "borrowed ladder" in bundle.read("library/first-streets/how-we-began.md").decode()
    assert "library/first-streets/held-back.md" not in bundle.namelist()
    assert village.winter.title in {one["title"] for one in json.loads(bundle.read("events.json"))}
    listed = json.loads(bundle.read("group.json"))["more"]
    assert {one["file"] for one in listed} >= {"library/first-streets/how-we-began.html", "events.json"}
    assert "library/first-streets/how-we-began.html" in bundle.read("index.html").decode()


def file_of(group, by) -> zipfile.ZipFile:
    export = jobs.ask_for_export(group, by)
    group_file.write_waiting()
    return zipfile.ZipFile(io.BytesIO(export.path.read_bytes()))


def seen_at(event, by, **more) -> Photo:
    sheet = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 90, 60)).save(sheet, "JPEG")
    facts = {"credit": "Amina", "by": by} | more
    return Photo.add(event, Picture("jpeg", 64, 48, sheet.getvalue(), sheet.getvalue()), "The hall.", "nobody", **facts)


@pytest.fixture
def group(village, settings, tmp_path):
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    found = village.neighbours_first
    found.for_address = village.autumn.get_absolute_url()
    found.save()
    return found


def test_photographs_that_everybody_sees_go_along_with_what_those_in_them_agreed_to(village, group):
    seen = seen_at(village.autumn, village.amina)
    of_those_there = seen_at(village.autumn, village.amina, attendees_only=True)
    bundle = file_of(group, village.amina)

    (told,) = json.loads(bundle.read("photographs.json"))
    assert (told["id"], told["consent"], told["taken_by"]) == (seen.pk, "nobody", "Amina")
    assert "Nobody in it can be recognised" in told["consent_words"]
    assert bundle.read(told["file"])[:2] == b"\xff\xd8" and told["file"] in bundle.read("photographs.html").decode()
    assert not [name for name in bundle.namelist() if name.startswith(f"photographs/{of_those_there.pk}.")]


def test_a_file_with_a_photograph_that_was_taken_off_since_is_not_given_out(village, group, client):
    seen = seen_at(village.autumn, village.amina)
    export = jobs.ask_for_export(group, village.amina)
    group_file.write_waiting()
    sign_in_lately(client, village.amina)
    address = f"/groups/exports/{export.key}/"
    assert client.get(address).status_code == 200, "the control"
    seen.take_off(village.amina)
    assert client.get(address).status_code == 410


@pytest.fixture
def said(village, group):
    """Something below the event the group is for, in answer to somebody who is in no group."""
    first = events.say(village.autumn, village.carys, "Is the hall **warm**?")
    words = f"It is, see [the page](/events/{village.autumn.pk}/#post-{first.pk})."
    sent = Said(words, reply_to=first, excerpt="Is the hall")
    return first, speaking.say(first.discussion, village.bram, sent)


def test_what_is_said_below_its_event_goes_along_with_quotations_and_links(village, group, said):
    first, second = said
    speaking.say(village.first_street, village.bram, Said(f"See [there](/events/{village.autumn.pk}/#talk)."))
    bundle = file_of(group, village.amina)

    told = json.loads(bundle.read(f"discussions/{first.discussion_id}.json"))
    assert (told["below"], told["title"]) == ("event", village.autumn.title)
    assert [(post["by"], post["id"]) for post in told["posts"]][-2:] == [
        (village.carys.name, first.pk),
        (village.bram.name, second.pk),
    ]
    assert told["posts"][-1]["quotes"][0]["excerpt"] == "Is the hall"
    page = bundle.read(f"discussions/{first.discussion_id}.html").decode()
    assert f'href="../discussions/{first.discussion_id}.html#post-{first.pk}"' in page
    index = bundle.read("index.html").decode()
    assert f'href="discussions/{first.discussion_id}.html"' in index and "said below an event" in index
    other = bundle.read(f"discussions/{village.first_street.pk}.html").decode()
    assert f'href="../discussions/{first.discussion_id}.html"' in other


def test_what_is_said_below_what_it_wrote_up_goes_along_with_the_case(village, group):
    case = village.lunch_case
    post = library.say(case, village.bram, "The oven was too small.")
    group.organisation = case.organisation
    group.save()
    bundle = file_of(group, village.amina)

    assert "The oven was too small." in bundle.read(f"discussions/{post.discussion_id}.html").decode()
    assert f"discussions/{post.discussion_id}.html" in bundle.read(f"cases/{case.pk}.html").decode()
    (told,) = [one for one in json.loads(bundle.read("cases.json")) if one["id"] == case.pk]
    assert (told["title"], told["failed"]) == (case.title, case.failed)


def test_nothing_below_another_event_goes_along_nor_what_moderators_hold(village, group, said):
    first, second = said
    group.organisation = None
    group.save()
    events.say(village.winter, village.bram, "Elsewhere.")
    Standing.of(second, village.bram).rule("held", "We look.", village.kofi)
    bundle = file_of(group, village.amina)

    whole = b"".join(bundle.read(name) for name in bundle.namelist() if name.startswith("discussions/"))
    assert b"warm" in whole and b"It is, see" not in whole and b"Elsewhere." not in whole


@pytest.mark.parametrize("what", ["taken back", "held", "the event held", "earlier words"])
def test_a_file_with_something_below_that_is_hidden_since_is_not_given_out(village, group, said, client, what):
    first, _second = said
    speaking.edit(first, village.carys, "Is it warm?")
    export = jobs.ask_for_export(group, village.amina)
    group_file.write_waiting()
    sign_in_lately(client, village.amina)
    address = f"/groups/exports/{export.key}/"
    assert client.get(address).status_code == 200, "the control"

    if what == "taken back":
        first.take_back(village.carys)
    elif what == "earlier words":
        speaking.drop_wordings(first, village.carys)
    else:
        thing = first if what == "held" else village.autumn
        Standing.of(thing, village.carys).rule("held", "We look.", village.kofi)
    assert client.get(address).status_code in (404, 410)


def test_brought_in_again_what_was_said_below_is_a_discussion_of_the_group(village, group, said):
    first, second = said
    export = jobs.ask_for_export(group, village.amina)
    group_file.write_waiting()
    arrival = bringing.look_over(village.amina, export.path.read_bytes())
    bringing.want(arrival, village.amina)
    made = bringing.take_in(arrival)

    talk = Discussion.objects.get(group=made, title=village.autumn.title)
    brought = Post.objects.filter(discussion=talk).order_by("number")
    assert [post.came_as for post in brought][-2:] == [first.pk, second.pk]
    assert talk.came_from.endswith(village.autumn.get_absolute_url())


def test_files_beside_its_pages_go_along_and_the_pages_lead_to_them(village, group):
    folder = Folder.make("First streets", village.amina, group=group)
    page = Page.begin(folder, "How we began", "Words.", village.amina)
    made = attaching.attach(page, village.amina, SimpleUploadedFile("plan.csv", b"street\nMill Lane\n"))
    page.write(f"See {made.in_words()}", village.amina, base=1)
    bundle = file_of(group, village.amina)

    assert bundle.read(f"library/files/{made.key}.csv") == b"street\nMill Lane\n"
    assert (
        f'href="../../library/files/{made.key}.csv"' in bundle.read("library/first-streets/how-we-began.html").decode()
    )
