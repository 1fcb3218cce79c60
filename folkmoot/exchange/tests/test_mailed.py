"""Copies of lists that come by mail: read for their keeper, answered to nobody else, safe twice."""

from __future__ import annotations

import io
import sys
import zipfile
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, transaction
from django.urls import reverse

from folkmoot.directory.models import Organisation
from folkmoot.exchange import mailed
from folkmoot.exchange.models import Intake, Letterbox
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.work import drain
from folkmoot.requests.models import Request

from .bringing import taken
from .sheets import csv_of, ordinary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings, tmp_path):
    settings.FILES, settings.SHEETS_MAIL = tmp_path, "sheet@in.thornbeck.example"


@pytest.fixture
def box(village):
    """The letterbox of a list that Amina brought."""
    return Letterbox.open_for(taken(village.amina, ordinary(20), "Mailed").source, village.amina)


def letter(to: str, *sheets: tuple[str, bytes], sender: str = "amina@thornbeck.example", **headers) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "This week's list"
    message["Message-ID"] = headers.pop("message_id", f"<{len(sheets)}.{hash(sheets)}@pc.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Here it is.\n-- \nAmina")
    for name, raw in sheets:
        message.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def newer() -> bytes:
    return csv_of([*ordinary(20), ordinary(20)[1] | {"Group name": "A new group"}])


def come(box: Letterbox, *sheets, **more) -> str:
    said = mailed.take(letter(box.address, *sheets, **more))
    drain(scheduled=False)
    return said


def readings(box: Letterbox) -> int:
    return Intake.objects.filter(source=box.source, came="mail").count()


def test_a_copy_is_compared_and_waits_for_its_keeper(client, village, box):
    bodies = Organisation.objects.count()
    assert come(box, ("list.csv", newer())).startswith("taken in to be compared")
    intake = Intake.objects.get(source=box.source, came="mail")
    assert (intake.state, intake.by, intake.counts["new"]) == (Intake.State.CHECK, village.amina, 1)
    assert Organisation.objects.count() == bodies
    (asked,) = Request.objects.waiting_for(village.amina).filter(kind="copy")
    assert asked.words == "A new copy of “Mailed” came. One row is different. Take it in?"
    client.force_login(village.amina)
    client.post(reverse("exchange:take", args=[intake.key]))
    assert not Request.objects.waiting_for(village.amina).filter(kind="copy").exists()


def test_other_columns_are_asked_about_first(village, box):
    raw = csv_of([{"Group name": "A", "Post code": "TB1 1AA"}], ("Group name", "Post code"))
    come(box, ("list.csv", raw))
    intake = Intake.objects.get(source=box.source, came="mail")
    assert intake.state == Intake.State.COLUMNS
    assert "other columns" in Request.objects.waiting_for(village.amina).get(kind="copy").words


def test_the_same_message_twice_is_read_once(box):
    for _ in range(2):
        said = come(box, ("list.csv", newer()))
    assert (said, readings(box)) == ("had come before", 1)


def test_the_same_file_again_is_told_as_no_news(box):
    come(box, ("list.csv", newer()))
    mail.outbox.clear()
    come(box, ("list.csv", newer()), message_id="<another@pc.example>")
    assert readings(box) == 1
    assert "nothing has changed" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ((), "No sheet came with it"),
        ((("a.csv", b"A\n1\n"), ("b.xlsx", b"PK")), "Several sheets came in one mail"),
        ((("a.xls", b"\xd0\xcf"),), "old format"),
        ((("photo.png", b"\x89PNG"),), "No sheet came with it"),
        ((("a.csv", b""),), "is empty"),
    ],
)
@pytest.mark.once
def test_what_is_wrong_is_told_to_the_keeper_who_wrote(box, sheets, words):
    for n in range(2):
        assert words in come(box, *sheets, message_id=f"<{n}@pc.example>")
    assert [one.to for one in mail.outbox] == [["amina@thornbeck.example"]]
    assert words in mail.outbox[0].body
    assert readings(box) == 0


def test_a_stranger_with_the_word_hears_nothing_and_the_keeper_does(village, box):
    before = Notice.objects.filter(person=village.amina).count()
    assert "No sheet" in come(box, sender="Mallory <mallory@elsewhere.example>")
    assert mail.outbox == []
    assert Notice.objects.filter(person=village.amina).count() == before + 1


def test_a_colleague_with_the_word_may_send_it(village, box):
    come(box, ("list.csv", newer()), sender="export@cvs.example")
    assert Intake.objects.get(source=box.source, came="mail").by == village.amina


@pytest.mark.parametrize("to", ["sheet@in.thornbeck.example", "sheet+x@in.thornbeck.example", "", "\x00, <<>"])
@pytest.mark.once
def test_no_word_changes_nothing_and_is_answered_to_nobody(village, box, to):
    assert mailed.take(letter(to, ("list.csv", newer()))) == "for nobody here"
    drain(scheduled=False)
    assert (readings(box), mail.outbox) == (0, [])


