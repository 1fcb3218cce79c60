"""The list of groups, one group, beginning and changing one, its log and its house agreement."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import addressing, belonging, founding, reading, saying
from folkmoot.conversations.forms.group import AgreementForm, ChangeGroupForm, NewGroupForm
from folkmoot.conversations.forms.sieve import FilterForm, narrowed
from folkmoot.conversations.models import Group
from folkmoot.conversations.views.finding import group_at, moderated_at, read_at
from folkmoot.journal.models import Pace
from folkmoot.kit import colour, lists
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in
from folkmoot.places.models import Place
from folkmoot.requests.models import Request


@everyone("GET")
def groups(request: HttpRequest) -> HttpResponse:
    """The groups this visitor may know of, mine first on the page; by place and words."""
    person, filters = person_of(request), FilterForm(request.GET)
    filters.is_valid()
    every = Group.objects.shown().live().visible_to(person).select_related("place", "programme", "topic")
    rows = narrowed(every, filters.cleaned_data).order_by("name", "pk")
    mine = set(Group.objects.of(person).values_list("pk", flat=True))
    context = {"filters": filters, "mine": mine, "sentence": saying.of_all(rows, person)}
    return lists.answer(request, _("Groups"), rows, COLUMNS, "conversations/groups.html", **context)


@everyone("GET")
def group(request: HttpRequest, slug: str) -> HttpResponse:
    found = group_at(request, slug)
    page = reading.GroupPage(found, person_of(request))
    person = person_of(request)
    mail = addressing.of_group(person, found) if page.member else _door(person, found)
    context = {"group": found, "shown": page, "paces": Pace.choices, "mail": mail}
    return render(request, "conversations/group.html", context)


def _door(person, found: Group) -> str:
    """Where somebody who is not in it comes in by mail; "" where they cannot."""
    closed = person is None or found.way_in == Group.WayIn.INVITE or found.story
    return "" if closed else addressing.of_joining(person, found)


@everyone("GET")
def colours(request: HttpRequest, slug: str) -> HttpResponse:
    """The group's colour as a stylesheet of its own, made readable in light and dark."""
    return HttpResponse(colour.stylesheet(group_at(request, slug).colour), content_type="text/css; charset=utf-8")


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a group; whoever does looks after it."""
    place = Place.objects.live().filter(slug=request.GET.get("place", "")[:120]).first()
    form = NewGroupForm(request.POST or None, by=request.user, initial={"place": place})
    if request.method == "POST" and form.is_valid():
        return redirect(form.make())
    return render(request, "conversations/new.html", {"form": form})


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = moderated_at(request, slug)
    form = ChangeGroupForm(request.POST or None, by=request.user, group=found)
    if request.method == "POST" and form.is_valid():
        if form.keep():
            messages.success(request, _("Changed. The group’s log says what and why."))
        return redirect(found)
    return render(request, "conversations/edit.html", {"form": form, "group": found})


@asks_the_noun("GET", "POST")
def part_asked(request: HttpRequest, pk: int) -> HttpResponse:
    """A group would be part of one that I look after: the answer."""
    asked = get_object_or_404(Request.objects.select_related("asked_by"), pk=pk, kind=belonging.KIND)
    part, wider = belonging.pair_of(asked)
    mine = asked.asked_by_id == request.user.pk
    if part is None or wider is None or not (mine or wider.is_moderated_by(request.user)):
        raise Http404
    if request.method == "POST":
        belonging.answer(asked, request.user, request.POST.get("answer") == "yes", request.POST.get("because", ""))
        return redirect(wider)
    context = {"asked": asked, "group": wider, "part": part, "mine": mine}
    return render(request, "conversations/part_asked.html", context | {"given": asked.answers.first()})


@asks_the_noun("POST")
def let_go(request: HttpRequest, slug: str) -> HttpResponse:
    """A group is no longer part of this one."""
    wider, key = moderated_at(request, slug), request.POST.get("part", "")
    part = get_object_or_404(wider.parts.all(), pk=key if key.isdecimal() and len(key) < 12 else 0)
    belonging.let_go(wider, part, request.user, request.POST.get("because", ""))
    return redirect(wider)


@everyone("GET")
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What those who look after the group changed and did, and why; for those who read the group."""
    found = read_at(request, slug)
    rows = found.log.select_related("by")
    title = _("What was changed and decided in %(group)s") % {"group": found}
    return lists.answer(request, title, rows, LOG, "conversations/log.html", group=found)


@everyone("GET")
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """The house agreement in force, and the versions before it."""
    found = group_at(request, slug)
    page = reading.GroupPage(found, person_of(request))
    versions = list(found.agreements.shown().select_related("by"))
    context = {"group": found, "shown": page, "versions": versions, "today": timezone.localdate()}
    return render(request, "conversations/agreement.html", context)


@asks_the_noun("GET", "POST")
def write_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    found = moderated_at(request, slug)
    now = found.agreement()
    begun = {"words": now.words, "review_on": now.review_on} if now else {}
    form = AgreementForm(request.POST or None, initial=begun, had=[now.words] if now else ())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        founding.write_agreement(found, request.user, said["words"], said["review_on"], said["because"])
        messages.success(request, _("Written. Everybody is asked for their yes before they next say something."))
        return redirect("conversations:agreement", slug)
    return render(request, "conversations/write_agreement.html", {"form": form, "group": found})


COLUMNS = (
    ("name", gettext_lazy("Group"), "name"),
    ("about", gettext_lazy("What it is for"), "about"),
    ("way_in", gettext_lazy("Who can join"), lambda group: str(group.get_way_in_display())),
    ("readers", gettext_lazy("Who reads it"), lambda group: str(group.get_readers_display())),
    ("place", gettext_lazy("Place"), lambda group: str(group.place or "")),
    ("programme", gettext_lazy("Programme"), lambda group: str(group.programme or "")),
    ("topic", gettext_lazy("Topic"), lambda group: str(group.topic or "")),
    ("licence", gettext_lazy("Licence"), "licence"),
    ("began_at", gettext_lazy("Since"), lambda group: timezone.localdate(group.began_at)),
)
LOG = (
    ("at", gettext_lazy("When"), lambda row: timezone.localdate(row.at)),
    ("by", gettext_lazy("Who"), lambda row: str(row.by or "")),
    ("what", gettext_lazy("Did what"), lambda row: str(row.get_what_display())),
    ("words", gettext_lazy("What exactly"), "words"),
    ("because", gettext_lazy("Why"), "because"),
)
