"""Toolkits and howtos: the list, one of them with how far its reader is, making it, and the booklet."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists, markdown
from folkmoot.library import saying
from folkmoot.library.drawing import Reader, draw
from folkmoot.library.forms.beside import PartForm, ToolkitForm
from folkmoot.library.models import Case, Page, Part, Tick, Toolkit
from folkmoot.library.views.finding import easier, easy_of, toolkit_at
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in


@everyone("GET")
def toolkits(request: HttpRequest) -> HttpResponse:
    rows = Toolkit.objects.live().shown().select_related("organisation", "place").annotate(n=Count("parts"))
    return lists.answer(
        request, _("Toolkits and howtos"), rows.order_by("title", "pk"), COLUMNS, "library/toolkits.html"
    )


@everyone("GET")
def toolkit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its parts in order, and how far this reader has come."""
    found, person, today = toolkit_at(request, pk), person_of(request), timezone.localdate()
    if chosen := easier(request, found):
        return redirect(chosen)
    parts = list(found.parts_shown())
    ticked = (
        set(Tick.objects.filter(person=person, part__toolkit=found).values_list("part", flat=True)) if person else set()
    )
    done = sum(part.pk in ticked for part in parts)
    edits = found.may_be_edited_by(person, today)
    context = {
        "toolkit": found,
        "parts": [(part, part.pk in ticked) for part in parts],
        "done": done,
        "may_edit": edits,
    }
    context["next"] = next((part for part in parts if part.pk not in ticked), None) if ticked else None
    context["sentence"] = saying.of_toolkit(found, len(parts), done, person is not None)
    context |= {"form": PartForm(auto_id="part_%s") if edits else None, "stale": found.is_stale(today)}
    context["easy"] = easy_of(found, today)
    return render(request, "library/toolkit.html", context)


@everyone("GET")
def booklet(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it on one page, to print."""
    found, reader = toolkit_at(request, pk), Reader(person_of(request), timezone.localdate())
    parts = [(part, drawn(part, reader)) for part in found.parts_shown()]
    return render(request, "library/booklet.html", {"toolkit": found, "parts": parts})


def drawn(part: Part, reader: Reader) -> str:
    """The words of a part as HTML: of the page it is, else its own; a case has a template of its own."""
    return draw(part.page.words, part.page.folder, reader, 3) if part.page else markdown.render(part.words, 3)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    form = ToolkitForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(Toolkit.make(request.user, **form.facts()))
    return small(request, form, _("A new toolkit or howto"), _("Begin it"))


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = toolkit_at(request, pk)
    found.check_editor(request.user)
    names = ("title", "kind", "about", "organisation", "place")
    form = ToolkitForm(request.POST or None, by=request.user, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        found.describe(request.user, **{name: form.cleaned_data[name] for name in names})
        return redirect(found)
    return small(request, form, _("Change what is said of it"), _("Change it"), found)


def small(request: HttpRequest, form, title: str, button: str, about=None) -> HttpResponse:
    context = {"form": form, "about": about, "title": title, "button": button}
    return render(request, "library/small_form.html", context, status=422 if form.is_bound and form.errors else 200)


@asks_the_noun("GET", "POST")
def add_part(request: HttpRequest, pk: int) -> HttpResponse:
    found = toolkit_at(request, pk)
    found.check_editor(request.user)
    form = PartForm(request.POST or None, auto_id="part_%s")
    if request.method == "POST" and form.is_valid():
        thing, said = form.cleaned_data["thing"], form.cleaned_data
        more = {"page": thing} if isinstance(thing, Page) else {"case": thing} if isinstance(thing, Case) else {}
        found.add(request.user, said["heading"], said["words"], **more)
        return redirect(f"{found.get_absolute_url()}#add")
    return small(request, form, _("Add a part"), _("Add it"), found)


@asks_the_noun("POST")
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a part up or down, or take it out."""
    part = get_object_or_404(Part.objects.select_related("toolkit"), pk=pk)
    found, do = toolkit_at(request, part.toolkit_id), request.POST.get("do", "")
    if do == "out":
        found.take_out(request.user, part.pk)
        messages.success(request, _("Taken out. The page or case itself stays where it is."))
    else:
        found.swap(request.user, part.pk, up=do == "up")
    return redirect(f"{found.get_absolute_url()}#add")


@signed_in("POST")
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """I have worked through this part, or not after all."""
    part = get_object_or_404(Part.objects.select_related("toolkit"), pk=pk)
    toolkit_at(request, part.toolkit_id)
    part.tick(request.user, request.POST.get("done", "yes") == "yes")
    return redirect(part)


@asks_the_noun("POST")
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the shelves, or back."""
    found = toolkit_at(request, pk)
    found.bring_back(request.user) if found.gone_at else found.put_away(request.user, request.POST.get("why", "")[:300])
    return redirect(found)


@asks_the_noun("POST")
def still_right(request: HttpRequest, pk: int) -> HttpResponse:
    found = toolkit_at(request, pk)
    found.check_editor(request.user)
    found.confirm(request.user, timezone.localdate())
    messages.success(request, _("Thank you. It is marked as right today."))
    return redirect(found)


COLUMNS = (
    ("title", gettext_lazy("Toolkit"), "title"),
    ("kind", gettext_lazy("Kind"), lambda kit: kit.get_kind_display()),
    ("about", gettext_lazy("For whom"), "about"),
    ("parts", gettext_lazy("Parts"), "n"),
    ("organisation", gettext_lazy("Whose"), lambda kit: str(kit.organisation or "")),
    ("changed", gettext_lazy("Last changed"), "changed_at"),
)
