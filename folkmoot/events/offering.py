"""Offering to host what comes next, with no account: a link is mailed, and behind it stands the offer."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import inviting, recording
from folkmoot.events.models import CouldHost, FollowUp, Stage
from folkmoot.kit import links, mail
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

LINK = "could host"
KINDS = {"next": FollowUp, "stage": Stage}
Thing = FollowUp | Stage


def of(kind: str, pk: int) -> Thing:
    """What somebody would host: the next event of a record that everybody may read, or a stage that asked for a host.
    404 where there is none of that kind, a Refusal where it takes no offers (any more)."""
    thing = KINDS[kind].objects.filter(pk=pk).first() if kind in KINDS else None
    if thing is None:
        raise Http404
    if isinstance(thing, FollowUp):
        _check_next(thing)
    else:
        _check_stage(thing)
    return thing


def _check_next(thing: FollowUp) -> None:
    shown = thing.standing is None or thing.standing.state == "shown"
    public = thing.event.is_visible_to(None, timezone.localdate())
    if not (shown and public and recording.may_read(recording.record_for(thing.event, None))):
        raise Http404
    if thing.became_id or thing.event.story:
        raise Refusal(_("It has become an event already. Thank you all the same."))


def _check_stage(thing: Stage) -> None:
    if not thing.convening.is_visible_to(None, timezone.localdate()):
        raise Http404
    if thing.convening.story or not inviting.is_wanting_a_host(thing):
        raise Refusal(_("Nobody looks for a host for this now. Thank you all the same."))


def send_link(kind: str, thing: Thing, email: str) -> None:
    """The same mail to every address, known or not; nothing is kept."""
    token = links.sign(LINK, [kind, thing.pk, email.strip().lower()])
    subject = mail.one_line(_("Your link, to offer to host: %(what)s") % {"what": thing})
    mail.send(email, subject, "events/mail/could_host", {"what": str(thing), "address": f"/events/host/{token}/"})


def behind(token: str) -> tuple[Thing, str, CouldHost | None]:
    """What a mailed link is about, whose it is, and the offer they made with it, if they did."""
    kind, pk, email = links.unsign(LINK, token)
    thing = KINDS[kind].objects.filter(pk=pk).first()
    if thing is None:
        raise Http404
    mine = Q(email=email) | Q(person__email__iexact=email, organisation=None)
    return thing, email, _offers(thing).filter(mine, taken_back_at=None).first()


def offer(token: str, name: str, words: str) -> CouldHost:
    """Keep the offer of whoever holds this link. Of somebody with an account it is theirs, as if they had signed in."""
    kind, pk, email = links.unsign(LINK, token)
    thing = of(kind, pk)
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person:
        return (
            thing.could_host(person, words) if isinstance(thing, FollowUp) else CouldHost.of_stage(thing, person, words)
        )
    return CouldHost.by_mail(thing, email, name, words)


def _offers(thing: Thing):
    return thing.hosts.all() if isinstance(thing, FollowUp) else thing.could_host.all()
