"""The library as a whole: its front page, folders, and the lists that keep it in order."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import lists, search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import freshness, saying
from folkmoot.library.forms.pages import FolderForm, PagesFilter
from folkmoot.library.models import Case, Folder, OutsideLink, Page, PageLink, Toolkit, Version
from folkmoot.library.taking_away import packed
from folkmoot.library.views.finding import folder_at
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in

FEW = 6
A_PAGE = 50


@everyone("GET")
def library(request: HttpRequest) -> HttpResponse:
    """What is on the shelves: folders, what changed last, what works, toolkits."""
    pages, cases, toolkits = (model.objects.live().shown() for model in (Page, Case, Toolkit))
    failed = cases.exclude(failed="").count()
    context = {
        "sentence": saying.of_library(pages.count(), cases.count(), failed, toolkits.count()),
        "folders": folders_counted().filter(story=False)[:60],
        "lately": pages.listed().order_by("-changed_at", "-pk")[:FEW],
        "cases": cases.with_all().order_by("-changed_at", "pk")[:FEW],
        "toolkits": toolkits.annotate(n=Count("parts")).order_by("title")[:FEW],
        "story": folders_counted().filter(story=True)[:FEW],
    }
    return render(request, "library/library.html", context)


def folders_counted():
    shown = Q(pages__gone_at=None) & (Q(pages__standing=None) | Q(pages__standing__state="shown"))
    return Folder.objects.annotate(n=Count("pages", filter=shown)).select_related("organisation").order_by("name")


@everyone("GET")
def folder(request: HttpRequest, folder: str) -> HttpResponse:
    """The pages of a folder, by title."""
    shelf, person = folder_at(folder), person_of(request)
    more = {
        "folder": shelf,
        "may_write": shelf.may_be_written_by(person, timezone.localdate()),
        "may_change": shelf.may_be_changed_by(person, timezone.localdate()),
    }
    rows = Page.objects.shown().filter(folder=shelf).listed()
    return lists.answer(request, str(shelf), rows, PAGE_COLUMNS, "library/folder.html", **more)


@everyone("GET")
def take_away(request: HttpRequest, folder: str) -> HttpResponse:
    """All pages of a folder as Markdown, in a zip."""
    shelf = folder_at(folder)
    answer = HttpResponse(packed(shelf), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{shelf.slug}.zip"'
    return answer


@signed_in("GET", "POST")
def new_folder(request: HttpRequest) -> HttpResponse:
    form = FolderForm(request.POST or None, by=request.user, initial={"writers": Folder.Writers.ANYBODY})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(Folder.make(form.cleaned_data.pop("name"), request.user, **form.cleaned_data))
        except Refusal as refused:
            form.add_error(None, refused.words)
    return form_page(request, form, _("A new folder"), _("Make it"))


@asks_the_noun("GET", "POST")
def folder_settings(request: HttpRequest, folder: str) -> HttpResponse:
    """What it is called, whose it is and who may write in it; its address stays."""
    shelf = folder_at(folder)
    if not shelf.may_be_changed_by(request.user, timezone.localdate()):
        raise NotYours(_("Whoever speaks for its organisation, or a keeper, can change this folder."))
    names = ("name", "about", "organisation", "group", "programme", "place", "writers")
    form = FolderForm(request.POST or None, by=request.user, initial={name: getattr(shelf, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            shelf.change(request.user, form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, refused.words)
        else:
            return redirect(shelf)
    return form_page(request, form, _("Change the folder"), _("Change it"), shelf)


def form_page(request: HttpRequest, form, title: str, button: str, about=None) -> HttpResponse:
    context = {"form": form, "about": about, "title": title, "button": button}
    return render(request, "library/small_form.html", context, status=422 if form.is_bound and form.errors else 200)


@signed_in("GET")
def write(request: HttpRequest) -> HttpResponse:
    """Where shall it go? The folders this person may write in."""
    today, title = timezone.localdate(), request.GET.get("title", "")[:200]
    mine = [one for one in folders_counted().filter(story=False) if one.may_be_written_by(request.user, today)]
    return render(request, "library/where.html", {"folders": mine, "title": title})


@everyone("GET")
def pages(request: HttpRequest) -> HttpResponse:
    """All pages, by title; narrowed by words, folder and place."""
    filters = PagesFilter(request.GET)
    filters.is_valid()
    rows = narrowed(Page.objects.live().shown(), filters.cleaned_data).listed()
    return lists.answer(request, _("Pages"), rows, PAGE_COLUMNS, "library/pages.html", filters=filters)


def narrowed(rows, wish: dict):
    if wish.get("words"):
        rows = rows.filter(pk__in=[hit.key for hit in search.find(wish["words"], kinds=["library.page"], limit=500)])
    if wish.get("folder"):
        rows = rows.filter(Q(folder__slug=wish["folder"]) | Q(folder__name__icontains=wish["folder"]))
    return rows.at(wish["place"]) if wish.get("place") else rows


@everyone("GET")
def recent(request: HttpRequest) -> HttpResponse:
    """What changed: the latest of each page, or with ?every=1 every change. Older ones from ?before= on."""
    every = request.GET.get("every") == "1"
    before = request.GET.get("before", "")
    rows = changes_of_all() if every else Page.objects.live().shown().listed().order_by("-changed_at", "-pk")
    if request.GET.get("as"):
        columns = CHANGE_COLUMNS if every else PAGE_COLUMNS
        return lists.answer(request, _("What changed in the library"), rows[:1000], columns, "library/recent.html")
    start = int(before) if before.isdecimal() and len(before) < 7 else 0
    found = list(rows[start : start + A_PAGE + 1])
    older = start + A_PAGE if len(found) > A_PAGE else 0
    context = {"rows": found[:A_PAGE], "every": every, "older": older, "downloads": lists.downloads(request)}
    return render(request, "library/recent.html", context)


def changes_of_all():
    rows = Version.objects.shown().filter(page__story=False).brief().newest_first()
    return rows.select_related("by", "page__folder").defer("page__words")


@everyone("GET")
def wanted(request: HttpRequest) -> HttpResponse:
    """Pages that others speak of and nobody has written, the most wanted first."""
    rows = PageLink.objects.filter(to=None, page__gone_at=None, page__story=False)
    rows = rows.values("folder_slug", "slug").annotate(n=Count("page")).order_by("-n", "folder_slug", "slug")
    there = {one.slug: one for one in Folder.objects.all()}
    found = [row | {"folder": there.get(row["folder_slug"])} for row in rows[:500]]
    known = {(row["folder_slug"], row["slug"]): row for row in found}
    speaking = PageLink.objects.filter(to=None, slug__in={row["slug"] for row in found}, page__in=Page.objects.shown())
    for link in speaking.select_related("page__folder").defer("page__words")[:2000]:
        row = known.get((link.folder_slug, link.slug))
        if row:
            row.setdefault("pages", []).append(link.page)
    found = [row for row in found if row.get("pages")]
    return lists.answer(request, _("Wanted pages"), found, WANTED_COLUMNS, "library/wanted.html")


@everyone("GET")
def orphans(request: HttpRequest) -> HttpResponse:
    """Pages that nothing leads to."""
    words = _("No other page and no toolkit leads to these. A link from somewhere helps people find them.")
    rows = Page.objects.orphans().listed().order_by("title", "pk")
    return in_order(request, _("Orphan pages"), rows, words, _("Every page is led to from another."))


@everyone("GET")
def stale(request: HttpRequest) -> HttpResponse:
    """Pages nobody has said are right for longer than the site allows."""
    words = _("Nobody has said for over a year that these are right. If one is, say so on its page: it is one click.")
    rows = Page.objects.stale(timezone.localdate()).listed()
    cases = freshness.stale_cases(timezone.localdate())[:50]
    return in_order(request, _("Not checked lately"), rows, words, _("All of it was checked lately."), cases=cases)


@everyone("GET")
def broken(request: HttpRequest) -> HttpResponse:
    """Links to the world outside that lead nowhere, with where an archive may hold what stood there."""
    rows = OutsideLink.objects.filter(state__in=OutsideLink.BROKEN, page__in=Page.objects.live().shown())
    rows = rows.select_related("page__folder").defer("page__words").order_by("-broken_since", "pk")
    return lists.answer(request, _("Broken links"), rows, BROKEN_COLUMNS, "library/broken.html")


def in_order(request: HttpRequest, title: str, rows, words: str, empty: str, **more) -> HttpResponse:
    context = {"sentence": words, "empty": empty} | more
    return lists.answer(request, title, rows, PAGE_COLUMNS, "library/in_order.html", **context)


PAGE_COLUMNS = (
    ("title", gettext_lazy("Page"), "title"),
    ("folder", gettext_lazy("Folder"), lambda page: page.folder.name),
    ("changed", gettext_lazy("Last changed"), "changed_at"),
    ("by", gettext_lazy("By"), lambda page: page.last.whose() if page.last else ""),
    ("why", gettext_lazy("What was changed"), lambda page: page.last.why if page.last else ""),
    ("first", gettext_lazy("First written"), lambda page: page.original_said or page.original_on or ""),
    ("place", gettext_lazy("Place"), lambda page: str(page.place or "")),
    ("right", gettext_lazy("Last said to be right"), "confirmed_on"),
)
CHANGE_COLUMNS = (
    ("title", gettext_lazy("Page"), "title"),
    ("folder", gettext_lazy("Folder"), lambda version: version.page.folder.name),
    ("number", gettext_lazy("Version"), "number"),
    ("at", gettext_lazy("When"), "at"),
    ("by", gettext_lazy("Who"), lambda version: version.whose()),
    ("why", gettext_lazy("Why"), "why"),
)
WANTED_COLUMNS = (
    ("slug", gettext_lazy("Page"), lambda row: row["slug"].replace("-", " ")),
    ("folder", gettext_lazy("Folder"), lambda row: row["folder_slug"]),
    ("n", gettext_lazy("How many pages want it"), lambda row: row["n"]),
    ("pages", gettext_lazy("Which"), lambda row: [str(page) for page in row["pages"]]),
)
BROKEN_COLUMNS = (
    ("address", gettext_lazy("Link"), "address"),
    ("page", gettext_lazy("On the page"), lambda link: str(link.page)),
    ("state", gettext_lazy("What is wrong"), lambda link: link.get_state_display()),
    ("said", gettext_lazy("In words"), "said"),
    ("since", gettext_lazy("Since"), "broken_since"),
    ("archived", gettext_lazy("An archive may have it"), "archived"),
)
