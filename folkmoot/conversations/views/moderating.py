"""What those who look after a group decide about what is written in it; and settling it between two people first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.conversations import moderating, settling, speaking
from folkmoot.conversations.views.finding import empowered_at, post_at
from folkmoot.moderation.forms import RulingForm
from folkmoot.moderation.models import Standing
from folkmoot.people.access import asks_the_noun
from folkmoot.requests.models import Request


@asks_the_noun("GET")
def looked_after(request: HttpRequest, slug: str) -> HttpResponse:
    """What was reported in the group and waits, and what was decided lately."""
    group = empowered_at(request, slug, "moderates")
    context = {"group": group, "reported": moderating.waiting(group), "ruled": moderating.ruled(group)}
    return render(request, "conversations/looked_after.html", context)


@asks_the_noun("GET", "POST")
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one post, with a reason the writer and everybody can read."""
    post = post_at(request, pk)
    group = post.discussion.group
    if group is None:  # What is said below something is for the moderators of the site to decide.
        raise Http404
    group.needs(request.user, "moderates")
    form = RulingForm(request.POST or None, initial={"state": moderating.state_of(post)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        moderating.rule(post, request.user, said["state"], said["because"], said["rule"])
        messages.success(request, _("Decided. The writer has been told why, and can appeal to the site’s moderators."))
        return redirect("conversations:looked_after", group.slug)
    reports = moderating.reports_of(post)
    context = {"form": form, "post": post, "talk": post.discussion, "group": group, "reports": reports}
    return render(request, "conversations/rule.html", context)


@asks_the_noun("GET", "POST")
def rule_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a discussion, a summary or what was said against a line of one."""
    standing = get_object_or_404(Standing, pk=pk)
    group = moderating.group_of(standing.thing())
    if group is None or not group.may(request.user, "moderates"):
        raise Http404
    form = RulingForm(request.POST or None, initial={"state": standing.state})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        moderating.rule_on(standing, request.user, said["state"], said["because"], said["rule"])
        return redirect("conversations:looked_after", group.slug)
    reports = standing.reports.order_by("-at")[:20]
    context = {"form": form, "standing": standing, "group": group, "reports": reports}
    return render(request, "conversations/rule_on.html", context)


@asks_the_noun("GET", "POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say to whoever wrote it what troubles me, before anybody else hears of it."""
    post = post_at(request, pk)
    speaking.check(post.discussion, request.user)
    if request.method == "POST":
        asked = settling.ask(post, request.user, request.POST.get("words", ""))
        messages.success(request, _("Said, to them alone. You hear when they answer."))
        return redirect("conversations:settling", asked.pk)
    context = {"post": post, "talk": post.discussion, "group": post.discussion.group}
    return render(request, "conversations/settle.html", context)


@asks_the_noun("GET", "POST")
def between(request: HttpRequest, pk: int) -> HttpResponse:
    """The two of them: what troubles the one, what the other answers, and whether it is settled."""
    asked = get_object_or_404(Request.objects.select_related("asked_by"), pk=pk, kind=settling.KIND)
    if not settling.is_theirs(asked, request.user):
        raise Http404
    if request.method == "POST":
        return _act(request, asked)
    context = {
        "asked": asked,
        "post": settling.post_of(asked),
        "mine": asked.asked_by_id == request.user.pk,
        "given": asked.answers.filter(undone_at=None).first(),
        "answers": settling.ANSWERS,
        "words_of": dict(settling.ANSWERS),
    }
    return render(request, "conversations/settling.html", context)


def _act(request: HttpRequest, asked: Request) -> HttpResponse:
    what = request.POST.get("what", "")
    if what == "settled":
        settling.settle(asked, request.user)
    elif what == "hand-on":
        return redirect(settling.hand_on(asked, request.user))
    else:
        settling.answer(asked, request.user, what, request.POST.get("words", ""))
    return redirect("conversations:settling", asked.pk)
