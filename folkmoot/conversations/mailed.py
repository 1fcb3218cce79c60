"""Answers, and new discussions, that come by mail; and joining, agreeing and stopping by mail (see `mailed_door`).

The address a mail is for says who writes and where; only this site can make it. It must also come from that person's
own address, and they must be allowed to speak there as on the page: the same limits, the same warning. What cannot be
posted is kept as their draft, and they are told why by mail, once a day for each reason. Nobody else is answered.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import addressing, mailed_door, speaking, uploading
from folkmoot.conversations.addressing import Meant
from folkmoot.conversations.models import AgreementAsked, Attachment, Discussion, Draft, Group, HouseAgreement
from folkmoot.conversations.models.discussion import LONGEST
from folkmoot.conversations.speaking import Said
from folkmoot.kit import letters, mail
from folkmoot.kit.bounces import take as take_bounce
from folkmoot.kit.jobs import once
from folkmoot.kit.letters import Letter
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.replies import reply_of
from folkmoot.people.models import Person

FILES = ("application/pdf", "text/csv", "text/calendar", "image/jpeg", "image/png", "image/webp", "image/gif")
FILES += (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)


class NotPosted(Refusal):
    """What came by mail was not posted; the words say why."""


def most_bytes() -> int:
    """The largest message that can hold the largest file: a third more for how mail writes files, and its words."""
    return settings.UPLOAD_LIMIT * 3 // 2 + 2**20


def take(raw: bytes, envelope: str = "") -> str:
    """Read one message; what was done, in words for the mail server's log. Safe twice."""
    letter = Letter(raw, envelope)
    if letter.is_answer():
        return f"came back: {noted}" if (noted := take_bounce(raw)) else "an automatic answer, passed over"
    for word in letter.words_after(settings.TALK_MAIL, r"[0-9a-gj-]{1,80}"):
        meant = addressing.read(word)
        if meant is not None:
            return _take(letter, meant, len(raw))
    return "for nobody here"


KINDS = {"": Discussion, "g": Group, "j": Group, "a": HouseAgreement}


def _take(letter: Letter, meant: Meant, size: int) -> str:
    person = Person.objects.filter(pk=meant.person, is_active=True, forget_on=None).first()
    place = KINDS[meant.kind].objects.filter(pk=meant.where).first()
    if person is None or place is None:
        return "for nobody here"
    if not letter.may_be_answered():
        return "from a machine or a list, passed over"
    at_the_door = meant.kind in ("j", "a")
    try:
        # One transaction: what could not be kept leaves no mark, and the mail server hands it over again.
        with once(f"talk {meant.kind}{meant.where} {person.pk} {letter.mark}") as first:
            if not first:
                return "had come before"
            if at_the_door:
                return _come(letter, person, place)
            return _post(letter, meant, person, place, size)
    except Refusal as why:
        place = place.group if isinstance(place, HouseAgreement) else place
        return _keep(letter, person, place, why, kept=not at_the_door)


def _come(letter: Letter, person: Person, place: Group | HouseAgreement) -> str:
    if letter.sender != person.email.lower():
        raise NotPosted(_("It came from another address than that of your account."))
    words = reply_of(letter.text(), addressing.LINE)
    return (
        mailed_door.agree(place, person, words)
        if isinstance(place, HouseAgreement)
        else mailed_door.join(place, person, words)
    )


def _post(letter: Letter, meant: Meant, person: Person, place: Discussion | Group, size: int) -> str:
    if not _is_there(place, person):
        raise NotPosted(_("That discussion is not here for you any more."))
    if letter.sender != person.email.lower():
        raise NotPosted(_("It came from another address than that of your account."))
    if size > most_bytes():
        raise NotPosted(_("It is larger than what can come by mail. Send the files on the page."))
    words = words_of(letter)
    if mailed_door.is_stop(words):
        return mailed_door.stop(place, person)
    if speaking.personal(words):
        raise NotPosted(_("Among your words is something personal: a number, an address. Look at it once more."))
    said = Said(words, title=letter.subject, once=f"mail {letter.mark}", came="mail")
    speaking.check(place, person)
    said.files = _files(letter, person)
    if meant.begins:
        return f"begun: {speaking.begin(place, person, said).get_absolute_url()}"
    said.reply_to = place.posts.shown().filter(pk=meant.post).first()
    return f"said: {speaking.say(place, person, said).get_absolute_url()}"


def _is_there(place: Discussion | Group, person: Person) -> bool:
    if isinstance(place, Discussion) and place.group is None:
        return place.is_there and place.is_visible_to(person)
    group = place if isinstance(place, Group) else place.group
    return not group.left_at and group.is_shown and group.is_read_by(person)


def words_of(letter: Letter) -> str:
    """What they wrote, without what they answered and signed with."""
    words = reply_of(letter.text(), addressing.LINE)
    if not words:
        raise NotPosted(_("There was nothing in it but what you answered. Write above the line."))
    if len(words) > LONGEST:
        raise NotPosted(_("That is over 10,000 letters. Shorten it, or split it in two."))
    return words


def _files(letter: Letter, person: Person) -> list[Attachment]:
    """What came attached, of the kinds that posts carry; pictures inside a signature are passed over."""
    sent = []
    for part in letter.parts():
        if part.get_content_disposition() == "attachment" and part.get_content_type() in FILES:
            raw = part.get_payload(decode=True) or b""
            sent.append((letters.name_of(part), uploading.from_bytes(raw)))
    return uploading.keep(person, sent[: uploading.MOST])


def _keep(letter: Letter, person: Person, place: Discussion | Group, refusal: Refusal, *, kept: bool) -> str:
    """Their words as a draft (`kept`), and a mail that says so; only to their own address,
    whoever wrote. Where the house agreement waits for their yes, the mail holds it and can be answered with one."""
    why = refusal.words
    try:
        words = reply_of(letter.text(), addressing.LINE)
    except Refusal:
        words = ""
    group = place if isinstance(place, Group) else place.group
    reads = group.is_read_by(person) if group is not None else place.is_visible_to(person)
    own = letter.sender == person.email.lower()
    kept = bool(kept and words and reads and own)
    if kept:
        Draft.save_for(person, place, "talk", title=letter.subject, words=words, why=why)
    if isinstance(refusal, AgreementAsked) and own and group is not None and group.is_visible_to(person):
        return mailed_door.ask_for_yes(group, person, kept=kept)
    with once(f"talk {place.pk} {person.pk} {timezone.localdate()} {why}"[:200]) as first:
        if first:
            told = {"why": why, "kept": kept, "address": reverse("conversations:drafts")}
            told |= {"words": words[:2000] if own else "", "title": str(place) if reads else ""}
            mail.send(person.email, _("What you wrote by mail was not posted"), "conversations/mail/not_posted", told)
    return f"not posted: {why}"
