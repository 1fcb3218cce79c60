"""Coming into a group, saying yes to its agreement, and stopping its mail, by mail: the same rules as on the page."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import following, joining, posted, speaking
from folkmoot.conversations.models import AgreementAsked, Discussion, Draft, Group, HouseAgreement
from folkmoot.conversations.speaking import Said
from folkmoot.kit.jobs import once
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

STOP = {"stop", "mute", "unsubscribe"}
YES = {"yes", "agree", "agreed", "ok"}


def first_word(words: str) -> str:
    return words.split()[0].strip(".,;:!?“”\"'").lower() if words.split() else ""


def is_stop(words: str) -> bool:
    """Whether the mail is nothing but the wish to hear no more."""
    return len(words.split()) <= 2 and first_word(words) in STOP | {_("stop"), _("mute")}


def stop(place: Discussion | Group, person: Person) -> str:
    """No more mail of that discussion, or of the whole group. Safe twice."""
    if isinstance(place, Group):
        following.choose_for_group(place, person, following.NOT)
    else:
        following.stop(place, person)
    return "stopped"


def join(group: Group, person: Person, words: str) -> str:
    """Into an open group; asking, where one asks. AgreementAsked where its agreement was not said yes to yet."""
    if group.left_at or not group.is_visible_to(person):
        raise Refusal(_("That group is not here for you any more."))
    agreement = group.agreement()
    accepted = agreement is None or agreement.is_accepted_by(person)
    if group.member(person) is None and not accepted:
        raise AgreementAsked(_("Say yes to the house agreement first. It is short, and everybody here has."))
    if group.way_in == Group.WayIn.OPEN and not joining.was_put_out(group, person):
        joining.join(group, person, accepts=True)
        return f"joined: {group.get_absolute_url()}"
    return f"asked: {joining.ask(group, person, words, accepts=True).get_absolute_url()}"


def agree(agreement: HouseAgreement, person: Person, words: str) -> str:
    """A yes to the newest agreement. What waited for it is said now; whoever is not in the group comes in, or asks."""
    group = agreement.group
    if group.left_at or not group.is_visible_to(person):
        raise Refusal(_("That group is not here for you any more."))
    if first_word(words) not in YES | {_("yes")}:
        raise Refusal(_("Answer with the word yes to agree. Nothing was changed."))
    if group.agreement() != agreement:
        raise AgreementAsked(_("There is a newer house agreement. Read it and say yes to that one."))
    agreement.accept(person)
    if group.member(person) is None:
        return join(group, person, "")
    waited = Draft.objects.filter(person=person, why=_the_asking())
    said = sum(_send(draft, person) for draft in waited if (draft.group or draft.discussion.group) == group)
    return f"agreed; said: {said}"


def _the_asking() -> str:
    return _("The house agreement changed. Read it and say yes; then you can go on.")


def _send(draft: Draft, person: Person) -> bool:
    """False, and it stays a draft, where it cannot be said any more."""
    said = Said(draft.words, title=draft.title, once=f"draft {draft.pk} {draft.saved_at:%s}", came="mail")
    try:
        if draft.group:
            speaking.begin(draft.group, person, said, draft.kind)
        else:
            speaking.say(draft.discussion, person, said)
    except Refusal:
        return False
    return True


def ask_for_yes(group: Group, person: Person, *, kept: bool) -> str:
    """The agreement by mail, to be answered with yes; once a day for each version."""
    agreement = group.agreement()
    with once(f"agreement {agreement.pk} asked {person.pk} {timezone.localdate()}") as first:
        if first:
            posted.mail_agreement.enqueue(agreement.pk, person.pk, kept, posted.new_id())
    return "asked for a yes to the house agreement"
