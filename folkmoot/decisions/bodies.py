"""What one person can answer, and what one body was asked."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.db.models import Count, Q
from django.forms import DateInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions import resting, saying
from folkmoot.decisions.models import Commitment, Pause, Proposition, Response
from folkmoot.decisions.page import body_called, contraries
from folkmoot.directory.models import Membership, Organisation, Post, Term
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper

MONTH = timedelta(days=31)
MOST = 60


def inbox(person: Person, day: date) -> dict:
    """What waits for this person's answer: the month's first, with what each rests on and the people
    behind that (`evidence`); then what comes later.

    {"now", "later", "answered": propositions, "posts": whom they answer for}.
    """
    posts, bodies = answers_for(person, day)
    rows = Proposition.objects.shown().live().put_to(posts, bodies)
    rows = rows.select_related("post__organisation", "organisation", "place", "body", "by").annotate(
        behind=Count("signatures", filter=Q(signatures__taken_back_at=None), distinct=True),
        rests_on=Count("grounds", distinct=True),
    )
    waiting = list(rows.unanswered().with_answer().prefetch_related("grounds").order_by("due_on", "pk")[:MOST])
    now = [one for one in waiting if one.due_on <= day + MONTH]
    for one in now:
        one.evidence = resting.grounds(one.grounds.all(), person)
        one.against = contraries(one, person, day)
    return {
        "now": now,
        "later": [one for one in waiting if one.due_on > day + MONTH],
        "answered": rows.answered().with_answer()[:8],
        "posts": Post.objects.filter(pk__in=posts).select_related("organisation").order_by("name"),
        "today": day,
    }


def answers_for(person: Person, day: date) -> tuple[list[int], list[int]]:
    """(posts, bodies) this person answers for on that day: theirs, those they stand in for, those of their bodies."""
    bodies = Membership.objects.spoken_by(person, day)
    held = Term.objects.filter(
        Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day), person__in=acts_for(person, day)
    )
    posts = Post.objects.filter(Q(pk__in=held.values("post")) | Q(organisation__in=bodies))
    return list(posts.values_list("pk", flat=True)), bodies


def of(body: Organisation, day: date) -> tuple:
    """(what was asked of it, newest first; what its page shows beside)."""
    bodies = body.selves()
    posts = Post.objects.filter(organisation__in=bodies)
    found = Proposition.objects.shown().filter(story=body.story).put_to(posts.values("pk"), bodies)
    rows = found.with_answer().select_related("post__organisation", "organisation", "place").order_by("-put_at", "-pk")
    promised = Commitment.objects.filter(
        response__proposition__in=found, response__undone_at=None, promise__organisation__in=bodies
    )
    kept = promised.filter(promise__outcome__state="kept").count()
    sentence = saying.of_body(found.count(), found.answered().count(), kept, promised.count(), days_taken(found))
    promises = [each.promise for each in promised.select_related("promise__outcome", "promise__organisation")[:MOST]]
    return rows, {"body": body, "sentence": sentence, "promises": promises, "posts": posts, "today": day}


def days_taken(found) -> list[int]:
    """How many days each standing answer took from when it was put, fewest first."""
    answers = Response.objects.filter(proposition__in=found, undone_at=None, is_view=False)
    rows = answers.values_list("given_on", "proposition__put_at")
    return sorted(max(0, (given - timezone.localdate(put)).days) for given, put in rows)


class PauseForm(forms.Form):
    """The days before an election."""

    name = forms.CharField(label=_("Which body?"), max_length=200)
    from_on = forms.DateField(label=_("First day"), widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until_on = forms.DateField(label=_("Last day"), widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    because = forms.CharField(label=_("Which election, and where do the days come from?"), max_length=300)
    names = forms.CharField(
        label=_("Who stands, a name a line"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who hold a seat are known already. The official list of candidates has the others."),
    )

    def clean(self) -> dict:
        said = super().clean()
        if said.get("from_on") and said.get("until_on") and said["until_on"] < said["from_on"]:
            self.add_error("until_on", _("The last day lies before the first."))
        return said

    def clean_name(self) -> Organisation:
        try:
            return body_called(self.cleaned_data["name"])
        except Refusal as wrong:
            raise forms.ValidationError(wrong.words) from wrong

    def enter(self, by: Person) -> Pause:
        said = self.cleaned_data
        return Pause.enter(said["name"], said["from_on"], said["until_on"], said["because"], by, said["names"])


def pauses(person: Person | None, day: date) -> dict:
    """All that are on or to come, and whether this person may add one."""
    rows = Pause.objects.filter(until_on__gte=day).select_related("organisation")
    return {"pauses": rows, "may_enter": bool(person and is_keeper(person, day))}
