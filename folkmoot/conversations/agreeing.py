"""Terms between two groups: proposed by those who look after one, answered by those who look after the other, ended by
either. Each step stands in the logs of both."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Group, LogRow, Terms
from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

KIND = "group-terms"
FACTS = ("events", "talks", "voices", "words", "review_on", "until")
Answer = Terms.Answer


@transaction.atomic
def propose(group: Group, partner: Group, by: Person, facts: dict, once: str = "") -> Terms:
    """Terms for `partner` to agree or not. Those in force between the two stay so until then. `once`: sent again with
    the same word they are the terms there are."""
    group.needs_moderator(by)
    once = f"{by.pk}:{once}"[:80] if once else None
    known = Terms.objects.filter(once=once).first() if once else None
    if known:
        return known
    _lock(group, partner)
    _check_pair(group, partner, by)
    facts = {name: facts[name] for name in FACTS if name in facts}
    _check_days(facts)
    there = Terms.objects.between(group, partner)
    version = (there.aggregate(last=Max("version"))["last"] or 0) + 1
    terms = Terms.objects.create(proposer=group, partner=partner, version=version, proposed_by=by, once=once, **facts)
    question = _("%(group)s proposes terms to %(partner)s: what the two share.")
    words = question % {"group": group.said_outside(), "partner": partner}
    whom = partner.moderators() or ["role:keeper"]
    Request.put(KIND, words, terms, to=whom, asked_by=by, once=f"terms {terms.pk}", title=str(terms))
    _log(terms, by, _("version %(n)d proposed"), group=group)
    return terms


def _lock(*groups: Group) -> None:
    """By key, so that two who propose to each other at once wait in the same order."""
    for pk in sorted(group.pk for group in groups):
        Group.objects.select_for_update().get(pk=pk)


def _check_pair(group: Group, partner: Group, by: Person) -> None:
    if partner.pk == group.pk:
        raise Refusal(_("A group agrees terms with another group, not with itself."))
    if any(one.story or one.left_at or not one.is_shown for one in (group, partner)):
        raise Refusal(_("One of the two groups is not here any more, or belongs to the 2009 story."))
    if not partner.is_visible_to(by):
        raise Refusal(_("There is no such group here that you may know of."))
    if Terms.objects.between(group, partner).open().exists():
        raise Refusal(_("Terms between the two wait for an answer already. Answer them, or take them back, first."))


def _check_days(facts: dict) -> None:
    today, until, review = timezone.localdate(), facts.get("until"), facts.get("review_on")
    if until and until < today:
        raise Refusal(_("The last day is past. Choose one to come, or leave it empty."))
    if review and until and review > until:
        raise Refusal(_("The two would look at it again after its last day. Choose an earlier day."))


@transaction.atomic
def agree(terms: Terms, by: Person) -> bool:
    """In force from now on, in place of what the two agreed before. True the first time."""
    locked = _locked(terms)
    locked.partner.needs_moderator(by)
    if locked.answer == Answer.AGREED:
        return False
    _check_open(locked)
    if locked.until and locked.until < timezone.localdate():
        raise Refusal(_("Its last day has passed while it waited. Propose it anew with another day."))
    before = Terms.objects.between(*locked.sides).filter(answer=Answer.AGREED, ended_at=None)
    because = _("version %(n)d took its place") % {"n": locked.version}
    before.update(ended_at=timezone.now(), ended_by=by, ended_for=locked.partner, ended_because=because)
    _answered(locked, by, Answer.AGREED)
    _log(locked, by, _("version %(n)d agreed"))
    for group in locked.sides:
        Line.record(by, "agreed terms for", group, place=group.place, audience=locked.audience)
    _tell(locked, by, locked.proposer, _("%(partner)s agreed to the terms of %(proposer)s."))
    _copy(locked, terms)
    return True


@transaction.atomic
def decline(terms: Terms, by: Person, because: str) -> bool:
    """The partner says no, with a reason the others read. True the first time."""
    locked = _locked(terms)
    locked.partner.needs_moderator(by)
    if locked.answer == Answer.DECLINED:
        return False
    _check_open(locked)
    if not because.strip():
        raise Refusal(_("Say why not. Those who proposed it read it."))
    _answered(locked, by, Answer.DECLINED, because)
    _log(locked, by, _("version %(n)d not agreed"), because=because)
    _tell(locked, by, locked.proposer, _("%(partner)s did not agree to the terms of %(proposer)s: %(because)s"))
    _copy(locked, terms)
    return True


@transaction.atomic
def withdraw(terms: Terms, by: Person) -> bool:
    """Those who proposed it take it back, while it waits. True the first time."""
    locked = _locked(terms)
    locked.proposer.needs_moderator(by)
    if locked.answer == Answer.WITHDRAWN:
        return False
    _check_open(locked)
    _answered(locked, by, Answer.WITHDRAWN)
    _log(locked, by, _("version %(n)d taken back"))
    _copy(locked, terms)
    return True


@transaction.atomic
def end(terms: Terms, by: Person, because: str) -> bool:
    """Either side ends it, with a reason that stands in both logs; nothing flows from now on. True the first time."""
    locked = _locked(terms)
    mine = [one for one in locked.sides if one.is_moderated_by(by)]
    if not mine:
        raise NotYours(_("Only those who look after one of the two groups can end this."))
    if locked.ended_at:
        return False
    if locked.answer != Answer.AGREED:
        raise Refusal(_("This was never agreed, so there is nothing to end."))
    if not because.strip():
        raise Refusal(_("Say why. It stands in the logs of both groups."))
    locked.ended_at, locked.ended_by, locked.ended_for = timezone.now(), by, mine[0]
    locked.ended_because = because.strip()[:1000]
    locked.save(update_fields=["ended_at", "ended_by", "ended_for", "ended_because"])
    _log(locked, by, _("version %(n)d ended"), because=because)
    for group in locked.sides:
        Line.record(by, "ended terms of", group, place=group.place, audience=locked.audience)
    words = _("%(proposer)s and %(partner)s share nothing from now on: %(because)s")
    _tell(locked, by, locked.other(mine[0]), words, because)
    _copy(locked, terms)
    return True


def end_all(group: Group, because: str) -> None:
    """When a group is gone for good."""
    now = timezone.now()
    Terms.objects.of(group).open().update(answer=Answer.WITHDRAWN, answered_at=now, because=because[:1000])
    rows = Terms.objects.of(group).filter(answer=Answer.AGREED, ended_at=None)
    rows.update(ended_at=now, ended_for=group, ended_because=because[:1000])


def _locked(terms: Terms) -> Terms:
    return Terms.objects.select_for_update(of=("self",)).select_related("proposer", "partner").get(pk=terms.pk)


def _check_open(terms: Terms) -> None:
    if terms.answer:
        day = f"{timezone.localdate(terms.answered_at):%-d %B %Y}"
        words = _("This was answered on %(day)s: %(how)s. Propose it anew, if you see it otherwise now.")
        raise Refusal(words % {"day": day, "how": terms.get_answer_display()})


def _answered(terms: Terms, by: Person, answer: str, because: str = "") -> None:
    terms.answer, terms.answered_by, terms.answered_at = answer, by, timezone.now()
    terms.because = because.strip()[:1000]
    terms.save(update_fields=["answer", "answered_by", "answered_at", "because"])
    asked = Request.objects.open().filter(kind=KIND, about_key=str(terms.pk)).first()
    if asked is None:
        return
    if answer != Answer.WITHDRAWN:
        asked.recipients.get_or_create(person=by, party="")  # whoever came to look after it since may answer as well
        asked.answer(by, "yes" if answer == Answer.AGREED else "no", terms.because)
    asked.close()


def _log(terms: Terms, by: Person, words: str, *, because: str = "", group: Group | None = None) -> None:
    """In the log of one of the two, or of both; each names the other as it may be named outside."""
    for one in (group,) if group else terms.sides:
        said = f"{terms.other(one).said_outside()}: {words % {'n': terms.version}}"
        LogRow.add(one, by, LogRow.What.TERMS, said, because=because, address=terms.get_absolute_url())


def _tell(terms: Terms, by: Person, whom: Group, words: str, because: str = "") -> None:
    names = {"proposer": terms.proposer.said_outside(), "partner": terms.partner.said_outside()}
    said = words % (names | {"because": because or terms.because})
    for person in whom.moderators():
        if person.pk != by.pk:
            Notice.tell(person, said[:400], terms.get_absolute_url(), pace=Pace.AT_ONCE)


def _copy(locked: Terms, terms: Terms) -> None:
    """What the caller holds says what the database does."""
    for field in terms._meta.concrete_fields:
        setattr(terms, field.attname, getattr(locked, field.attname))
