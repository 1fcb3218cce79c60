"""Saying something: a new discussion or story, an answer, an edit."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations import speaking
from folkmoot.conversations.models import Discussion, Post
from folkmoot.conversations.models.discussion import LONGEST
from folkmoot.conversations.speaking import Said
from folkmoot.directory.forms.careful import Careful
from folkmoot.people.models import Person

INTEREST = _("Stands beside it: “I work for them”, “I am paid for this”, “I live next door”.")


def interest_field() -> forms.CharField:
    label = _("Do you have an interest in this?")
    return forms.CharField(label=label, required=False, max_length=200, help_text=INTEREST)


class SayForm(Careful):
    """An answer. What looks personal is shown back once; ticking the box posts it as it is."""

    LOOKED_AT = ("title", "words", "mandate", "interest")

    words = forms.CharField(
        label=_("What would you say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "data-draft": ""}),
        help_text=_("@ and a name tells that person. **Bold**, lists and links as in Markdown."),
    )
    excerpt = forms.CharField(
        label=_("Words you answer"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They stand above your answer with a link to the whole. Shorten them to what you mean."),
    )
    as_body = forms.ChoiceField(label=_("Who says it?"), required=False)
    mandate = forms.CharField(
        label=_("If a body says it: who agreed, and when?"),
        required=False,
        max_length=300,
        help_text=_("Shown beside it: “agreed by the trustees, 3 November”."),
    )
    interest = interest_field()
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, talk: Discussion | None = None, **options) -> None:
        begun = {"once": secrets.token_urlsafe(12)} | (options.pop("initial", None) or {})
        super().__init__(*args, initial=begun, **options)
        self.by, self.talk = by, talk
        bodies = speaking.bodies_of(by)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["as_body"].choices = [("", str(by)), *((key, body.name) for key, body in self.bodies.items())]
        self.fields["excerpt"].widget.attrs["class"] = "short"
        self._leave_out(bodies)

    def _leave_out(self, bodies: list) -> None:
        """What nobody needs to see: bodies where there are none, the quotation where nothing is quoted."""
        quotes = (self.data.get("excerpt") if self.is_bound else self.initial.get("excerpt")) or ""
        gone = [] if bodies else ["as_body", "mandate"]
        gone += [] if quotes else ["excerpt"]
        for name in gone:
            del self.fields[name]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            words=data["words"],
            title=data.get("title", ""),
            as_body=self.bodies.get(data.get("as_body", "")),
            mandate=data.get("mandate", ""),
            interest=data.get("interest", ""),
            reply_to=self._answered(data.get("reply_to")),
            excerpt=data.get("excerpt", ""),
            once=data.get("once", ""),
        )

    def _answered(self, pk: int | None) -> Post | None:
        """The post answered, if it stands in this discussion and is shown."""
        return self.talk.posts.shown().filter(pk=pk).first() if self.talk and pk else None


class BeginForm(SayForm):
    """A new discussion, or a story."""

    title = forms.CharField(label=_("What is it about?"), max_length=300)
    field_order = ["title", "words"]


class EditForm(Careful):
    LOOKED_AT = ("title", "words", "interest")

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    words = forms.CharField(label=_("The words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10}))
    interest = interest_field()

    def __init__(self, *args, post: Post, **options) -> None:
        now = {"title": post.discussion.title, "words": post.words, "interest": post.interest}
        super().__init__(*args, initial=now, had=now.values(), **options)
        self.post = post
        if post.number != 1:
            del self.fields["title"]


class CopyForm(Careful):
    """Where to carry a discussion, and what one says there."""

    group = forms.ChoiceField(label=_("To which of your groups?"))
    words = forms.CharField(
        label=_("What do you say there?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, groups: list, **options) -> None:
        super().__init__(*args, **options)
        self.groups = {str(one.pk): one for one in groups}
        self.fields["group"].choices = [(key, str(one)) for key, one in self.groups.items()]


class ContestForm(Careful):
    words = forms.CharField(
        label=_("How did you see it?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands beside the line, under your name."),
    )
