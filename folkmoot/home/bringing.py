"""What was said in the open on this site is brought into a team's themes: in its own words, citing its journal line."""

from __future__ import annotations

import hashlib

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations.models import Post
from folkmoot.home import things
from folkmoot.kit.way_back import parted
from folkmoot.people.access import signed_in
from folkmoot.people.models import Person
from folkmoot.points.forms import Wrong, checked
from folkmoot.points.models import Point, Theming

# Posts, pages of the library and each version of them (a draft that others comment on is one), remarks in a matrix.
KINDS = ("conversations.post", "library.page", "library.version", "priorities.remark")
MARK = "brought "


class BringForm(forms.Form):
    about = forms.CharField(
        label=gettext_lazy("The address of what was said"),
        max_length=300,
        help_text=gettext_lazy("A post, a page of the library or one version of it, a remark: its link on this site."),
    )
    words = forms.CharField(
        label=gettext_lazy("Which of its words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("As they stand there; leave out what belongs to something else."),
    )
    theming = forms.ModelChoiceField(label=gettext_lazy("Into which themes?"), queryset=None, empty_label=None)

    def __init__(self, *args, by: Person, **options) -> None:
        super().__init__(*args, **options)
        self.fields["theming"].queryset = Theming.objects.of_team(by, timezone.localdate())


@signed_in("GET", "POST")
def bring_in(request: HttpRequest) -> HttpResponse:
    """`?about=` is the address of what was said, `?into=` the number of the themes."""
    first = {"about": request.GET.get("about", "")[:300], "theming": request.GET.get("into", "")[:18]}
    thing = open_thing(first["about"])
    posted = request.POST if request.method == "POST" else None
    form = BringForm(posted, by=request.user, initial=first | {"words": text_of(thing)[:4000]})
    if request.method == "POST":
        said = checked(form)
        bring(said["about"], said["words"], said["theming"], request.user)
        messages.success(request, _("Brought in, with where it was said."))
        return redirect("points:board", said["theming"].pk)
    known = {"form": form, "thing": thing, "lost": bool(first["about"]) and thing is None}
    return render(request, "home/bring_in.html", known | {"works": form.fields["theming"].queryset.exists()})


def open_thing(about: str):
    """What stands at this address and everybody may read; None for anything else."""
    parts = parted(about)
    thing = things.at(f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path)
    return thing if is_open(thing) else None


def is_open(thing) -> bool:
    if thing is None or thing._meta.label_lower not in KINDS or not things.is_visible(thing, None):
        return False
    return thing.is_there() if isinstance(thing, Post) else True


def text_of(thing) -> str:
    return thing.words.strip() if thing is not None else ""


def bring(about: str, words: str, theming: Theming, by: Person) -> Point:
    """The words as a point whose source is the thing; no words: all of it. The same words of a thing are one point.
    Refuses what not everybody may read, and words that do not stand there."""
    thing = open_thing(about)
    if thing is None:
        raise Wrong(_("Nothing that everybody may read stands at that address. Copy the link of the post or page."))
    words = words.strip() or text_of(thing)
    if _plain(words) not in _plain(text_of(thing)):
        raise Wrong(_("Those words do not stand there. Copy them as they are, so that nobody is misquoted."))
    theming.check_team(by)
    author = getattr(thing, "by", None)
    facts = {"person": author, "voice": f"person {author.pk}" if author else "", "entered_by": by}
    facts |= {"place": theming.place, "said_at": getattr(thing, "at", None) or timezone.now()}
    point = Point.note(words, thing, once=MARK + hashlib.sha256(_plain(words).encode()).hexdigest()[:24], **facts)
    theming.take([point], by)
    return point


def keep_up() -> int:
    """What was taken back, changed or removed where it was said goes from the themes too; how many points."""
    brought = Point.objects.filter(once__contains=f":{MARK}", source_kind__in=KINDS, taken_back_at=None, private=False)
    gone = [one for one in brought if not _stands(one)]
    return sum(one.take_back() for one in gone)


def _stands(point: Point) -> bool:
    thing = things.of(point.source_kind, point.source_key)
    return is_open(thing) and _plain(point.words) in _plain(text_of(thing))


def _plain(words: str) -> str:
    return " ".join(words.split())


def on_post(post: Post, person: Person | None) -> dict:
    """Below a post, for who makes themes somewhere, and nothing for others; looked up once for a page."""
    if person is None:
        return {}
    known = vars(person)
    if "makes_themes" not in known:
        known["makes_themes"] = Theming.objects.of_team(person, timezone.localdate()).exists()
    return {"works": True, "address": post.about_address} if known["makes_themes"] else {}
