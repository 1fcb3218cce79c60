"""A discussion or story: reading it, beginning one, saying something, following and closing it, and drafts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import addressing, copying, following, founding, limits, quoting, reading, saying, speaking
from folkmoot.conversations.forms.post import BeginForm, CopyForm, SayForm
from folkmoot.conversations.forms.sieve import FilterForm, narrowed_talks
from folkmoot.conversations.limits import OverLimit
from folkmoot.conversations.models import AgreementAsked, Discussion, Draft, Group, Post
from folkmoot.conversations.newcomers import TooNew
from folkmoot.conversations.uploading import keep_with, kept_with, taken
from folkmoot.conversations.views.finding import group_at, read_at, talk_at
from folkmoot.journal.models import Pace
from folkmoot.kit import lists
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in

# What may be said tomorrow, or without what was too much.
TOO_MUCH = (TooNew, OverLimit)
BESIDE = "say_%s"  # beside other forms of the page, so that no field has the name of another


@everyone("GET")
def talks(request: HttpRequest) -> HttpResponse:
    """Every discussion and story this visitor may read, the latest word first."""
    return _list(request, _("Discussions and stories"), Discussion.objects.all())


@everyone("GET")
def stories(request: HttpRequest) -> HttpResponse:
    return _list(request, _("Stories"), Discussion.objects.stories())


@everyone("GET")
def talks_of(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is said in one group."""
    group = read_at(request, slug)
    title = _("What is said in %(group)s") % {"group": group}
    return _list(request, title, Discussion.objects.filter(group=group), group)


def _list(request: HttpRequest, title: str, every, group: Group | None = None) -> HttpResponse:
    filters = FilterForm(request.GET)
    filters.is_valid()
    seen = reading.listed(every.shown().visible_to(person_of(request)))
    seen = seen if group else seen.live()
    rows = narrowed_talks(seen, filters.cleaned_data).newest_first()
    context = {"filters": filters, "group": group, "sentence": saying.of_talks(rows)}
    return lists.answer(request, title, rows, COLUMNS, "conversations/talks.html", **context)


@everyone("GET")
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of fifty numbers. `?quote=` puts a post's words above what one is about to say. One below something is
    drawn there."""
    found = talk_at(request, pk)
    if found.group is None or request.resolver_match.url_name != found.kind:
        return redirect(found)
    context = {"group": found.group} | drawn(request, found)
    if "form" in context:
        context["mail"] = addressing.of_group(request.user, found.group)
    return render(request, "conversations/talk.html", context)


def drawn(request: HttpRequest, found: Discussion) -> dict:
    """What `conversations/_talk.html` draws of a discussion: one page of it and, for whoever may speak, the form."""
    person = person_of(request)
    shown = reading.Reading(found, person, _page(request, found))
    context = {"talk": found, "shown": shown, "paces": Pace.choices}
    if person and not shown.why_silent:
        draft = Draft.of(person, found)
        context |= {"form": _say_form(request, found, draft), "draft": draft, "kept": kept_with(draft)}
        context["limits"] = _limits(request, found.group)
    return context


def drawn_below(request: HttpRequest, owner) -> dict:
    """The same on the page of what lets people talk below it; before the first words, the form alone."""
    person, found = person_of(request), owner.talk
    if found is not None:
        found.owner = owner
        context = drawn(request, found)
        return context | {"why_silent": context["shown"].why_silent}
    why = owner.why_silent(person)
    form = SayForm(by=person, auto_id=BESIDE) if person and not why else None
    return {"why_silent": why, "form": form}


def _page(request: HttpRequest, found: Discussion) -> int:
    asked = request.GET.get("page", "")
    return min(max(1, int(asked)), found.pages) if asked.isdecimal() and len(asked) < 7 else 1


def _say_form(request: HttpRequest, found: Discussion, draft: Draft | None) -> SayForm:
    key = request.GET.get("quote", "")
    quoted = found.posts.shown().filter(pk=key).first() if key.isdecimal() and len(key) < 12 else None
    begun = _from_draft(draft)
    if quoted:
        begun |= {"reply_to": quoted.pk, "excerpt": quoting.excerpt_of(quoted.words)}
    return SayForm(by=request.user, talk=found, initial=begun, auto_id=BESIDE)


def _from_draft(draft: Draft | None) -> dict:
    """What was typed and chosen before, as a form begins with it."""
    if draft is None:
        return {}
    begun = {name: getattr(draft, name) for name in ("title", "words", "excerpt", "mandate", "interest")}
    return begun | {"reply_to": draft.reply_to_id, "as_body": str(draft.as_body_id or "")}


@asks_the_noun("GET", "POST")
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new discussion, or a story with `?kind=story`."""
    group = group_at(request, slug)
    kind = "story" if request.GET.get("kind") == "story" else "talk"
    try:
        speaking.check(group, request.user)
    except AgreementAsked:
        return redirect("conversations:agreement", slug)
    if request.method == "POST" and "draft" in request.POST:
        return _save_draft(request, group, kind)
    draft = Draft.of(request.user, group, kind)
    form = BeginForm(request.POST or None, by=request.user, initial=_from_draft(draft))
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.said()
        said.files = [*taken(request), *kept_with(draft)]
        try:
            return redirect(speaking.begin(group, request.user, said, kind))
        except TOO_MUCH as why:
            status = _too_much(form, why)
            keep_with(_keep(request, group, kind, files=False), said.files)
    elif request.method == "POST":
        draft = _keep(request, group, kind)
    draft = Draft.of(request.user, group, kind) if status != 200 else draft
    context = {"form": form, "group": group, "kind": kind, "kept": kept_with(draft)}
    context["limits"] = [*_limits(request, group), *limits.closing(group)]
    return render(request, "conversations/begin.html", context, status=status)


