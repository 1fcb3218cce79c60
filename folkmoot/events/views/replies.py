"""Replying to an event: on its page, and behind the link that was mailed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.events import replying, talking, telling
from folkmoot.events.forms.reply import PostForm, ReplyForm
from folkmoot.events.models import Asked, Bulletin, Event, Requirement, Rsvp
from folkmoot.events.parts.day import links_of
from folkmoot.events.views.finding import visible
from folkmoot.events.words import when
from folkmoot.kit import limits
from folkmoot.people.access import by_link, everyone, person_of, signed_in

HOUR = 3600


@everyone("GET", "POST")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The reply of somebody signed in; for others a link is mailed, whoever they are."""
    event, person = visible(request, pk), person_of(request)
    mine = replying.of(event, person)
    form = ReplyForm(request.POST or None, event=event, by=person, rsvp=mine)
    if request.method == "POST" and form.is_valid():
        if person is None:
            return _mail_link(request, event, form)
        kept = _keep(form, replying.reply(event, form.said(), person=person, once=form.cleaned_data["once"]))
        messages.success(request, words_for(kept))
        return redirect(event)
    return render(request, "events/reply.html", {"event": event, "form": form, "rsvp": mine})


@signed_in("POST")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the seat that is kept for me."""
    kept = replying.accept(_mine(request, pk))
    messages.success(request, words_for(kept))
    return redirect(kept.event)


@signed_in("POST")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """I do not come after all."""
    kept = replying.take_back(_mine(request, pk))
    messages.success(request, words_for(kept))
    return redirect(kept.event)


@by_link("GET", "POST")
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mailed link: one button that confirms, and then the reply, to change or take back."""
    behind = _behind(token)
    if request.method == "POST" and request.POST.get("do") in DEEDS:
        messages.success(request, words_for(DEEDS[request.POST["do"]](behind)))
        return redirect(request.path)
    if request.method == "POST" and request.POST.get("do") == "stop":
        return _stop(request, behind.asked)
    post_form = PostForm(request.POST if request.POST.get("do") == "say" else None, auto_id="post_%s")
    if request.method == "POST" and request.POST.get("do") == "say" and post_form.is_valid():
        return _say(request, _there(behind.rsvp), post_form)
    replied = None if post_form.is_bound else request.POST or None
    form = ReplyForm(replied, event=behind.event, by=None, rsvp=behind.rsvp, asked=behind.asked)
    if request.method == "POST" and (behind.rsvp or behind.asked) and form.is_valid():
        kept = _keep(form, behind.reply(form.said(), form.cleaned_data["once"]))
        messages.success(request, words_for(kept))
        return redirect(request.path)
    context = {"event": behind.event, "behind": behind, "rsvp": behind.rsvp, "form": form}
    context |= {"when": when(behind.event), "standing": behind.rsvp and telling.context_of(behind.rsvp)}
    if behind.rsvp and not talking.why_not(behind.event, behind.rsvp.person, behind.rsvp):
        context["post_form"] = post_form
    context["pages"] = links_of(behind.rsvp) if behind.rsvp else {}
    context["bulletins"] = Bulletin.read_by(behind.rsvp) if behind.rsvp else []
    return render(request, "events/by_mail.html", context, status=422 if post_form.errors else 200)


def _say(request: HttpRequest, rsvp: Rsvp, form: PostForm) -> HttpResponse:
    """Something said below the event, by whoever holds the link."""
    said = form.cleaned_data
    post = talking.say_by_mail(rsvp, said["words"], said["once"])
    messages.success(request, _("Said. It stands below the event, with your name."))
    return redirect(post.get_absolute_url())


DEEDS = {
    "confirm": lambda behind: behind.confirm(),
    "accept": lambda behind: replying.accept(_there(behind.rsvp)),
    "take-back": lambda behind: replying.take_back(_there(behind.rsvp)),
}


def _stop(request: HttpRequest, asked: Asked | None) -> HttpResponse:
    """Whoever was asked by mail wants no more of it."""
    if asked is None:
        raise Http404
    asked.stop()
    messages.success(request, _("Nobody here asks you to anything by mail any more."))
    return redirect(request.path)


def words_for(rsvp: Rsvp) -> str:
    """What came of a reply, in a sentence."""
    if rsvp.answer == Rsvp.Answer.NO:
        return _("You said that you will not come. Thank you for telling us.")
    if rsvp.answer == Rsvp.Answer.MAYBE:
        return _("You said maybe. No seat is kept for you until you say yes.")
    return {
        Rsvp.Seat.HAS: _("You have a seat. See you there."),
        Rsvp.Seat.REMOTE: _("You take part online."),
        Rsvp.Seat.OFFERED: _("A seat is kept for you. Take it before its time is up."),
        Rsvp.Seat.WAITING: _(
            "All seats are taken. You stand in the waiting list, and we write as soon as one is free."
        ),
    }.get(rsvp.seat, _("You have no seat now. Reply again and you stand in line."))


def _keep(form: ReplyForm, rsvp: Rsvp) -> Rsvp:
    if "needs" in form.cleaned_data:
        comes, said = rsvp.answer != Rsvp.Answer.NO, form.cleaned_data
        Requirement.say(rsvp, said["needs"] if comes else "", comes and said["no_steps"])
    return rsvp


def _mail_link(request: HttpRequest, event: Event, form: ReplyForm) -> HttpResponse:
    """The same answer whether the address is known or not: nothing is looked up before the link is opened."""
    limits.spend("reply links from", limits.household(limits.address_of(request)), 20, HOUR)
    limits.spend("reply links to", form.cleaned_data["email"].lower(), 5, HOUR)
    replying.send_link(event, form.cleaned_data["email"], form.said())
    return render(request, "events/link_sent.html", {"event": event, "email": form.cleaned_data["email"]})


def _mine(request: HttpRequest, pk: int) -> Rsvp:
    return _there(replying.of(visible(request, pk), request.user))


def _there(rsvp: Rsvp | None) -> Rsvp:
    if rsvp is None:
        raise Http404
    return rsvp


def _behind(token: str) -> replying.Behind:
    try:
        return replying.behind(token)
    except (Asked.DoesNotExist, Rsvp.DoesNotExist, Event.DoesNotExist) as gone:
        raise Http404 from gone
