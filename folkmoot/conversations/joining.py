"""Coming into a group: joining, asking, being invited by mail; leaving it, and being put out."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import duties, newcomers
from folkmoot.conversations.models import Group, Invitation, LogRow, Member
from folkmoot.journal.models import Audience, Line, Notice, Pace, Watch
from folkmoot.kit import links, mail
from folkmoot.kit.limits import spend
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Consent, Person
from folkmoot.requests.models import Request

INVITATIONS_A_DAY = 50
LINK = "come into a group"
ASKED = "group"


@transaction.atomic
def join(group: Group, person: Person, *, accepts: bool, pace: str = Pace.SITE, goes_along: bool = False) -> Member:
    """Into an open group at once. Safe twice. Refuses where one must ask or be invited, and without a yes to the
    house agreement."""
    known = group.members.open().filter(person=person).first()
    if known is None and (group.way_in != Group.WayIn.OPEN or was_put_out(group, person)):
        raise NotYours(_("One does not simply walk in here: ask, or be invited, as the group’s page says."))
    return known or _come_in(group, person, Member.Came.JOINED, accepts, {"pace": pace, "goes_along": goes_along})


def was_put_out(group: Group, person: Person) -> bool:
    last = group.members.filter(person=person).order_by("-pk").first()
    return last is not None and last.until is not None and last.removed


def _come_in(group: Group, person: Person, came: str, accepts: bool, wishes: dict) -> Member:
    if group.story or group.left_at or not group.is_shown:
        raise Refusal(_("Nobody can join this group now."))
    agreement = group.agreement()
    if agreement and not (accepts or agreement.is_accepted_by(person)):
        raise Refusal(_("Say yes to the house agreement first. It is short, and everybody here has."))
    Group.objects.select_for_update().get(pk=group.pk)
    goes = bool(wishes.get("goes_along"))
    made, new = Member.objects.get_or_create(
        group=group, person=person, until=None, defaults={"came": came, "goes_along": goes}
    )
    if agreement:
        agreement.accept(person)
    if new:
        if goes:
            keep_consent(group, person)
        Watch.start(person, group, pace=wishes.get("pace") or Pace.SITE)
        Line.record(person, "joined", group, audience=Audience.PARTIES)
    return made


def consent_words(group: Group) -> str:
    return _("If %(group)s moves elsewhere, my name and mail address may go along in its list of members.") % {
        "group": group
    }


def keep_consent(group: Group, person: Person) -> None:
    words = {"words": consent_words(group)}
    Consent.objects.get_or_create(person=person, purpose=f"group {group.pk} goes", withdrawn_at=None, defaults=words)


@transaction.atomic
def say_goes_along(group: Group, person: Person, goes: bool) -> None:
    """Whether name and address may leave with the group; changed as often as one likes."""
    group.members.filter(person=person, until=None).update(goes_along=goes)
    if goes:
        keep_consent(group, person)
    else:
        given = Consent.objects.filter(person=person, purpose=f"group {group.pk} goes", withdrawn_at=None)
        given.update(withdrawn_at=timezone.now())


@transaction.atomic
def ask(group: Group, person: Person, words: str, *, accepts: bool, wishes: dict | None = None) -> Request:
    """Ask to be let in; those who look after it answer. Asking twice is asking once, until it is answered."""
    if group.way_in == Group.WayIn.INVITE or group.member(person):
        raise Refusal(_("There is nothing to ask here: you are in it, or it is by invitation."))
    agreement = group.agreement()
    if agreement and not accepts:
        raise Refusal(_("Say yes to the house agreement first. It is short, and everybody here has."))
    open_one = Request.objects.open().filter(kind=ASKED, about_key=str(group.pk), asked_by=person).first()
    if open_one:
        return open_one
    if agreement:
        agreement.accept(person)
    question = _("%(who)s would like to join %(group)s.") % {"who": person, "group": group}
    asked = Request.put(
        ASKED,
        question,
        group,
        to=group.those_with("welcomes"),
        asked_by=person,
        payload={"words": words.strip()[:2000], "version": agreement.version if agreement else 0, **(wishes or {})},
    )
    Request.objects.filter(pk=asked.pk).update(address=reverse("conversations:asked", args=[asked.pk]))
    asked.refresh_from_db()
    return asked


@transaction.atomic
def answer(asked: Request, by: Person, yes: bool, because: str = "") -> Member | None:
    """Let them in, or say why not. The request is settled by it. Safe twice."""
    group = Group.objects.select_for_update().get(pk=asked.about_key)
    group.needs(by, "welcomes")
    if asked.closed_at:
        return group.members.open().filter(person=asked.asked_by).first()
    if not yes and not because.strip():
        raise Refusal(_("Say why. Whoever asked reads it."))
    asked.recipients.get_or_create(person=by, party="")  # whoever came to look after it since may answer as well
    asked.answer(by, "yes" if yes else "no", because.strip()[:4000])
    asked.close()
    LogRow.add(group, by, LogRow.What.LET_IN if yes else LogRow.What.DECLINED, because="" if yes else because)
    person = asked.asked_by
    if person is None:
        return None
    words = _("You are in: %(group)s.") if yes else _("%(group)s did not let you in: %(because)s")
    Notice.tell(person, words % {"group": group, "because": because}, group.get_absolute_url(), pace=Pace.AT_ONCE)
    return _come_in(group, person, Member.Came.ASKED, True, asked.payload) if yes else None


@transaction.atomic
def invite(group: Group, by: Person, email: str, words: str = "") -> Invitation:
    """Ask somebody in by mail; the link counts once, for two weeks. Inviting an address twice is inviting it once."""
    group.needs(by, "welcomes")
    email = email.strip().lower()
    if group.members.open().filter(person__email=email).exists():
        raise Refusal(_("They are in it already."))
    known = group.invitations.open().filter(email=email).first()
    if known:
        return known
    newcomers.check_deed(by, "invitation", 3, words)
    spend("group invitations", f"person {by.pk}", INVITATIONS_A_DAY, 24 * 3600)
    group.invitations.filter(email=email, used_at=None, withdrawn_at=None).update(email="")
    made = Invitation.objects.create(group=group, email=email, by=by, words=words.strip()[:600])
    LogRow.add(group, by, LogRow.What.INVITED)
    send(made)
    return made


def send(made: Invitation) -> None:
    said = {"group": made.group.name, "about": made.group.about[:600], "words": made.words, "by": str(made.by)}
    said |= {"address": reverse("conversations:invited", args=[token_of(made)]), "day": f"{made.until:%-d %B %Y}"}
    subject = _("%(who)s asks you into %(group)s") % {"who": made.by, "group": made.group}
    mail.send(made.email, mail.one_line(subject), "conversations/mail/invited", said)


def token_of(made: Invitation) -> str:
    return links.sign(LINK, [made.pk, made.word])


def invited_by(token: str) -> Invitation:
    """The invitation of a link; LinkRanOut when it was used, withdrawn, or is too old."""
    key, word = links.unsign(LINK, token)
    found = Invitation.objects.open().filter(pk=key, word=word).select_related("group", "by").first()
    if found is None or found.group.left_at:
        raise links.LinkRanOut(_("This invitation was used, taken back, or has run out. Ask for a new one."))
    return found


@transaction.atomic
def come_by(made: Invitation, person: Person, *, accepts: bool, wishes: dict | None = None) -> Member:
    """Use an invitation: whoever holds the link, once."""
    locked = Invitation.objects.select_for_update().get(pk=made.pk)
    if locked.used_at is not None:
        raise links.LinkRanOut(_("This invitation was used, taken back, or has run out. Ask for a new one."))
    member = _come_in(locked.group, person, Member.Came.INVITED, accepts, wishes or {})
    locked.used_at, locked.used_by, locked.email = timezone.now(), person, ""
    locked.save(update_fields=["used_at", "used_by", "email"])
    return member


@transaction.atomic
def withdraw(made: Invitation, by: Person) -> None:
    made.group.needs(by, "welcomes")
    Invitation.objects.filter(pk=made.pk, used_at=None).update(withdrawn_at=timezone.now(), email="")


@transaction.atomic
def leave(group: Group, person: Person) -> bool:
    """Out of it from today. True the first time. What one wrote stays, with one's name, until one takes it back."""
    Group.objects.select_for_update().get(pk=group.pk)
    mine = group.members.filter(person=person, until=None).first()
    if mine is None:
        return False
    others = group.members.open().exclude(person=person)
    if mine.moderates and others.exists() and not others.filter(role=Member.Role.MODERATOR).exists():
        raise Refusal(_("You are the last who looks after it. Ask another member to, on the list of members, first."))
    mine.end(timezone.localdate())
    duties.end_for(group, person)
    forget_watches(group, person)
    Line.record(person, "left the group", group, audience=Audience.PARTIES)
    return True


