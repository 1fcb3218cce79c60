"""One page: its words, what leads to it, and its text to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from folkmoot.kit.way_back import way_back
from folkmoot.library import saying
from folkmoot.library.drawing import Reader, draw
from folkmoot.library.models import Folder, Page, PageLink, Toolkit
from folkmoot.library.views.finding import EASY, easier, easy_of, find_page, moved_from, page_at
from folkmoot.moderation.models import Standing
from folkmoot.people.access import everyone, person_of

FEW = 12


@everyone("GET")
def page(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """The page; where there is none, the one that was moved from there, or the offer to write it."""
    today, person = timezone.localdate(), person_of(request)
    found = find_page(folder, slug)
    if found is None or not found.is_visible_to(person, today):
        moved = moved_from(folder, slug) if found is None or found.gone_at else None
        return redirect(moved) if moved else not_written(request, folder, slug, found)
    if chosen := easier(request, found):
        return redirect(chosen)
    drawn = draw(found.words, found.folder, Reader(person, today))
    return render(request, "library/page.html", {"page": found, "drawn": drawn} | around(found, person, today))


def around(page: Page, person, day) -> dict:
    """What stands around the words: who wrote them, whether they are right, what leads here, what one may do."""
    lead_here = pages_leading_to(page)
    full, easy = page.puts_plainly(), easy_of(page, day)
    return {
        "footer": [saying.footer(page), saying.first_written(page), saying.brought(page)],
        "stale": saying.freshness(page, day),
        "may_edit": page.may_be_edited_by(person, day),
        "links_here": lead_here[:FEW],
        "links_more": len(lead_here) > FEW,
        "broken": page.outside.filter(state__in=page.outside.model.BROKEN).count(),
        "full": full if full and full.is_visible_to(person, day) else None,
        "easy": easy,
        "topics": list(page.topics.all()),
        "files": list(page.attachments.all()[:FEW]),
        "programmes": list(page.programmes.shown().filter(same_as=None)),
        "toolkits": list(Toolkit.objects.shown().filter(parts__page=page).distinct()[:FEW]),
        "behind": full.number - page.in_step_with if page.easy_of_id else 0,
        "easy_behind": bool(easy and easy.in_step_with < page.number),
    }


def pages_leading_to(page: Page) -> list[Page]:
    """A few shown pages that link here, by title."""
    rows = PageLink.objects.filter(to=page).exclude(page=page)
    pages = Page.objects.shown().filter(pk__in=rows.values("page")).select_related("folder").defer("words")
    return list(pages.order_by("title", "pk")[: FEW + 1])


def not_written(request: HttpRequest, folder: str, slug: str, hidden: Page | None) -> HttpResponse:
    """404, with a way to write the page where that makes sense; of one that moderators removed the site's own."""
    if hidden and hidden.standing and hidden.standing.state == Standing.State.REMOVED:
        raise Http404
    shelf = Folder.objects.filter(slug=folder).first()
    title = slug.replace("-", " ").capitalize()
    wanted = [] if hidden else PageLink.objects.filter(folder_slug=folder, slug=slug, to=None, page__gone_at=None)
    context = {"folder": shelf, "title": title, "hidden": bool(hidden), "wanted": len(wanted)}
    context["may_write"] = bool(shelf and not hidden and not shelf.story)
    return render(request, "library/not_written.html", context, status=404)


@everyone("GET")
def links_here(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """Everything that leads here, and everything this page leads to, with what is broken."""
    found = page_at(request, folder, slug)
    rows = PageLink.objects.filter(to=found).exclude(page=found)
    leading = Page.objects.shown().filter(pk__in=rows.values("page")).listed().order_by("title", "pk")
    outward = found.links.select_related("to__folder").defer("to__words").order_by("slug")
    outside = found.outside.order_by("-broken_since", "address")
    context = {"page": found, "leading": leading[:500], "outward": outward, "outside": outside}
    return render(request, "library/links.html", context | {"old": found.old_addresses.all()})


@everyone("GET")
def source(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """The text as it is written, to take away."""
    found = page_at(request, folder, slug)
    answer = HttpResponse(found.words, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.md"'
    return answer


@everyone("POST")
def easy_read(request: HttpRequest) -> HttpResponse:
    """Choose whether easy-read pages come first, for this browser."""
    if request.POST.get("easy") == "yes":
        request.session[EASY] = True
    else:
        request.session.pop(EASY, None)
    return redirect(way_back(request, "/library/"))
