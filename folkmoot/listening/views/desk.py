"""An organiser's own pages: the desk, one listening, slips, what came of it, time out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening import telling
from folkmoot.listening.bringing import bring as bring_in
from folkmoot.listening.desk import Desk
from folkmoot.listening.forms.patch import OutingForm
from folkmoot.listening.models import ContactState, Heard, Organiser, Outing, Owed, Told
from folkmoot.listening.permissions import listens_somewhere
from folkmoot.listening.views.finding import check_listener, heard_kept, listening_kept, my_patches
from folkmoot.people.access import asks_the_noun
from folkmoot.points.models import Reading, Theme


@asks_the_noun("GET")
def desk(request: HttpRequest) -> HttpResponse:
    """Promises and follow-through first, then people, then the rest."""
    check_listener(request)
    found = Desk(request.user, timezone.localdate())
    if many := len(found.owed) + len(found.listenings):
        Reading.log(request.user, request.user, _("their own desk"), many)
    return render(request, "listening/desk.html", {"desk": found, "today": found.day, "out": found.out()})


@asks_the_noun("GET")
def listening(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation, for whoever keeps it; the reading is written down."""
    found = listening_kept(request, pk)
    points = found.read(request.user)
    people = found.heard.select_related("slip").prefetch_related("allowed", "states", "owed__promise__outcome")
    known = {"listening": found, "points": points, "people": people, "states": ContactState.State.choices}
    answer = render(request, "listening/listening.html", known | {"today": timezone.localdate()})
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@asks_the_noun("POST")
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far somebody has come, from today on."""
    heard, said = heard_kept(request, pk), request.POST.get("state", "")
    if said not in ContactState.State.values:
        raise Refusal(_("Choose how far they have come."))
    note = request.POST.get("note", "")[:500]
    ContactState.objects.get_or_create(heard=heard, state=said, on=timezone.localdate(), defaults={"note": note})
    return redirect(heard.listening)


@asks_the_noun("POST")
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise somebody heard to come back by a day."""
    heard, said = heard_kept(request, pk), request.POST.get("by", "")
    try:
        day = timezone.datetime.strptime(said, "%Y-%m-%d").date()
    except ValueError as wrong:
        raise Refusal(_("Say by which day you come back.")) from wrong
    once = f"{heard.listening_id} {heard.pk} {day} {heard.owed.count()}"
    Owed.make(heard, heard.listening.kept_by, request.POST.get("words", "")[:300], day, once)
    return redirect(heard.listening)


@asks_the_noun("POST")
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """They went back: the promise is kept, with no word of whom or what in the open."""
    owed = get_object_or_404(Owed.objects.select_related("promise", "organiser"), pk=pk)
    if owed.organiser.person_id != request.user.pk:
        raise NotYours(_("Whoever promised it says that it is kept."))
    owed.promise.keep(request.user)
    messages.success(request, _("Kept. Thank you."))
    return redirect("listening:desk")


@asks_the_noun("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody asked the organiser to take all of theirs out."""
    heard = heard_kept(request, pk)
    heard.withdraw()
    messages.success(request, _("All of theirs is gone."))
    return redirect("listening:desk")


@asks_the_noun("GET")
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip of somebody heard, to print and hand over."""
    heard = heard_kept(request, pk)
    Reading.log(request.user, heard, _("a slip printed again"))
    return render(request, "listening/paper/slip.html", {"slips": [heard.slip], "where": reverse("listening:code")})


@asks_the_noun("GET", "POST")
def bring(request: HttpRequest) -> HttpResponse:
    """Bring what was heard in a patch into its themes."""
    patches = my_patches(request)
    if request.method == "POST":
        patch = get_object_or_404(patches, pk=_number(request.POST.get("patch", "")))
        theming, many = bring_in(Organiser.of(request.user, patch, timezone.localdate()))
        messages.success(request, _("%(n)d brought in. The words stay sealed; the team reads them.") % {"n": many})
        works = theming.is_worked_on_by(request.user, timezone.localdate())
        return redirect("points:board", theming.pk) if works else redirect("listening:desk")
    return render(request, "listening/bring.html", {"patches": patches})


@asks_the_noun("GET", "POST")
def news(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell those who raised a theme what came of it: for its team, whoever keeps them, and whoever was asked to."""
    theme = Theme.objects.standing().select_related("theming").filter(pk=pk, theming__isnull=False).first()
    people = telling.of_theme(theme, request.user) if theme else []
    asked = telling.asked(theme, request.user) if theme else []
    works = theme is not None and theme.theming.is_worked_on_by(request.user, timezone.localdate())
    if not (people or asked or works):
        raise NotYours(_("Whoever heard people on this theme, and may reach them, tells them what came of it."))
    if request.method == "POST":
        told = telling.tell(theme, request.POST.get("words", ""), request.user)
        messages.success(request, _told(told))
        return redirect("listening:deliver" if listens_somewhere(request.user, timezone.localdate()) else "waiting")
    last = theme.progress.first()
    words = telling.words_asked(theme, request.user) or (last.words if last else "")
    left = [one for one in people if one.listening.kept_by.person_id != request.user.pk]
    known = {"theme": theme, "people": people, "asked": asked, "words": words, "left": left}
    return render(request, "listening/news.html", known)


def _told(told: list[Told]) -> str:
    if not told:
        return _("Nobody can be reached on this any more. Whoever asked is told so.")
    mailed = sum(row.means == Heard.Means.MAIL for row in told)
    words = _("%(mail)d by mail; %(paper)d are on the list to deliver.")
    return words % {"mail": mailed, "paper": len(told) - mailed}


@asks_the_noun("GET", "POST")
def deliver(request: HttpRequest) -> HttpResponse:
    """What waits to be carried to a door or said on the phone: a list to print and tick."""
    check_listener(request)
    if request.method == "POST":
        for key in request.POST.getlist("told"):
            telling.delivered(get_object_or_404(Told, pk=_number(key)), request.user)
        return redirect("listening:deliver")
    rows = list(telling.to_deliver(request.user))
    if rows:
        Reading.log(request.user, request.user, _("slips to deliver"), len(rows))
    return render(request, "listening/paper/deliver.html", {"rows": rows})


@asks_the_noun("GET", "POST")
def out(request: HttpRequest) -> HttpResponse:
    """Going out alone: where, back by when, and who is told if not."""
    form = OutingForm(request.POST or None, patches=my_patches(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        organiser = Organiser.of(request.user, said["patch"], timezone.localdate())
        Outing.begin(organiser, said["where"], said["back_by"], said["tell"])
        return redirect("listening:desk")
    return render(request, "listening/out.html", {"form": form})


@asks_the_noun("GET", "POST")
def outing(request: HttpRequest, pk: int) -> HttpResponse:
    """One time out, for who is out and the one they named. POST: back."""
    found = Outing.objects.filter(pk=pk).select_related("organiser__person", "organiser__patch", "tell").first()
    if found is None or request.user.pk not in (found.organiser.person_id, found.tell_id):
        raise NotYours(_("This is for whoever is out, and for the one they named."))
    if request.method == "POST":
        found.back(request.user)
        messages.success(request, _("Good that you are back."))
        return redirect(found)
    known = {"outing": found, "where": found.where_for(request.user), "now": timezone.now()}
    return render(request, "listening/outing.html", known)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 18 else 0
