"""What the page of a decision among ourselves shows, to whom."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.decisions import saying, sums
from folkmoot.decisions.models import Decision, Eligible, Objection
from folkmoot.decisions.models.decision import WILLING
from folkmoot.people.models import Person
from folkmoot.rounds.models import Say

# From which of its options on somebody stands aside, objects or disagrees: see CONSENT and GRADIENTS.
DISSENT_FROM = {Decision.Method.CONSENT: 2, Decision.Method.GRADIENTS: 6}
# Where options are weighed the count is the answer, and leads once it may be seen; elsewhere the text is.
OF_OPTIONS = (Decision.Method.SCORE, Decision.Method.RANK, Decision.Method.DOT, Decision.Method.TOGETHER)


def is_settled(one: Decision) -> bool:
    return hasattr(one, "settlement")


def ended(one: Decision) -> str:
    return str(one.settlement.get_state_display()) if is_settled(one) else _("open")


def review_day(one: Decision):
    return (one.settlement.review_on or "") if is_settled(one) else ""


def of(one: Decision, person: Person | None, day: date) -> dict:
    """Everything the page of one decision shows this person on this day.

    Who said what is for those on the roll, once it has closed. To others the count shows only where at least the
    small number was counted: below that one could tell who said what.
    """
    mine, kept = one.on_roll(person), one.is_kept_by(person, day)
    state, counted = one.state(), sums.counted(one)
    closed = state in ("closed", "settled")
    inside = mine is not None or kept
    found, shows_count = one.round(), closed and (inside or counted["said"] >= settings.SMALL_NUMBER)
    return {
        "decision": one,
        "state": state,
        "sentence": saying.of_decision(one, state, counted),
        "clauses": clauses(one, mine),
        "gone": gone(one),
        "ends": {
            each.pk for each in Objection.objects.open().filter(eligible__decision=one) if each.is_ended_by(person)
        },
        "for_paper": one.eligible.filter(person=None) if kept and state != "settled" else [],
        "version": one.newest(),
        "several": one.versions.count() > 1,
        "round": found,
        "counted": counted,
        "shows_count": shows_count,
        "count_leads": shows_count and one.method in OF_OPTIONS,
        "bars": [
            (line["words"], line["people" if one.method in ("consent", "gradients") else "total"])
            for line in counted["lines"]
        ],
        "voices": voices(one, found) if closed and inside else [],
        "advice": advice(found) if one.method == Decision.Method.ADVICE and inside else [],
        "dissent": Objection.objects.open().filter(eligible__decision=one).select_related("eligible") if closed else [],
        "beside": beside(one),
        "mine": mine,
        "kept": kept,
        "settles": closed and state == "closed" and may_settle(one, person, kept),
        "options": options(one, found, person) if state == "open" and mine else [],
        "my_words": my_words(found, person) if state == "open" and mine else "",
        "others": one.eligible.exclude(pk=mine.pk) if mine and state in ("text", "open") else [],
        "papers": one.eligible.filter(person=None) if kept and state == "open" else [],
        "scale": scale(one),
        "willing": WILLING,
        "small": settings.SMALL_NUMBER,
    }


def may_settle(one: Decision, person: Person | None, kept: bool) -> bool:
    if one.method == Decision.Method.ADVICE and one.decider_id:
        return person is not None and person.pk == one.decider_id
    return kept


def clauses(one: Decision, mine: Eligible | None) -> list[dict]:
    """The newest text, clause by clause, each with its objections: open ones first, then those that were met."""
    newest = one.newest()
    if newest is None:
        return []
    raised = Objection.objects.filter(eligible__decision=one, withdrawn_at=None).select_related("eligible", "met_by")
    by_clause: dict[int, list[Objection]] = {}
    for objection in raised.order_by("met_at", "at"):
        by_clause.setdefault(objection.clause_id, []).append(objection)
    return [
        {
            "key": wording.clause_id,
            "words": wording.words,
            "objections": by_clause.get(wording.clause_id, []),
            "mine": mine is not None
            and any(each.eligible_id == mine.pk and not each.met_at for each in by_clause.get(wording.clause_id, [])),
        }
        for wording in newest.wordings.order_by("position")
    ]


def gone(one: Decision) -> list[dict]:
    """Clauses that the newest text leaves out and that somebody still objects to: open until they say it is met."""
    newest = one.newest()
    now = {key for key, _words in newest.plain()} if newest else set()
    left: dict[int, dict] = {}
    rows = Objection.objects.open().filter(eligible__decision=one).exclude(clause__in=now)
    for objection in rows.select_related("eligible", "clause").order_by("at"):
        row = {"key": objection.clause_id, "words": str(objection.clause), "objections": [], "mine": True, "gone": True}
        left.setdefault(objection.clause_id, row)["objections"].append(objection)
    return list(left.values())


def versions(one: Decision) -> list[dict]:
    """Each version with its clauses beside what they were before, newest first."""
    found, before = [], {}
    for version in one.versions.order_by("number").prefetch_related("wordings"):
        now = {wording.clause_id: wording.words for wording in version.wordings.all()}
        rows = [(before.get(key, ""), words) for key, words in now.items()]
        gone = [(words, "") for key, words in before.items() if key not in now]
        found.append({"version": version, "rows": rows + gone, "first": not before})
        before = now
    return found[::-1]


def options(one: Decision, found, person: Person) -> list[dict]:
    """What can be chosen, with what this person chose before."""
    before = Say.objects.filter(round=found, voter=Say.voter_of(person)).first()
    chosen = dict(before.choices.values_list("option", "value")) if before else {}
    return [
        {"pk": option.pk, "words": option.words, "value": chosen.get(option.pk)}
        for option in found.options.filter(dropped_at=None)
    ]


def my_words(found, person: Person) -> str:
    before = Say.objects.filter(round=found, voter=Say.voter_of(person)).first()
    return before.words if before else ""


def scale(one: Decision) -> str:
    """Which inputs its page draws: one choice, a number or a step for each option, or words alone."""
    kinds = {"consent": "one", "gradients": "one", "advice": "words", "together": "steps"}
    return kinds.get(one.method, "numbers")


def chosen(one: Decision, sent: QueryDict) -> dict[int, int]:
    """The choices in what was sent; anything that is no number is left out and refused by the decision itself."""
    if scale(one) == "one":
        key = sent.get("option", "")
        return {int(key): 1} if key.isdigit() else {}
    if scale(one) == "words":
        found = one.round()
        first = found.options.first() if found else None
        return {first.pk: 1} if first else {}
    given = {name.removeprefix("option-"): value.strip() for name, value in sent.items() if name.startswith("option-")}
    return {int(key): int(value) for key, value in given.items() if key.isdigit() and value.isdigit() and int(value)}


def voices(one: Decision, found) -> list[dict]:
    """What each on the roll said, for those on the roll: {"name", "through", "chosen", "words"}."""
    if found is None:
        return []
    says = {say.voter: say for say in found.says.prefetch_related("choices__option")}
    rows = []
    for line in one.eligible.select_related("person", "delegate"):
        say = says.get(Say.voter_of(line.person) if line.person else Say.voter_of(paper=str(line.pk)))
        rows.append(
            {
                "name": line.name,
                "through": line.delegate.name if line.delegate and say is None else "",
                "chosen": _chosen(one, say) if say else "",
                "words": say.words if say else "",
            }
        )
    return rows


def _chosen(one: Decision, say: Say) -> str:
    picked = sorted(say.choices.all(), key=lambda choice: (choice.value, choice.option.position))
    if scale(one) == "words":
        return ""
    if scale(one) == "one":
        return ", ".join(choice.option.words for choice in picked)
    steps = dict(WILLING) if scale(one) == "steps" else {}
    return " · ".join(f"{choice.option.words}: {steps.get(choice.value, choice.value)}" for choice in picked)


def otherwise(one: Decision, counted: dict) -> list[tuple[int, str, str, bool]]:
    """What people said in words, each with their line on the roll, their name, and whether they saw it otherwise than
    it came out: stood aside or objected, disagreed, or put something else first."""
    found = one.round()
    says = {say.voter: say for say in found.says.prefetch_related("choices__option")} if found else {}
    rows = []
    for line in one.eligible.select_related("person"):
        say = says.get(Say.voter_of(line.person) if line.person else Say.voter_of(paper=str(line.pk)))
        if say and say.words:
            rows.append((line.pk, line.name, say.words, _dissents(one, say, counted)))
    return rows


def _dissents(one: Decision, say: Say, counted: dict) -> bool:
    picked = [(choice.value, choice.option) for choice in say.choices.all() if choice.value]
    if not picked or one.method == Decision.Method.ADVICE:
        return False
    if one.method in DISSENT_FROM:
        return any(option.position >= DISSENT_FROM[one.method] for _value, option in picked)
    best = (min if one.method == Decision.Method.RANK else max)(value for value, _option in picked)
    return not {option.words for value, option in picked if value == best} & set(counted.get("first", []))


def beside(one: Decision) -> list[dict]:
    """The words kept beside the outcome, of those who are on the roll still."""
    if not is_settled(one):
        return []
    names = dict(one.eligible.values_list("pk", "name"))
    return [{"name": names[line], "words": words} for line, words in one.settlement.beside if line in names]


def advice(found) -> list[Say]:
    return list(found.says.exclude(words="").select_related("person")) if found else []


def enrol(one: Decision, words: str, by: Person) -> str:
    """Put those named on the roll, one a line: people known here as themselves, others by name for paper. Gives what
    was done, in words."""
    names = list(dict.fromkeys(" ".join(line.split()) for line in words.splitlines() if line.strip()))
    known, unknown = [], []
    for name in names:
        found = list(Person.objects.filter(name__iexact=name, is_active=True)[:2])
        (known.append(found[0]) if len(found) == 1 else unknown.append(name))
    new = one.enrol(known, by)
    for name in unknown:
        Eligible.name_one(one, name, by)
    said = ngettext("%(n)d person is on the roll anew.", "%(n)d people are on the roll anew.", new) % {"n": new}
    if unknown:
        more = _("Not known here, so on paper: %(names)s.") % {"names": ", ".join(unknown[:10])}
        return f"{said} {more}"
    return said