def _too_much(form: SayForm, why: Refusal) -> int:
    """More than this person may say for now: said above the form, which holds all they wrote, and so does a draft."""
    form.add_error(None, why.words)
    return why.status


def _limits(request: HttpRequest, group: Group | None) -> list[str]:
    """What the group asks of this person, to be known before they write."""
    return limits.said_before(group, request.user, Post.objects) if group else []


@asks_the_noun("GET", "POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer. What needs another look is shown again with everything that was typed."""
    return say_in(request, talk_at(request, pk))


def say_in(request: HttpRequest, found: Discussion) -> HttpResponse:
    """The same in a discussion that its caller has found."""
    try:
        speaking.check(found, request.user)
    except AgreementAsked:
        _keep(request, found, "talk")
        return redirect("conversations:agreement", found.group.slug)
    if request.method == "GET":
        return redirect(found)
    if "draft" in request.POST:
        return _save_draft(request, found, found.kind)
    form, status = SayForm(request.POST, by=request.user, talk=found), 200
    if form.is_valid():
        said = form.said()
        said.files = [*taken(request), *kept_with(Draft.of(request.user, found))]
        try:
            return redirect(speaking.say(found, request.user, said))
        except TOO_MUCH as why:
            status = _too_much(form, why)
            keep_with(_keep(request, found, "talk", files=False), said.files)
    else:
        _keep(request, found, "talk")
    context = {"form": form, "talk": found, "group": found.group, "limits": _limits(request, found.group)}
    context["kept"] = kept_with(Draft.of(request.user, found))
    return render(request, "conversations/say.html", context, status=status)


def _keep(request: HttpRequest, place: Discussion | Group, kind: str, *, files: bool = True) -> Draft | None:
    """What was typed and sent so far, as a draft. `files` False: what was sent with it is taken already."""
    said = {name: request.POST.get(name, "") for name in ("title", "words", "excerpt", "mandate", "interest")}
    key, body = request.POST.get("reply_to", ""), request.POST.get("as_body", "")
    if isinstance(place, Discussion) and key.isdecimal() and len(key) < 12:
        said["reply_to"] = place.posts.shown().filter(pk=key).first()
    said["as_body"] = next((one for one in speaking.bodies_of(request.user) if str(one.pk) == body), None)
    draft = Draft.save_for(request.user, place, kind, **said)
    if files:
        keep_with(draft, taken(request))
    return draft


def _save_draft(request: HttpRequest, place: Discussion | Group, kind: str) -> HttpResponse:
    _keep(request, place, kind)
    if request.POST["draft"] == "quietly":
        return HttpResponse(status=204)
    messages.success(request, _("Kept as a draft. Only you see it."))
    return redirect("conversations:drafts")


@signed_in("GET", "POST")
def drafts(request: HttpRequest) -> HttpResponse:
    """What I have begun and not sent."""
    mine = Draft.objects.filter(person=request.user).select_related("discussion__group", "group")
    if request.method == "POST":
        key = request.POST.get("draft", "")
        get_object_or_404(mine, pk=key if key.isdecimal() and len(key) < 12 else 0).delete()
        return redirect("conversations:drafts")
    shown = [one for one in mine if _reads(one, request.user)]
    return render(request, "conversations/drafts.html", {"drafts": shown})


def _reads(draft: Draft, person) -> bool:
    group = draft.group or draft.discussion.group
    return group.is_read_by(person) if group else draft.discussion.is_visible_to(person)


@signed_in("POST")
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """How often I hear of a discussion, or not at all."""
    found = talk_at(request, pk)
    try:
        following.choose(found, request.user, request.POST.get("pace", ""))
    except ValueError:
        raise Refusal(_("Choose how often you want to hear of it, mute it, or leave it.")) from None
    messages.success(request, _("Kept."))
    return redirect(found)


@asks_the_noun("POST")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = talk_at(request, pk)
    founding.close(found, request.user, request.POST.get("because", ""))
    return redirect(found)


@asks_the_noun("POST")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found, days = talk_at(request, pk), request.POST.get("days", "")
    days = int(days) if days.isdecimal() and 0 < int(days[:5]) <= 3650 else None
    founding.reopen(found, request.user, days, request.POST.get("because", ""))
    return redirect(found)


@signed_in("GET", "POST")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A linked copy of its first words in another group of mine."""
    found = talk_at(request, pk)
    if found.group is None:
        raise Http404
    groups = copying.groups_for(found, request.user)
    form = CopyForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        chosen = form.groups[form.cleaned_data["group"]]
        return redirect(copying.copy(found, chosen, request.user, form.cleaned_data["words"]))
    context = {"form": form, "talk": found, "group": found.group, "groups": groups}
    return render(request, "conversations/copy.html", context)


COLUMNS = (
    ("title", gettext_lazy("What about"), "title"),
    ("kind", gettext_lazy("Kind"), lambda talk: str(talk.get_kind_display())),
    ("group", gettext_lazy("Group"), lambda talk: str(talk.group)),
    ("by", gettext_lazy("Begun by"), lambda talk: str(talk.as_body or talk.by or "")),
    ("begun_at", gettext_lazy("Begun"), lambda talk: talk.begun_at),
    ("last_at", gettext_lazy("Last word"), lambda talk: talk.last_at),
    ("closes_on", gettext_lazy("Closes"), lambda talk: talk.closes_on or ""),
)
