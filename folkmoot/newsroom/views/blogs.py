"""Blogs and feeds of others, what they post, and the newsroom of a place."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists
from folkmoot.kit.refusals import NotYours
from folkmoot.newsroom import outlets, planet, saying, tabs
from folkmoot.newsroom.finding import edited_by
from folkmoot.newsroom.forms.blogs import ListForm, OutletForm, PasteForm
from folkmoot.newsroom.forms.checking import checked
from folkmoot.newsroom.models import Outlet, OutsidePost
from folkmoot.people.access import asks_the_noun, everyone, person_of
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place


@everyone("GET")
def front(request: HttpRequest) -> HttpResponse:
    """The newest of everything, and where it comes from."""
    known = planet.front(person_of(request))
    return lists.answer(request, _("Newsroom"), known["entries"], COLUMNS, "newsroom/front.html", **known)


@everyone("GET")
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The newsroom of a place: what blogs around here post, beside our own stories."""
    found = get_object_or_404(Place, slug=slug)
    rows, known = planet.entries(found), planet.around(found, person_of(request))
    known["sentence"] = saying.of_outlets(known["outlets"], timezone.now())
    title = _("Newsroom of %(place)s") % {"place": found}
    return lists.answer(request, title, rows, COLUMNS, "newsroom/blogs/place.html", **known)


@everyone("GET")
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """What is read for a place, who keeps it, and how it does."""
    found = get_object_or_404(Place, slug=slug)
    rows, now = planet.outlets_of(found), timezone.now()
    known = {
        "place": found,
        "sentence": saying.of_outlets(rows, now),
        "may": not found.story and outlets.may_add(person_of(request), timezone.localdate()),
    }
    title = _("Blogs and feeds of %(place)s") % {"place": found}
    return lists.answer(request, title, rows, SOURCES, "newsroom/blogs/sources.html", **known)


@everyone("GET")
def outlet(request: HttpRequest, pk: int) -> HttpResponse:
    """One blog: whose, when it was read, how it does, and what it posted."""
    found, person, today = _outlet(request, pk), person_of(request), timezone.localdate()
    posts = found.posts.shown().newest_first().select_related("desk__event")[:50]
    known = {"outlet": found, "posts": posts, "mine": outlets.may_take_off(found, person, today)}
    known["keeps"] = (
        bool(person) and not found.story and (is_keeper(person, today) or known["mine"] and bool(found.desk))
    )
    return render(request, "newsroom/blogs/outlet.html", known)


@asks_the_noun("GET", "POST")
def add(request: HttpRequest) -> HttpResponse:
    """Add one to a place."""
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    keeps = is_keeper(request.user, timezone.localdate())
    form = OutletForm(request.POST or None, initial={"place": place}, keeps=keeps)
    if request.method == "POST" and form.is_valid():
        made = outlets.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("It is read in a minute, and then again and again."))
        return redirect(made)
    may = outlets.may_add(request.user, timezone.localdate())
    return render(request, "newsroom/blogs/add.html", {"form": form, "may": may, "place": place})


@asks_the_noun("GET", "POST")
def add_list(request: HttpRequest) -> HttpResponse:
    """Add all feeds of a list that another reader gave (OPML)."""
    _may_add(request)
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    form = ListForm(request.POST or None, request.FILES or None, initial={"place": place})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new, notes = outlets.add_list(said["file"], request.user, said["place"])
        messages.success(request, _("%(n)s new feeds.") % {"n": new})
        for note in notes[:10]:
            messages.warning(request, note)
        return redirect("newsroom:sources", slug=said["place"].slug)
    return render(request, "newsroom/blogs/add_list.html", {"form": form, "place": place})