def forget_watches(group: Group, person: Person) -> None:
    """They hear no more of it, not even of what waits to be mailed."""
    Watch.stop(person, "conversations.group", group.pk)
    keys = [str(pk) for pk in group.discussions.values_list("pk", flat=True)]
    for key in Watch.objects.filter(person=person, kind="conversations.discussion", key__in=keys).values_list("key"):
        Watch.stop(person, "conversations.discussion", key[0])


@transaction.atomic
def put_out(member: Member, by: Person, because: str) -> None:
    """A member is put out, with a reason they read; they come back by invitation or by asking."""
    group = Group.objects.select_for_update().get(pk=member.group_id)
    group.needs_moderator(by)
    if member.person_id == by.pk:
        raise Refusal(_("To go yourself, leave the group on its page."))
    if not because.strip():
        raise Refusal(_("Say why. They read it, and it stands in the group’s log without their name."))
    if member.until is not None:
        return
    member.end(timezone.localdate(), removed=True)
    duties.end_for(group, member.person)
    forget_watches(group, member.person)
    LogRow.add(group, by, LogRow.What.PUT_OUT, because=because)
    words = _("You are no longer in %(group)s: %(because)s") % {"group": group, "because": because}
    Notice.tell(member.person, words, _where_to_read(group), pace=Pace.AT_ONCE)


