"""The desk: who replied, who waits, what is held, and what people need; for those who hold the event."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.events import coming, talking
from folkmoot.events.forms.desk import HeldForm, TalkForm
from folkmoot.events.models import Held, Requirement, Rsvp
from folkmoot.events.seats import Seats
from folkmoot.events.sums import seats as sums
from folkmoot.events.sums.seats import RULE
from folkmoot.events.views.finding import run_by, visible
from folkmoot.kit import lists
from folkmoot.people.access import asks_the_noun


@asks_the_noun("GET")
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes and who waits, in the order of the line."""
    event = run_by(request, pk)
    rows = event.rsvps.select_related("person", "organisation", "place")
    line = sums.in_line(rows.filter(seat=Rsvp.Seat.WAITING))
    context = {"event": event, "sentence": coming.sentence(event), "line": line, "rule": RULE}
    context |= {"helds": event.helds.filter(ended_at=None).select_related("organisation"), "held_form": HeldForm()}
    context["talk_form"] = TalkForm(
        initial={"talk_of": event.talk_of, "closes_on": event.talk and event.talk.closes_on}
    )
    context["groups"] = [(words, rows.filter(**which)) for words, which in GROUPS]
    return lists.answer(request, _("Replies"), rows, COLUMNS, "events/desk.html", **context)


@asks_the_noun("POST")
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep seats for a body or a sector."""
    event, form = run_by(request, pk), HeldForm(request.POST)
    if form.is_valid():
        with Seats.of(event) as seats:
            held = seats.hold(Held(by=request.user, **form.whom(event)))
        messages.success(request, _("%(n)d seats are held for %(whom)s.") % {"n": held.places, "whom": held.name()})
    else:
        messages.error(request, " ".join(words for found in form.errors.values() for words in found))
    return redirect("events:desk", pk=event.pk)


@asks_the_noun("POST")
def release(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """Let held seats go; they are offered to whoever waits."""
    event = run_by(request, pk)
    with Seats.of(event) as seats:
        seats.release(get_object_or_404(Held, pk=held, event=event))
    return redirect("events:desk", pk=event.pk)


@asks_the_noun("POST")
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may comment on the event's page, and until when."""
    event, form = run_by(request, pk), TalkForm(request.POST)
    if form.is_valid():
        talking.set_rules(event, form.cleaned_data["talk_of"], form.cleaned_data["closes_on"])
        messages.success(request, _("Kept."))
    return redirect("events:desk", pk=event.pk)


@asks_the_noun("POST")
def needs(request: HttpRequest, pk: int) -> HttpResponse:
    """What people who come need. By a button, as each reading is written down."""
    event = visible(request, pk)
    return render(request, "events/needs.html", {"event": event, "needs": Requirement.read(event, request.user)})


GROUPS = (
    (gettext_lazy("Have a seat"), {"seat": Rsvp.Seat.HAS}),
    (gettext_lazy("A seat is kept for them while they answer"), {"seat": Rsvp.Seat.OFFERED}),
    (gettext_lazy("Take part online"), {"seat": Rsvp.Seat.REMOTE}),
    (gettext_lazy("Said maybe"), {"answer": Rsvp.Answer.MAYBE}),
    (gettext_lazy("Did not take the seat kept for them"), {"seat": Rsvp.Seat.LAPSED}),
    (gettext_lazy("Do not come"), {"answer": Rsvp.Answer.NO}),
)
COLUMNS = (
    ("number", gettext_lazy("Order of reply"), "number"),
    ("name", gettext_lazy("Name"), lambda rsvp: rsvp.called()),
    ("organisation", gettext_lazy("Organisation"), lambda rsvp: str(rsvp.organisation or rsvp.organisation_said)),
    ("sector", gettext_lazy("Sector"), lambda rsvp: str(rsvp.get_sector_display())),
    ("answer", gettext_lazy("Reply"), lambda rsvp: str(rsvp.get_answer_display())),
    ("seat", gettext_lazy("Seat"), lambda rsvp: str(rsvp.get_seat_display())),
    ("party", gettext_lazy("People"), "party"),
    ("brings", gettext_lazy("Brings"), "brings"),
)
