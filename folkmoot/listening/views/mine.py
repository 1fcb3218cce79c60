"""Whoever was heard sees their own words, by a link or the code on their slip; no account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.kit.limits import address_of, household, spend
from folkmoot.kit.links import unsign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening.models import Allowed, Heard, PassedOn, Slip, Told
from folkmoot.listening.models.heard import LINK
from folkmoot.listening.own_words import everything
from folkmoot.listening.views.finding import heard_of_slip
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of
from folkmoot.points.models import Theme

CODES_TRIED, TEN_MINUTES = 12, 600


class NoSuchCode(Refusal):
    """Nobody was heard with this code, or their words have been withdrawn."""

    status = 404


@everyone("GET", "POST")
def code(request: HttpRequest) -> HttpResponse:
    """Where the code on a slip is typed. Guessing is slowed to a crawl."""
    if request.method == "GET":
        return render(request, "listening/code.html")
    spend("listening-code", household(address_of(request)), CODES_TRIED, TEN_MINUTES)
    slip = Slip.with_code(request.POST.get("code", "")[:40])
    heard = Heard.objects.filter(slip=slip, withdrawn_at=None).select_related("slip").first() if slip else None
    if heard is None:
        raise NoSuchCode(
            _("Nothing is kept under that code. Look at it again; if the slip was just filled in, try tomorrow.")
        )
    return redirect(heard.link())


@by_link("GET", "POST")
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Their words, what they allowed, what came of it. POST: correct, allow, take back, withdraw, answer, tie."""
    heard = heard_of_slip(unsign(LINK, token))
    if request.method == "POST":
        done = DOES.get(request.POST.get("do", ""), _nothing)(request, heard)
        messages.success(request, done)
        gone = heard.withdrawn_at is not None
        return redirect("listening:code" if gone else request.path)
    answer = render(request, "listening/mine.html", _known(heard))
    answer.headers["Cache-Control"], answer.headers["Referrer-Policy"] = "no-store", "same-origin"
    return answer


@asks_the_noun("GET", "POST")
def passed(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody heard wants their councillor to read. POST reads it; that is written down and told to them."""
    rows = PassedOn.objects.select_related("heard__listening__patch", "request", "to")
    found = rows.filter(pk=pk).first()
    if found is None or not found.is_read_by(request.user):
        raise NotYours(_("This is for the councillor it was passed on to, while whoever said it allows that."))
    points = found.read(request.user) if request.method == "POST" else []
    answer = render(request, "listening/passed.html", {"passed": found, "points": points})
    answer.headers["Cache-Control"], answer.headers["Referrer-Policy"] = "no-store", "same-origin"
    return answer


@by_link("GET")
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything kept of them, as a file."""
    heard = heard_of_slip(unsign(LINK, token))
    answer = JsonResponse(everything(heard), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="what-you-said.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _known(heard: Heard) -> dict:
    points = list(heard.points())
    themes = Theme.objects.shown().filter(points__in=points, theming__isnull=False).distinct()
    pairings = [_side(heard, pairing) for pairing in heard.pairings() if pairing.ended_at is None]
    allowed = [(value, label, heard.allows(value)) for value, label in Allowed.Purpose.choices if value != "keep"]
    return {
        "heard": heard,
        "points": points,
        "themes": themes.prefetch_related("progress"),
        "told": _told(heard),
        "owed": heard.owed.select_related("promise__outcome"),
        "pairings": pairings,
        "allowed": allowed,
        "passed": heard.passed.filter(ended_at=None).select_related("to"),
        "wants_councillor": heard.allows(Allowed.Purpose.COUNCILLOR),
        "link": heard.link(),
    }


def _told(heard: Heard) -> list[tuple[Told, Theme | None]]:
    """What they were told, each with its theme where everybody may see that: from there the whole way can be walked."""
    rows = list(heard.told.all())
    open_ones = Theme.objects.shown().in_bulk({one.theme_id for one in rows if one.theme_id})
    return [(one, open_ones.get(one.theme_id)) for one in rows]


def _side(heard: Heard, pairing) -> dict:
    side = "a" if pairing.a_id == heard.pk else "b"
    return {"pairing": pairing, "said": getattr(pairing, f"{side}_said"), "other": pairing.contacts_for(side)}


def _correct(request: HttpRequest, heard: Heard) -> str:
    key = request.POST.get("point", "")
    point = get_object_or_404(heard.points(), pk=key if key.isdecimal() and len(key) < 18 else 0)
    words = "" if request.POST.get("withdraw") else request.POST.get("words", "")[:4000]
    heard.correct(point, words)
    return (
        _("Changed. From now on only this is kept.")
        if words.strip()
        else _("Gone. The counts that everybody sees leave it out when they next change.")
    )


def _allow(request: HttpRequest, heard: Heard) -> str:
    purpose = request.POST.get("purpose", "")
    if request.POST.get("yes"):
        heard.allow(purpose, str(Allowed.Purpose(purpose).label) if purpose in Allowed.Purpose.values else "")
        PassedOn.pass_on(heard)
        return _("Thank you. You can take that back here at any time.")
    heard.take_back(purpose)
    return _("Taken back.")


def _withdraw(request: HttpRequest, heard: Heard) -> str:
    if not request.POST.get("sure"):
        raise Refusal(_("Tick that you are sure. What is withdrawn cannot be brought back."))
    heard.withdraw()
    return _("All of it is gone: your words, quotes of them, your name and how to reach you.")


def _meet(request: HttpRequest, heard: Heard) -> str:
    wanted = request.POST.get("pairing", "")
    pairing = next((one for one in heard.pairings() if str(one.pk) == wanted), None)
    if pairing is None:
        raise Refusal(_("That introduction is not there any more."))
    pairing.say("a" if pairing.a_id == heard.pk else "b", request.POST.get("answer") == "yes")
    return _("Thank you. Nobody learns anything of you unless you both say yes.")


def _tie(request: HttpRequest, heard: Heard) -> str:
    person = person_of(request)
    if person is None:
        raise Refusal(_("Sign in first, then come back by your link."))
    Heard.objects.filter(pk=heard.pk).update(person=person)
    return _("It is now among what “Give me my data” and “Forget me” reach.")


def _nothing(request: HttpRequest, heard: Heard) -> str:
    raise Refusal(_("That was not understood. Go back and try again."))


DOES = {"correct": _correct, "allow": _allow, "withdraw": _withdraw, "meet": _meet, "tie": _tie}
