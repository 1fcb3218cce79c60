"""Keeping a page: moving it, saying what it concerns, putting it away, saying that it is still right."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.library import freshness
from folkmoot.library.forms.pages import AboutForm, MoveForm
from folkmoot.library.views.finding import page_at
from folkmoot.people.access import asks_the_noun, by_link, person_of


@asks_the_noun("GET", "POST")
def move(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """Another title or folder."""
    page = page_at(request, folder, slug)
    page.check_editor(request.user)
    form = MoveForm(request.POST or None, page=page, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            page.move(request.user, **form.cleaned_data)
        except Refusal as refused:
            form.add_error("title", refused.words)
        else:
            messages.success(request, _("Moved. The old address leads here, and links in other pages follow."))
            return redirect(page)
    words = _("The old address leads to the new one, and links in other pages are written anew.")
    return small_form(request, form, page, _("Move or rename"), _("Move it"), words)


@asks_the_noun("GET", "POST")
def about(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """What it concerns, who looks after it, which full page it puts plainly."""
    page = page_at(request, folder, slug)
    page.check_editor(request.user)
    form = AboutForm(request.POST or None, page=page, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except Refusal as refused:
            form.add_error("easy_of", refused.words)
        else:
            return redirect(page)
    return small_form(request, form, page, _("About this page"), _("Keep it"))


def small_form(request: HttpRequest, form, page, title: str, button: str, words: str = "") -> HttpResponse:
    context = {"form": form, "about": page, "title": title, "button": button, "words": words}
    return render(request, "library/small_form.html", context, status=422 if form.is_bound and form.errors else 200)


@asks_the_noun("POST")
def put_away(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    page = page_at(request, folder, slug)
    page.put_away(request.user, request.POST.get("why", "")[:300])
    messages.success(request, _("Put away. You can bring it back from here."))
    return redirect(page)


@asks_the_noun("POST")
def bring_back(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    page = page_at(request, folder, slug)
    page.bring_back(request.user)
    return redirect(page)


@asks_the_noun("POST")
def still_right(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """Whoever may change it says that it need not be changed."""
    page = page_at(request, folder, slug)
    page.check_editor(request.user)
    page.confirm(request.user, timezone.localdate())
    messages.success(request, _("Thank you. It is marked as right today."))
    return redirect(page)


@asks_the_noun("POST")
def in_step(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """The easy-read page says again what the full one says."""
    page = page_at(request, folder, slug)
    number = request.POST.get("number", "")
    page.keep_in_step(request.user, int(number) if number.isdecimal() and len(number) < 8 else 0)
    messages.success(request, _("In step again. Thank you."))
    return redirect(f"{page.get_absolute_url()}")


@by_link("GET", "POST")
def still_right_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page with one button that a mailed link leads to. Opening it writes nothing: mail scanners follow links."""
    thing, mailed = freshness.behind(token)
    if thing is None:
        raise Http404
    done = request.method == "POST"
    if done:
        thing.confirm(person_of(request), timezone.localdate())
    return render(request, "library/still_right.html", {"thing": thing, "done": done, "mailed": mailed})
