"""Writing a page: new or changed, with preview, drafts, and putting two changes together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.kit import markdown
from folkmoot.library import plain
from folkmoot.library.drawing import Reader, draw
from folkmoot.library.forms.pages import PageForm
from folkmoot.library.models import AlreadyThere, Clash, Draft, Folder, Page
from folkmoot.library.sums import together
from folkmoot.library.views.finding import folder_at, page_at
from folkmoot.people.access import asks_the_noun, signed_in

TOO_DENSE = gettext_lazy(
    "All of it is kept. It has more marks and short lines than are drawn at once, so its end is shown as you wrote it. "
    "Split the page in two to have all of it drawn."
)


@asks_the_noun("GET", "POST")
def new(request: HttpRequest, folder: str) -> HttpResponse:
    """A page that is not there yet."""
    shelf = folder_at(folder)
    shelf.check_writer(request.user)
    draft = Draft.of(request.user, shelf, None)
    start = from_draft(draft) if draft and "draft" in request.GET else {"title": request.GET.get("title", "")[:200]}
    form = PageForm(request.POST or None, initial=start)
    done = written(request, form, shelf, None)
    return done or desk(request, form, shelf, None, draft)


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """A page that is there, from its newest version or from a draft of one's own."""
    page = page_at(request, folder, slug)
    page.check_editor(request.user)
    draft = Draft.of(request.user, page.folder, page)
    start = from_draft(draft) if draft and "draft" in request.GET else {"words": page.words, "base": page.number}
    form = PageForm(request.POST or None, page=page, initial=start)
    done = written(request, form, page.folder, page)
    return done or desk(request, form, page.folder, page, draft)


def from_draft(draft: Draft) -> dict:
    return {
        "title": draft.title,
        "words": draft.words,
        "why": draft.why,
        "interest": draft.interest,
        "base": draft.base,
    }


def written(request: HttpRequest, form: PageForm, folder: Folder, page: Page | None) -> HttpResponse | None:
    """What came of sending the form; None where it is to be shown again."""
    do = request.POST.get("do", "save") if request.method == "POST" else ""
    if do in ("draft", "keep"):
        Draft.keep(request.user, folder, page, **form.so_far())
        return HttpResponse(status=204) if do == "keep" else kept(request, folder, page)
    if do == "together" and page is not None:
        return put_together(request, form, page)
    if do != "save" or not form.is_valid():
        return None
    return save(request, form, folder, page)


def kept(request: HttpRequest, folder: Folder, page: Page | None) -> HttpResponse:
    messages.success(request, _("Kept as a draft. Only you see it."))
    return redirect(Draft.of(request.user, folder, page))


def save(request: HttpRequest, form: PageForm, folder: Folder, page: Page | None) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        if page is None:
            told = {name: said[name] for name in ("once", "interest")}
            page = Page.begin(folder, said["title"], said["words"], request.user, **told)
        else:
            told = {name: said[name] for name in ("why", "minor", "once", "interest")}
            say(request, page.write(said["words"], request.user, base=said["base"] or page.number, **told))
    except AlreadyThere as there:
        return form.add_error("title", there.words)
    except Clash as clash:
        Draft.keep(request.user, folder, page, **form.so_far())
        return clashing(request, clash, said)
    if markdown.readable(page.words) < len(page.words):
        messages.info(request, TOO_DENSE)
    Draft.drop(request.user, folder, page)
    Draft.drop(request.user, folder, None) if page.number == 1 else None
    return redirect(f"{page.get_absolute_url()}?full" if "easy_read" in request.session else page)


def say(request: HttpRequest, version) -> None:
    """What came of a change, in words."""
    if version is None:
        return messages.info(request, _("Nothing was different, so nothing was changed."))
    merged = getattr(version, "merged", 0)
    if merged:
        words = ngettext(
            "Somebody else changed this page while you wrote. Both changes are in it now.",
            "This page was changed %(n)d times while you wrote. All of it is in there now.",
            merged,
        )
        return messages.success(request, words % {"n": merged})
    return messages.success(request, _("Changed. What it said before stays in its history."))


def clashing(request: HttpRequest, clash: Clash, said: dict) -> HttpResponse:
    """Both texts side by side where they clash; what was written is kept as a draft besides."""
    page = clash.page
    both = together(page.versions.get(number=clash.base).words, clash.words, page.words)
    since = page.versions.filter(number__gt=clash.base).select_related("by").brief()
    context = {"page": page, "base": clash.base, "words": clash.words, "why": said["why"], "clashes": both.clashes}
    context |= {"since": since, "interest": said["interest"]}
    return render(request, "library/clash.html", context, status=409)


def put_together(request: HttpRequest, form: PageForm, page: Page) -> HttpResponse:
    """The form again with what was chosen for each clash, to be looked over and saved."""
    said, number = form.so_far(), request.POST.get("seen", "")
    seen = page.versions.filter(number=int(number) if number.isdecimal() and len(number) < 9 else 0).first()
    base = page.versions.filter(number=said["base"]).first()
    if seen is None or base is None:
        return redirect(f"{page.get_absolute_url()}edit/")
    both = together(base.words, said["words"], seen.words)
    words = both.chosen([request.POST.get(f"choice-{n}", "both") for n in range(len(both.clashes))])
    again = PageForm(
        page=page, initial={"words": words, "base": seen.number} | {n: said[n] for n in ("why", "interest")}
    )
    messages.info(request, _("Put together. Look it over, then save it."))
    return desk(request, again, page.folder, page, None, words)


def desk(request, form: PageForm, folder: Folder, page: Page | None, draft: Draft | None, words="") -> HttpResponse:
    """The form, with a preview when it was asked for, and the draft that is kept if it is another text."""
    typed = form.so_far()["words"] if form.is_bound else words
    preview = draw(typed, folder, Reader(request.user, timezone.localdate())) if typed else ""
    context = {"form": form, "folder": folder, "page": page, "preview": preview}
    context["draft"] = draft if draft and "draft" not in request.GET and not form.is_bound else None
    context["hard"] = plain.hard_sentences(typed) if page and page.puts_plainly() else []
    return render(request, "library/write.html", context, status=422 if form.is_bound and form.errors else 200)


@signed_in("GET", "POST")
def drafts(request: HttpRequest) -> HttpResponse:
    """What I am writing; a draft can be thrown away."""
    mine = Draft.objects.filter(person=request.user).select_related("page__folder", "folder").defer("page__words")
    if request.method == "POST":
        key = request.POST.get("draft", "")
        mine.filter(pk=key if key.isdecimal() and len(key) < 12 else 0).delete()
        return redirect("library:drafts")
    return render(request, "library/drafts.html", {"drafts": mine})
