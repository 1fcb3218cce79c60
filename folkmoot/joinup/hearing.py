"""The parties hear first: each body is asked about what concerns it, the best first, a few at a time."""

from __future__ import annotations

from collections import Counter
from datetime import date

from folkmoot.directory.models import Membership, Organisation
from folkmoot.joinup.models import Approach, Finding
from folkmoot.joinup.models.heard import SIDES
from folkmoot.requests.models import Answer, Recipient

# More than this many open questions at once would be answered by nobody.
AT_ONCE = 3
LOOKED_THROUGH = 400


def ask_parties(day: date) -> int:
    """How many findings were put to their parties now. Those that nobody could answer yet are left for later.

    Safe twice: a finding is put once, and a party with three unanswered ones gets no more.
    """
    open_ones, spoken = _unanswered(), _spoken_for(day)
    put = _ask_the_private(open_ones, day)
    ready = Finding.objects.live().standing().select_related(*SIDES, "request", "approach")
    for finding in ready.shown().order_by("-score", "pk")[:LOOKED_THROUGH]:
        told = finding.hearers()
        _leave_out(finding, told)
        if not _is_new_to(finding, told) or not any(map(spoken, told)):
            continue
        if any(open_ones[word] >= AT_ONCE for word in told):
            continue
        finding.asked()
        open_ones.update(told)
        put += 1
    return put


def _ask_the_private(open_ones: Counter, day: date) -> int:
    """Where both plans are private and neither owner may be told of the other: each is asked, without a name,
    whether both may be named. Questions that nobody needs answered any more are closed."""
    for lapsed in Approach.objects.lapsed().select_related("request"):
        lapsed.request.close()
    put = 0
    ready = Finding.objects.live().standing().filter(a__private_for_now=True, b__private_for_now=True, approach=None)
    for finding in ready.shown().select_related("a", "b").order_by("-score", "pk")[:LOOKED_THROUGH]:
        one, other = finding.words_of_sides()
        told = [*one, *other]
        if not one or not other or set(one) & set(other) or any(open_ones[word] >= AT_ONCE for word in told):
            continue
        Approach.begin(finding, day=day)
        open_ones.update(told)
        put += 1
    return put


def _leave_out(finding: Finding, told: list[str]) -> None:
    """Whoever may not hear of it any more, since a plan was made private, is asked no longer."""
    if finding.request_id:
        finding.request.recipients.exclude(party="").exclude(party__in=told).delete()


def _is_new_to(finding: Finding, told: list[str]) -> bool:
    if finding.request is None:
        return True
    asked = set(finding.request.recipients.values_list("party", flat=True))
    return finding.request.closed_at is None and asked != set(told)


def _unanswered() -> Counter:
    """Party word -> how many findings wait for its answer."""
    kinds = ("finding", "approach")
    asked = Recipient.objects.filter(request__kind__in=kinds, request__closed_at=None).exclude(party="")
    given = Answer.objects.filter(request__kind__in=kinds, undone_at=None).values_list("request", "party")
    answered = set(given)
    return Counter(
        party for request, party in asked.values_list("request", "party") if (request, party) not in answered
    )


def _spoken_for(day: date):
    """Whether somebody answers for a party word on that day."""
    bodies = set(Membership.objects.speaking(day).values_list("organisation", flat=True))
    after = Organisation.objects.survivors()
    bodies |= {after[body] for body in bodies if body in after}

    def spoken(word: str) -> bool:
        label, _sep, key = word.partition(":")
        return label == "people.person" or int(key) in bodies

    return spoken
