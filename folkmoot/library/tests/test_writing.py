"""Writing pages: versions, two at once, drafts, moving, putting away, restoring."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.conversations.models import Group
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library.models import AlreadyThere, Clash, Draft, Folder, OldAddress, Page, PageLink, Version
from folkmoot.library.models.linked import follow_moved
from folkmoot.library.models.version import VersionsStay

pytestmark = pytest.mark.django_db
TEXT = "The hall opens at nine.\n\nTea is free.\n\nDogs are welcome."


@pytest.fixture
def hall(village) -> Page:
    return Page.begin(village.howtos, "The hall", TEXT, village.bram)


def test_a_change_is_a_version_and_the_one_before_stays(hall, village):
    version = hall.write(TEXT.replace("nine", "ten"), village.emeka, base=1, why="Winter hours")
    assert (version.number, version.why, version.grew, version.by) == (2, "Winter hours", -1, village.emeka)
    assert hall.versions.get(number=1).words == TEXT and "ten" in hall.words
    assert Line.objects.about("library.page", hall.pk).newest_first().first().verb == "changed"


def test_versions_are_only_added(hall):
    version = hall.versions.get(number=1)
    version.words = "Other"
    for change in (version.save, version.delete, Version.objects.all().delete):
        with pytest.raises(VersionsStay):
            change()


def test_nothing_different_writes_nothing(hall, village):
    assert hall.write(TEXT, village.bram, base=1) is None
    assert hall.versions.count() == 1


def test_the_same_form_twice_is_one_version_and_one_page(hall, village):
    for _ in range(2):
        hall.write("Other", village.bram, base=1, once="x")
        Page.begin(village.howtos, "Another", "Words", village.bram, once="y")
    assert hall.versions.count() == 2 and Page.objects.filter(title="Another").count() == 1


def test_two_who_change_different_lines_are_put_together(hall, village):
    hall.write(TEXT.replace("nine", "ten"), village.emeka, base=1)
    version = hall.write(TEXT.replace("welcome", "not allowed"), village.bram, base=1)
    assert version.merged == 1
    assert hall.words == TEXT.replace("nine", "ten").replace("welcome", "not allowed")


def test_two_who_change_the_same_line_clash_and_lose_nothing(hall, village, client):
    hall.write(TEXT.replace("nine", "ten"), village.emeka, base=1)
    with pytest.raises(Clash):
        hall.write(TEXT.replace("nine", "eight"), village.bram, base=1)
    client.force_login(village.bram)
    mine = TEXT.replace("nine", "eight")
    answer = client.post(f"{hall.get_absolute_url()}edit/", {"words": mine, "base": "1", "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "The hall opens at eight." in page and "The hall opens at ten." in page
    assert Draft.of(village.bram, hall.folder, hall).words == mine
    sent = {"words": mine, "base": "1", "seen": "2", "choice-0": "both", "do": "together"}
    again = client.post(f"{hall.get_absolute_url()}edit/", sent).content.decode()
    assert "The hall opens at ten.\nThe hall opens at eight." in again and 'name="base" value="2"' in again


def test_strangers_and_those_outside_the_folder_are_refused(village):
    page = village.lunches_page
    for person in (village.bram, village.carys):
        with pytest.raises(NotYours):
            page.write("Mine now", person, base=1)
        with pytest.raises(NotYours):
            Page.begin(page.folder, "Another", "x", person)
    assert page.write("Better", village.amina, base=1).number == 2


def test_the_story_is_read_only(village):
    page = Page.objects.create(
        folder=Folder.objects.create(name="s", slug="s", story=True), title="x", slug="x", story=True
    )
    for person in (village.amina, village.kofi):
        with pytest.raises(NotYours):
            page.write("Changed", person, base=0)
        assert not page.may_be_edited_by(person, page.entered_at.date())


def test_restoring_is_a_new_version(hall, village):
    hall.write("All gone", village.carys, base=1)
    version = hall.restore(1, village.bram)
    assert (hall.number, hall.words, version.restores.number) == (3, TEXT, 1)
    assert hall.restore(1, village.bram) is None, "it says that already"
    with pytest.raises(Refusal):
        hall.restore(9, village.bram)


def test_a_name_is_taken_once(hall, village, client):
    with pytest.raises(AlreadyThere):
        Page.begin(village.howtos, "The Hall!", "x", village.bram)
    client.force_login(village.bram)
    answer = client.post("/library/howtos/new/", {"title": "the hall", "words": "What I typed", "do": "save"})
    assert answer.status_code == 422 and "What I typed" in answer.content.decode()


def test_a_moved_page_leads_on_and_links_elsewhere_follow(hall, village, client):
    other = Page.begin(
        village.howtos, "Tea", "At [[The hall]] and [[the hall|in there]], not `[[The hall]]`.", village.bram
    )
    hall.move(village.bram, village.howtos, "St Mary's Hall")
    assert client.get("/library/howtos/the-hall/").url == "/library/howtos/st-marys-hall/"
    other.refresh_from_db()
    assert other.words == (
        "At [[howtos:st-marys-hall|The hall]] and [[howtos:st-marys-hall|in there]], not `[[The hall]]`."
    )
    assert other.number == 2 and "moved" in other.last.why and other.last.minor
    assert list(PageLink.objects.filter(page=other).values_list("slug", "to")) == [("st-marys-hall", hall.pk)]


def test_a_page_moved_twice_and_back_leads_from_everywhere(hall, village, client):
    hall.move(village.bram, village.howtos, "Second")
    hall.move(village.bram, village.howtos, "The hall")
    assert client.get("/library/howtos/second/").url == "/library/howtos/the-hall/"
    assert client.get("/library/howtos/the-hall/").status_code == 200
    assert OldAddress.objects.filter(page=hall).count() == 1


def test_more_links_than_a_hundred_follow_by_the_worker(hall, village):
    for n in range(103):
        Page.begin(village.howtos, f"Page {n}", "[[The hall]]", village.bram)
    hall.move(village.bram, village.howtos, "Elsewhere")
    assert PageLink.objects.filter(slug="the-hall").count() == 3
    follow_moved.call(hall.pk, village.bram.pk, "howtos", "the-hall")
    assert PageLink.objects.filter(slug="the-hall").count() == 0
    assert PageLink.objects.filter(to=hall, slug="elsewhere").count() == 103


def test_links_find_a_page_once_it_is_written_and_lose_it_when_it_is_put_away(village):
    Page.begin(village.howtos, "Asking", "[[Urns]]", village.bram)
    wanted = PageLink.objects.get(slug="urns")
    assert wanted.to is None
    urns = Page.begin(village.howtos, "Urns", "Two.", village.bram)
    wanted.refresh_from_db()
    assert wanted.to == urns
    urns.put_away(village.bram, "It is on the hall's page.")
    wanted.refresh_from_db()
    assert wanted.to is None
    urns.bring_back(village.bram)
    wanted.refresh_from_db()
    assert wanted.to == urns


def test_what_is_put_away_is_gone_for_readers_and_needs_a_reason(hall, village, client):
    with pytest.raises(Refusal):
        hall.put_away(village.bram, " ")
    assert hall.put_away(village.bram, "Closed") and not hall.put_away(village.bram, "Closed")
    assert client.get(hall.get_absolute_url()).status_code == 404
    client.force_login(village.bram)
    assert "Bring it back" in client.get(hall.get_absolute_url()).content.decode()
    assert Page.begin(village.howtos, "The hall", "New", village.bram).pk != hall.pk
    with pytest.raises(AlreadyThere):
        hall.bring_back(village.bram)


def test_a_preview_and_a_draft_save_nothing(hall, village, client):
    client.force_login(village.bram)
    address = f"{hall.get_absolute_url()}edit/"
    page = client.post(address, {"words": "**Bold** [[Nowhere]]", "base": "1", "do": "preview"}).content.decode()
    assert "<strong>Bold</strong>" in page and "not written yet" in page
    assert client.post(address, {"words": "So far", "base": "1", "do": "keep"}).status_code == 204
    hall.refresh_from_db()
    assert hall.number == 1
    assert "You have a draft" in client.get(address).content.decode()
    assert "So far" in client.get(f"{address}?draft=1").content.decode()
    client.post(address, {"words": "So far and done", "base": "1", "do": "save"})
    assert Draft.objects.filter(person=village.bram).count() == 0


def test_a_draft_is_its_writers_alone(hall, village, client):
    Draft.keep(village.bram, hall.folder, hall, words="My secret draft", base=1)
    client.force_login(village.amina)
    for address in ("/library/drafts/", f"{hall.get_absolute_url()}edit/?draft=1"):
        assert "My secret draft" not in client.get(address).content.decode()


def test_a_difference_is_said_in_words_and_marked(hall, village, client):
    hall.write(TEXT.replace("nine", "ten"), village.emeka, base=1)
    page = client.get(f"{hall.get_absolute_url()}compare/?from=1&to=2").content.decode()
    assert "In one place: one word put in, one taken out." in page
    assert '<del><span class="unseen">taken out: </span>nine</del>' in page
    assert client.get(f"{hall.get_absolute_url()}compare/?from=2&to=1").status_code == 200
    assert client.get(f"{hall.get_absolute_url()}compare/?from=1&to=99").status_code == 404


def test_a_folder_is_closed_only_in_the_name_of_a_body(village):
    with pytest.raises(Refusal):
        Folder.make("Mine", village.bram, writers="members")
    with pytest.raises(NotYours):
        Folder.make("Theirs", village.bram, organisation=village.council)
    with pytest.raises(Refusal):
        Folder.make("Cases", village.bram)
    made = Folder.make("Choir", village.dilys, organisation=village.council, writers="speakers")
    assert made.may_be_written_by(village.dilys, made.made_at.date())
    assert not made.may_be_written_by(village.bram, made.made_at.date())


def test_a_groups_folder_is_written_by_its_members(village):
    group = Group.objects.create(name="Tea makers", slug="tea-makers", began_by=village.bram)
    group.members.create(person=village.bram, role="moderator")
    group.members.create(person=village.carys, role="member")
    made = Folder.make("Tea makers", village.bram, group=group, writers="group")
    day = timezone.localdate()
    assert [made.may_be_written_by(one, day) for one in (village.bram, village.carys, village.emeka)] == [
        True,
        True,
        False,
    ]
    with pytest.raises(NotYours):
        Folder.make("More tea", village.carys, group=group, writers="group")
    Group.objects.filter(pk=group.pk).update(readers="members")
    group.refresh_from_db()
    with pytest.raises(Refusal):
        Folder.make("Hidden tea", village.bram, group=group, writers="group")
    made = Folder.objects.get(pk=made.pk)
    assert made.owner() is None, "a group that others cannot read is not named"


def write_at_once(page: Page, people: list, faults: list) -> None:
    def write(number, person):
        try:
            lines = page.words.split("\n")
            lines[number * 2] = f"Line {number}, as {person.name} has it"
            Page.objects.get(pk=page.pk).write("\n".join(lines), person, base=1)
        except Exception as wrong:  # noqa: BLE001 - a thread's faults are gathered for the test
            faults.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in enumerate(people)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]


@pytest.mark.django_db(transaction=True)
@pytest.mark.storm
def test_many_who_save_at_once_lose_nothing(open_village, monkeypatch):
    people = [open_village.bram, open_village.carys, open_village.emeka, open_village.dilys]
    text = "\n".join(f"Line {n // 2}" if n % 2 == 0 else "" for n in range(9))
    page, faults = Page.begin(open_village.howtos, "Storm", text, open_village.amina), []
    write_at_once(page, people, faults)
    page.refresh_from_db()
    assert faults == [] and page.number == 5
    assert all(f"as {person.name} has it" in page.words for person in people)
    assert sorted(page.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
@pytest.mark.storm
def test_without_the_lock_they_would_lose(open_village, monkeypatch):
    """The control: where the database does not let one writer in at a time by itself, the lock is what holds."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time whatever we do.")
    people = [open_village.bram, open_village.carys, open_village.emeka, open_village.dilys] * 3
    text = "\n".join(f"Line {n // 2}" if n % 2 == 0 else "" for n in range(25))
    page, faults = Page.begin(open_village.howtos, "Storm", text, open_village.amina), []
    monkeypatch.setattr(Page, "locked", lambda self: Page.objects.get(pk=self.pk))
    write_at_once(page, people, faults)
    page.refresh_from_db()
    assert faults or page.number < 13