@asks_the_noun("POST")
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take a blog off, read it now, or say whether what it posts shows at once."""
    found = _outlet(request, pk)
    _do(found, what, request.user)
    return redirect(found)


def _do(found: Outlet, what: str, by) -> None:
    if not (outlets.may_take_off(found, by, timezone.localdate()) or found.ended_at):
        raise NotYours(_("Whoever added this blog can do that, and so can the keepers."))
    if what == "off":
        outlets.take_off(found, by)
    elif what == "now":
        outlets.read_now(found)
    elif what in ("known", "unknown"):
        outlets.set_known(found, by, what == "known")
    else:
        raise Http404


@asks_the_noun("GET", "POST")
def add_to_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """What others post about an event: a feed to read for it, or one post by its address."""
    desk = edited_by(request, pk)
    form, paste = OutletForm(desk=desk), PasteForm(prefix="post")
    if request.method == "POST" and "post-address" in request.POST:
        return _paste(request, desk)
    if request.method == "POST":
        form = OutletForm(request.POST, desk=desk)
        if form.is_valid():
            outlets.add(by=request.user, desk=desk, **form.cleaned_data)
            return redirect("newsroom:add_to_desk", pk=pk)
    rows = desk.outlets.shown()
    known = tabs.around(desk, request.user, "look") | {"form": form, "paste": paste, "outlets": rows}
    return render(request, "newsroom/blogs/add_to_desk.html", known)


def _paste(request: HttpRequest, desk) -> HttpResponse:
    said = checked(PasteForm(request.POST, prefix="post"))
    made = outlets.paste(desk, said["address"], request.user, said["title"])
    messages.success(request, _("It stands there. What the page says of itself is read in a minute."))
    return redirect(made)


@everyone("GET")
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post from elsewhere, as it was when we read it, with its source and licence."""
    rows = OutsidePost.objects.select_related("outlet__place", "desk__event", "session", "same_as", "standing")
    found = get_object_or_404(rows, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    known = {"post": found, "edits": found.may_be_curated_by(person_of(request)), "also": found.also.standing_()}
    if known["edits"]:
        known["desks"] = planet.desks_edited_by(person_of(request))
    if known["edits"] and found.desk:
        known["sessions"] = found.desk.event.sessions.live().filter(slot__isnull=False).order_by("slot__starts_at")
    return render(request, "newsroom/blogs/post.html", known)


@asks_the_noun("POST")
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Show it, leave it out, take it down; say which event it is about; or two posts after all."""
    found = get_object_or_404(OutsidePost.objects.select_related("outlet", "desk__event"), pk=pk)
    if not found.is_visible_to(request.user, timezone.localdate()):
        raise Http404
    planet.decide(found, what, request.user, request.POST)
    seen = found.is_visible_to(request.user, timezone.localdate())
    if request.POST.get("from") == "look" and found.desk:
        return redirect("newsroom:look", pk=found.desk.event_id)
    return redirect(found if seen else "newsroom:front")


def _outlet(request: HttpRequest, pk: int) -> Outlet:
    rows = Outlet.objects.filter(
        pk__in=Outlet.objects.filter(standing=None) | Outlet.objects.filter(standing__state="shown")
    )
    found = get_object_or_404(rows.select_related("place", "organisation", "desk__event"), pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def _may_add(request: HttpRequest) -> None:
    if not outlets.may_add(request.user, timezone.localdate()):
        raise NotYours(_("Those who speak for a body here can add blogs. Say that it is yours on its page."))


COLUMNS = (
    ("words", gettext_lazy("What"), "words"),
    ("at", gettext_lazy("When"), "at"),
    ("kind", gettext_lazy("Sort"), "kind"),
    ("source", gettext_lazy("Source"), "source"),
    ("link", gettext_lazy("Address"), "link"),
    ("licence", gettext_lazy("Licence"), "licence"),
)
SOURCES = (
    ("name", gettext_lazy("Name"), "name"),
    ("owner", gettext_lazy("Kept by"), lambda row: str(row.organisation or row.owner)),
    ("state", gettext_lazy("How it does"), lambda row: row.state_said()),
    ("posted_at", gettext_lazy("Newest post"), "posted_at"),
    ("read_at", gettext_lazy("Read"), "read_at"),
    ("licence", gettext_lazy("Licence"), lambda row: str(row.get_licence_display())),
    ("feed", gettext_lazy("Feed"), "feed"),
)
