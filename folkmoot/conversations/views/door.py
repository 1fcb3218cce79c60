"""Coming in and going: the door of a group, its members, who asked, who is invited."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.conversations import following, joining, reading
from folkmoot.conversations.forms.group import DoorForm, InviteForm
from folkmoot.conversations.models import Group, Invitation, Member
from folkmoot.conversations.views.finding import empowered_at, group_at, moderated_at
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, by_link, person_of, signed_in
from folkmoot.requests.models import Request


@signed_in("GET", "POST")
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The door: the agreement, how often to hear of it; then in, or asking to be let in."""
    group, person = group_at(request, slug), request.user
    asks = group.way_in != Group.WayIn.OPEN or joining.was_put_out(group, person)
    form = DoorForm(request.POST or None, group=group, asks=asks)
    if request.method == "POST" and form.is_valid():
        return _come(request, group, form, asks)
    context = {"form": form, "group": group, "asks": asks, "agreement": group.agreement()}
    return render(request, "conversations/door.html", context | {"member": group.member(person)})


def _come(request: HttpRequest, group: Group, form: DoorForm, asks: bool) -> HttpResponse:
    accepts = form.cleaned_data.get("accepts", False)
    if asks:
        joining.ask(group, request.user, form.cleaned_data["words"], accepts=accepts, wishes=form.wishes())
        messages.success(request, _("Asked. Those who look after the group answer you; you are told."))
    else:
        joining.join(group, request.user, accepts=accepts, **form.wishes())
        messages.success(request, _("You are in."))
    return redirect(group)


@signed_in("POST")
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes to the newest house agreement."""
    group = group_at(request, slug)
    agreement = group.agreement()
    if agreement is None or group.member(request.user) is None:
        raise Refusal(_("There is nothing to say yes to here, or you are not in the group."))
    agreement.accept(request.user)
    return redirect(group)


@signed_in("POST")
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    group = group_at(request, slug)
    if joining.leave(group, request.user):
        messages.success(request, _("You left. What you wrote stays; take back what should not."))
    return redirect(group if group.is_visible_to(request.user) else "conversations:groups")


@signed_in("POST")
def hear(request: HttpRequest, slug: str) -> HttpResponse:
    """How often I hear of a group; and whether my name goes along if it moves."""
    group = group_at(request, slug)
    if not group.is_read_by(request.user):
        raise Http404
    try:
        following.choose_for_group(group, request.user, request.POST.get("pace", ""))
    except ValueError:
        raise Refusal(_("Choose how often you want to hear of it, or stop.")) from None
    if "member" in request.POST:
        joining.say_goes_along(group, request.user, "goes_along" in request.POST)
    messages.success(request, _("Kept."))
    return redirect(group)


@asks_the_noun("GET", "POST")
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in it, for its members; who is invited and who asks, for those who look after it."""
    group = group_at(request, slug)
    shown = reading.GroupPage(group, request.user)
    if shown.member is None and not shown.welcomes:
        raise Http404
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        joining.invite(group, request.user, form.cleaned_data["email"], form.cleaned_data["words"])
        messages.success(request, _("Invited. The link in the mail counts once, for two weeks."))
        return redirect("conversations:members", slug)
    people = group.members.open().select_related("person").order_by("-role", "person__name")
    context = {"group": group, "shown": shown, "people": people, "form": form, "roles": Member.Role.choices}
    return render(request, "conversations/members.html", context | _for_welcomers(group, shown))


def _for_welcomers(group: Group, shown: reading.GroupPage) -> dict:
    if not shown.welcomes:
        return {}
    asked = Request.objects.open().filter(kind=joining.ASKED, about_key=str(group.pk)).select_related("asked_by")
    return {"asked": asked, "invited": group.invitations.open().select_related("by")}


@asks_the_noun("POST")
def change_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Another role, or out, with a reason."""
    group = moderated_at(request, slug)
    key = request.POST.get("member", "")
    member = get_object_or_404(group.members, pk=key if key.isdecimal() and len(key) < 12 else 0)
    because = request.POST.get("because", "")
    if request.POST.get("role") == "out":
        joining.put_out(member, request.user, because)
    else:
        joining.set_role(member, request.user, request.POST.get("role", ""), because)
    return redirect("conversations:members", slug)


@asks_the_noun("POST")
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an invitation back."""
    group = empowered_at(request, slug, "welcomes")
    key = request.POST.get("invitation", "")
    made = get_object_or_404(Invitation, group=group, pk=key if key.isdecimal() and len(key) < 12 else 0)
    joining.withdraw(made, request.user)
    return redirect("conversations:members", slug)


@by_link("GET", "POST")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: what the group is, its agreement, and a button; used once, by somebody signed in."""
    made = joining.invited_by(token)
    form = DoorForm(request.POST or None, group=made.group)
    if request.method == "POST" and person_of(request) and form.is_valid():
        accepts = form.cleaned_data.get("accepts", False)
        joining.come_by(made, request.user, accepts=accepts, wishes=form.wishes())
        messages.success(request, _("You are in."))
        return redirect(made.group)
    context = {"form": form, "group": made.group, "invitation": made, "agreement": made.group.agreement()}
    return render(request, "conversations/invited.html", context | {"token": token})


@asks_the_noun("GET", "POST")
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody asks to be let in: what they say, and the answer."""
    found = get_object_or_404(Request.objects.select_related("asked_by"), pk=pk, kind=joining.ASKED)
    group = get_object_or_404(Group, pk=found.about_key)
    mine = found.asked_by_id == request.user.pk
    if not mine and not group.may(request.user, "welcomes"):
        raise Http404
    if request.method == "POST":
        joining.answer(found, request.user, request.POST.get("answer") == "yes", request.POST.get("because", ""))
        return redirect("conversations:members", group.slug)
    given = found.answers.filter(undone_at=None).first()
    return render(request, "conversations/asked.html", {"asked": found, "group": group, "given": given, "mine": mine})