def test_a_word_nobody_has_is_told_to_a_keeper_only(village, box):
    wrong = f"sheet+{'a' * 24}@in.thornbeck.example"
    for sender in ("amina@thornbeck.example", "bram@thornbeck.example", "mallory@elsewhere.example"):
        assert mailed.take(letter(wrong, ("list.csv", newer()), sender=sender)) == "for a list that is not here"
    drain(scheduled=False)
    assert [one.to for one in mail.outbox] == [["amina@thornbeck.example"]]


def test_a_closed_address_reads_nothing_more(village, box):
    Letterbox.close_for(box.source, village.amina)
    assert "was closed" in come(box, ("list.csv", newer()))
    assert readings(box) == 0
    again = Letterbox.open_for(box.source, village.amina)
    assert again.token != box.token
    come(again, ("list.csv", newer()))
    assert readings(box) == 1


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-generated"}, {"Precedence": "bulk"}, {"List_Id": "<l.example>"}, {"Return_Path": "<>"}],
)
def test_machines_are_not_answered(box, headers):
    come(box, **headers)
    assert mail.outbox == []


def test_an_automatic_answer_is_passed_over(box):
    assert come(box, ("a.csv", newer()), Auto_Submitted="auto-replied") == "an automatic answer, passed over"
    assert readings(box) == 0


@pytest.mark.once
def test_a_bomb_is_told_in_words(village, box, read_apart):
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    come(box, ("list.xlsx", page.getvalue()))
    intake = Intake.objects.get(source=box.source, came="mail")
    assert intake.state == Intake.State.REFUSED
    assert Notice.objects.filter(person=village.amina, words__contains="list.xlsx").exists()


def test_parts_in_parts_are_not_followed(box):
    nest = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(900))
    raw = f"From: amina@thornbeck.example\r\nTo: {box.address}\r\n".encode() + nest
    assert "more parts than a mail" in mailed.take(raw)


@pytest.mark.once
def test_a_mail_past_the_limit_is_not_read(box, settings):
    settings.UPLOAD_LIMIT = 1_000
    raw = letter(box.address, ("list.csv", b"x" * 3_000_000))
    assert "larger than this site takes" in mailed.take(raw[: mailed.most_bytes() + 1])


@pytest.mark.once
def test_names_of_files_lead_nowhere(box):
    come(box, ("../../etc/passwd\\..\\list.csv", newer()))
    assert Intake.objects.get(source=box.source, came="mail").file_name == "list.csv"


def test_only_who_keeps_the_list_opens_or_closes(client, village, box):
    for verb in (Letterbox.open_for, Letterbox.close_for):
        with pytest.raises(NotYours):
            verb(box.source, village.bram)
    intake = Intake.objects.filter(source=box.source).first()
    client.force_login(village.kofi)
    assert box.token not in client.get(intake.get_absolute_url()).text
    assert client.post(reverse("exchange:letterbox", args=[intake.key]), {"to": "close"}).status_code == 403


def test_the_page_gives_and_closes_the_address(client, village):
    intake = taken(village.amina, ordinary(20), "Posted")
    client.force_login(village.amina)
    for _ in range(2):
        client.post(reverse("exchange:letterbox", args=[intake.key]), {"to": "open"})
    box = Letterbox.objects.open().get(source=intake.source)
    assert box.address in client.get(intake.get_absolute_url()).text
    client.post(reverse("exchange:letterbox", args=[intake.key]), {"to": "close"})
    assert not Letterbox.objects.open().filter(source=intake.source).exists()


def test_a_source_has_one_open_letterbox(village, box):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letterbox.objects.create(source=box.source)


# The command


def run(monkeypatch, raw: bytes, *args) -> str:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("take_mail", *args, stdout=said)
    return said.getvalue()


def test_the_command_reads_a_pipe_and_believes_the_server(monkeypatch, box):
    raw = letter("undisclosed-recipients:;", ("list.csv", newer()))
    assert "for nobody here" in run(monkeypatch, raw)
    assert "taken in to be compared" in run(monkeypatch, raw, "--to", box.address.upper())


def test_the_command_empties_a_maildir_once(box, tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    (tmp_path / "mail/new/1.host").write_bytes(letter(box.address, ("list.csv", newer())))
    said = io.StringIO()
    for _ in range(2):
        call_command("take_mail", "--maildir", tmp_path / "mail", stdout=said)
    assert said.getvalue().count("taken in to be compared") == 1
    assert [one.name for one in (tmp_path / "mail/cur").iterdir()] == ["1.host:2,S"]


def test_the_command_asks_to_try_again_when_nothing_can_be_written(monkeypatch, box):
    def broken(*_args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(mailed, "take", broken)
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, b"From: x\n\n")
    assert ended.value.code == 75


def test_the_command_says_what_to_set(monkeypatch, settings):
    settings.SHEETS_MAIL = ""
    with pytest.raises(CommandError, match="FOLKMOOT_SHEETS_MAIL"):
        run(monkeypatch, b"From: x\n\n")