def _where_to_read(group: Group) -> str:
    """Where somebody who was put out can read of it: the group's log while everybody can, else what they may open."""
    if group.is_public():
        return reverse("conversations:log", args=[group.slug])
    hidden = group.readers == Group.Readers.HIDDEN
    return reverse("conversations:groups") if hidden else group.get_absolute_url()


@transaction.atomic
def set_role(member: Member, by: Person, role: str, because: str = "") -> Member:
    """Another role from today: a new row, so that it stays known who could do what when."""
    group = Group.objects.select_for_update().get(pk=member.group_id)
    group.needs_moderator(by)
    if role not in Member.Role.values or member.until is not None:
        raise Refusal(_("Choose a member of today and a role."))
    if role == member.role:
        return member
    left = group.members.open().filter(role=Member.Role.MODERATOR).exclude(pk=member.pk)
    if role == Member.Role.MEMBER and not left.exists():
        raise Refusal(_("Somebody has to look after the group. Ask another member to, first."))
    member.end(timezone.localdate())
    new = Member.objects.create(
        group=group, person=member.person, role=role, came=member.came, goes_along=member.goes_along
    )
    words = f"{member.person}: {new.get_role_display()}"
    LogRow.add(group, by, LogRow.What.ROLE, words, because=because)
    told = _("You look after %(group)s now.") if new.moderates else _("You no longer look after %(group)s.")
    Notice.tell(member.person, told % {"group": group}, group.get_absolute_url(), pace=Pace.AT_ONCE)
    return new
