"""What is asked for, and what was settled, among what can be found by searching."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot.kit import search
from folkmoot.kit.search.keeping import Entry
from folkmoot.moderation.models import Standing


def refresh(proposition) -> None:
    """Put a proposition in the index as it now is, or take it out."""
    if _is_shown(proposition) and proposition.put_at and not proposition.story:
        search.put(*of_proposition(proposition))
    else:
        search.drop("decisions.proposition", proposition.pk)


def refresh_decision(decision) -> None:
    """The same for a decision, once it is settled and everyone may read it."""
    if _is_shown(decision) and is_public(decision):
        search.put(*of_decision(decision))
    else:
        search.drop("decisions.decision", decision.pk)


def refresh_many(things: Iterable) -> int:
    """The same for many, all of one kind and all public; gives how many can be found now."""
    made = {"decisions.proposition": of_proposition, "decisions.decision": of_decision}
    return search.put_many(made[thing._meta.label_lower](thing) for thing in things)


def is_public(decision) -> bool:
    return decision.audience == "everyone" and not decision.story and hasattr(decision, "settlement")


def of_proposition(proposition) -> Entry:
    # The demand is what they say when they are cross: it stands on no page, so it is found by nobody.
    words = [proposition.words, proposition.interest, proposition.decider()]
    path = proposition.place.path if proposition.place else ""
    return Entry(
        "decisions.proposition", proposition.pk, proposition.title, _text(words), path, proposition.get_absolute_url()
    )


def of_decision(decision) -> Entry:
    words = [decision.settlement.words, decision.settlement.because, decision.why]
    path = decision.place.path if decision.place else ""
    return Entry("decisions.decision", decision.pk, decision.title, _text(words), path, decision.get_absolute_url())


def _text(words: list[str]) -> str:
    return " ".join(filter(None, words))


def _is_shown(thing) -> bool:
    return thing.standing is None or thing.standing.state == Standing.State.SHOWN
