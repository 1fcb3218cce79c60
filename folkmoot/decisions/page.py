"""What the page of a proposition shows, and the steps of writing one."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.decisions import checking, resting, saying
from folkmoot.decisions.forms.asking import spoken
from folkmoot.decisions.models import Contrary, Proposition, WordBack
from folkmoot.decisions.models.signing import may_carry
from folkmoot.decisions.models.word_back import carriers_of, those_who_spoke
from folkmoot.directory.models import Organisation
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.points.models import Theme
from folkmoot.priorities import citing
from folkmoot.priorities.citing import CITABLE
from folkmoot.requests.models import Request

ORDER = ("interest", "ways", "grounds", "decider", "words", "sign", "put")
FEW = 8
MOST_NEAR = 50
# Name of a page → what stands there and a proposition can rest on.
LAYABLE = CITABLE | {
    "priorities:priority": "priorities.Priority",
    "promises:promise": "promises.Promise",
    "decisions:proposition": "decisions.Proposition",
    "decisions:decision": "decisions.Decision",
}


def names() -> dict[str, str]:
    return {
        "interest": _("Why it matters"),
        "ways": _("Ways it could be met"),
        "grounds": _("What it rests on"),
        "decider": _("Who can decide"),
        "words": _("The words to agree"),
        "sign": _("Who stands behind it"),
        "put": _("Put it"),
    }


def address(one: Proposition, name: str) -> str:
    own = {"ways": "decisions:ways", "grounds": "decisions:grounds", "sign": "decisions:ask_to_sign"}
    own["put"] = "decisions:put"
    return reverse(own[name], args=[one.pk]) if name in own else reverse("decisions:step", args=[one.pk, name])


def after(one: Proposition, name: str) -> str:
    """Where the step after this one is."""
    return address(one, ORDER[ORDER.index(name) + 1])


def writing(one: Proposition, name: str) -> dict:
    """What every step of writing shows around its form."""
    here = ORDER.index(name)
    labels = names()
    steps = [(labels[key], "now" if at == here else "", address(one, key)) for at, key in enumerate(ORDER)]
    following = address(one, ORDER[here + 1]) if here + 1 < len(ORDER) else ""
    return {"proposition": one, "steps": steps, "step_name": labels[name], "following": following}


def of(one: Proposition, person: Person | None, day: date) -> dict:
    """Everything the page of one proposition shows this person on this day."""
    answer, state = one.answer(), one.state(day)
    mine, may_answer = one.is_asked_by(person, day), one.may_be_answered_by(person, day)
    signatures = list(one.signatures.filter(taken_back_at=None).select_related("organisation", "person"))
    return {
        "proposition": one,
        "state": state,
        "tag": saying.TAGS[state],
        "sentence": saying.of_one(one, state, answer, day),
        "answer": answer,
        "commitments": commitments(answer, day),
        "earlier": one.responses.filter(is_view=False).exclude(undone_at=None)[:FEW],
        "views": one.responses.filter(is_view=True, undone_at=None).order_by("pk"),
        "holder": one.holder(day),
        "grounds": resting.grounds(one.grounds.all(), person),
        "ways": one.ways.all(),
        "signatures": signatures,
        "spread": spread(signatures),
        "carryings": one.carryings.filter(ended_at=None),
        "carries": bool(person and one.carryings.filter(ended_at=None, person=person).exists()),
        "may_carry": may_carry(person, day) and not may_answer and state in ("waiting", "silent", "see-me"),
        "checks": checking.checks(one, day) if mine and state == "draft" else [],
        "mine": mine,
        "may_answer": may_answer and state not in ("withdrawn", "draft"),
        "bodies": bodies_to_sign(one, person, signatures) if state in ("draft", "waiting", "silent") else [],
        "words_back": one.words_back.all()[:FEW],
        "follows": [each for each in one.followed_by.all() if each.is_visible_to(person, day)],
        "contraries": contraries(one, person, day),
        "near": near(one) if mine and state in ("waiting", "silent", "see-me") else [],
    }


def contraries(one: Proposition, person: Person | None, day: date) -> list[tuple]:
    """(what was said, the other proposition) for each that cannot be agreed beside it, as far as this person sees."""
    rows = Contrary.objects.of(one).select_related("one__standing", "other__standing", "by")
    pairs = [(row, row.beside(one)) for row in rows]
    return [(row, other) for row, other in pairs if not other.withdrawn_at and other.is_visible_to(person, day)]


def near(one: Proposition) -> list[Proposition]:
    """What may stand against it: others still asked for, of the same place or of the same decider; the newest."""
    same = Q(post=one.post, post__isnull=False) | Q(organisation=one.organisation, organisation__isnull=False)
    same |= Q(place=one.place, place__isnull=False)
    rows = Proposition.objects.shown().live().filter(same, withdrawn_at=None).exclude(pk=one.pk)
    return list(rows.order_by("-put_at", "-pk")[:MOST_NEAR])


def commitments(answer, day: date) -> list[dict]:
    """The promises that came with the answer, conditions first, each with how it stands; unconfirmed ones too, since
    whoever answered said them in the open."""
    if answer is None:
        return []
    rows = answer.commitments.select_related("promise__outcome", "promise__holder", "promise__organisation")
    return [
        {"promise": each.promise, "is_condition": each.is_condition, "state": each.promise.state(day)} for each in rows
    ]


def spread(signatures: list) -> list[tuple[str, int]]:
    """How many bodies of each sector stand behind it, and how many people for themselves; the most first."""
    sectors = Counter(
        str(one.organisation.get_sector_display() or _("sector not known")) if one.organisation else _("neighbours")
        for one in signatures
    )
    return sorted(sectors.items(), key=lambda pair: (-pair[1], pair[0]))


def bodies_to_sign(one: Proposition, person: Person | None, signatures: list) -> list[Organisation]:
    """The bodies this person could still sign for."""
    if person is None or not person.is_authenticated:
        return []
    signed = {each.organisation_id for each in signatures} | {one.body_id}
    return [body for body in spoken(person) if body.pk not in signed]


def signing(one: Proposition) -> dict:
    """Who was asked to sign, and what they said."""
    asked = Request.objects.filter(kind="co-signature", about_kind=one._meta.label_lower, about_key=str(one.pk))
    rows = []
    for request in asked.prefetch_related("answers", "recipients"):
        answer = next((each for each in request.answers.all() if each.undone_at is None), None)
        rows.append((_asked_body(request), answer))
    signatures = list(one.signatures.filter(taken_back_at=None).select_related("organisation", "person"))
    return {"asked": rows, "signatures": signatures, "spread": spread(signatures)}


def _asked_body(request: Request) -> str:
    key = request.once.partition(" ")[2]
    return str(Organisation.objects.filter(pk=key).first() or "") if key.isdigit() else ""


def body_called(name: str) -> Organisation:
    """The one body of that name, or a sentence that says what is wrong."""
    found = list(Organisation.objects.live().shown().filter(name__iexact=" ".join(name.split()), same_as=None)[:2])
    if len(found) != 1:
        raise Refusal(
            _("We do not know one group called “%(name)s”. Write the name as it stands in the directory.")
            % {"name": name[:80]}
        )
    return found[0]


def thing_at(words: str, person: Person):
    """What stands at an address of ours and can be laid under something, so that the trail can lead on; else None."""
    return citing.thing_at(words, person, LAYABLE)


def grounds_near(one: Proposition, person: Person, day: date) -> list[Theme]:
    """Themes of the same place that it does not rest on yet: the nearest thing to what people said there."""
    if one.place is None:
        return []
    laid = one.grounds.filter(kind="points.theme").values_list("key", flat=True)
    rows = Theme.objects.shown().at(one.place).exclude(pk__in=[int(key) for key in laid])
    near = rows.select_related("theming").order_by("-made_at", "pk")[: 4 * FEW]
    return [theme for theme in near if theme.is_visible_to(person, day)][:FEW]


def word_back(one: Proposition, person: Person) -> dict:
    """Whom word would reach, and what could be said: the answer in one sentence, to be put in one's own words."""
    answer, day = one.answer(), timezone.localdate()
    people, carriers = those_who_spoke(one, person), carriers_of(one)
    return {
        "proposition": one,
        "people": len(people),
        "carriers": len({carrier for _theme, carrier in carriers}),
        "words": saying.of_one(one, one.state(day), answer, day),
        "before": one.words_back.all(),
    }


def told(made: WordBack) -> str:
    """Whom it reached, in words."""
    said = ngettext("One person was told.", "%(n)d people were told.", made.told) % {"n": made.told}
    if not made.carriers:
        return said
    more = ngettext(
        "One organiser is asked to tell those they heard.",
        "%(n)d organisers are asked to tell those they heard.",
        made.carriers,
    )
    return f"{said} {more % {'n': made.carriers}}"


def drafts_of(person: Person | None, day: date) -> list[Proposition]:
    """What this person is still writing."""
    if person is None:
        return []
    return list(
        Proposition.objects.visible_to(person, day).filter(put_at=None, story=False).order_by("-changed_at")[:FEW]
    )


def check_side(one: Proposition, person: Person) -> None:
    """NotYours for who neither asks nor decides."""
    day = timezone.localdate()
    if not (one.may_be_answered_by(person, day) or one.is_asked_by(person, day)):
        raise NotYours(_("Whoever decides, or those who asked, see to this."))
