"""Keeping a piece, changing it, and saying who is in it."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Session
from folkmoot.kit.uploads import PictureField
from folkmoot.newsroom.models import LICENCES, Desk, Moment, Piece, Purpose, Subject

PURPOSES = forms.MultipleChoiceField(
    label=_("They agreed to be seen"), choices=Purpose.choices, required=False, widget=forms.CheckboxSelectMultiple
)


class SessionField(forms.ModelChoiceField):
    """A session of the event, or the event as a whole."""

    def __init__(self, **more) -> None:
        super().__init__(queryset=Session.objects.none(), required=False, empty_label=_("The whole event"), **more)

    def label_from_instance(self, session: Session) -> str:
        return f"{session.slot.clock()} {session}" if session.slot else str(session)

    def of(self, desk: Desk) -> None:
        rows = desk.event.sessions.live().select_related("slot", "slot__event")
        self.queryset = rows.order_by("slot__starts_at", "room__position", "pk")


class PieceForm(forms.Form):
    """What a phone sends. Anything left out stays for later: a piece is kept first, and made complete afterwards."""

    kind = forms.ChoiceField(choices=Piece.Kind.choices)
    words = forms.CharField(max_length=4000, required=False)
    link = forms.URLField(max_length=500, required=False, assume_scheme="https")
    picture = PictureField(required=False)
    alt = forms.CharField(max_length=500, required=False)
    session = SessionField()
    people = forms.ChoiceField(choices=Piece.People.choices, required=False)
    name = forms.CharField(max_length=120, required=False)
    slip = forms.CharField(max_length=20, required=False)
    purposes = PURPOSES
    is_named = forms.BooleanField(label=_("Their name may stand beside it"), required=False)
    guardian = forms.CharField(max_length=120, required=False)
    at = forms.CharField(max_length=30, required=False)
    once = forms.CharField(max_length=60)

    def __init__(self, *args, desk: Desk, **more) -> None:
        super().__init__(*args, **more)
        self.desk = desk
        self.fields["session"].of(desk)

    def facts(self) -> dict:
        """As `Piece.keep` takes them. Where nobody said who can be seen: later for what shows people, else nobody."""
        said = self.cleaned_data
        shows_people = said["kind"] in (Piece.Kind.PICTURE, Piece.Kind.INTERVIEW, Piece.Kind.QUOTE)
        people = said["people"] or (Piece.People.LATER if shows_people else Piece.People.NOBODY)
        facts = {name: said[name] for name in ("words", "link", "alt", "session")}
        picture = said["picture"] if said["kind"] == Piece.Kind.PICTURE else None
        return facts | {"people": people, "picture": picture, "happened_at": moment(said["at"])}


def moment(said: str) -> datetime:
    """The phone's own clock, in milliseconds since 1970; now, where it says nothing that can be read."""
    try:
        return datetime.fromtimestamp(int(said[:15]) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return timezone.now()


class ChangeForm(forms.Form):
    words = forms.CharField(label=_("Words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    link = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    alt = forms.CharField(
        label=_("What is to be seen?"),
        max_length=500,
        required=False,
        help_text=_("For whoever cannot see it. A picture shows once it has this."),
    )
    transcript = forms.CharField(
        label=_("What is said in it"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For whoever cannot hear it."),
    )
    session = SessionField(label=_("From which session?"))
    people = forms.ChoiceField(label=_("Who can be recognised?"), choices=Piece.People.choices)
    licence = forms.ChoiceField(label=_("Licence"), choices=LICENCES, required=False)
    moments = forms.CharField(
        label=_("Points, with their times"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, as: 1:05 How the kitchens met."),
    )

    def __init__(self, *args, piece: Piece, **more) -> None:
        first = {name: getattr(piece, name) for name in ("words", "link", "alt", "transcript", "people", "licence")}
        first |= {"session": piece.session_id, "moments": "\n".join(map(str, piece.moments.all()))}
        super().__init__(*args, initial=first, **more)
        self.piece = piece
        self.fields["session"].of(piece.desk)
        if piece.kind != Piece.Kind.PICTURE:
            del self.fields["alt"]
        if piece.kind != Piece.Kind.INTERVIEW:
            del self.fields["moments"]
        if piece.kind not in (Piece.Kind.INTERVIEW, Piece.Kind.LINK):
            del self.fields["transcript"]

    def clean_moments(self) -> list[Moment]:
        return [_moment(line) for line in self.cleaned_data["moments"].splitlines() if line.strip()][:100]

    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "moments"}


def _moment(line: str) -> Moment:
    """ "1:05 words" or "1:02:03 words"."""
    clock, _space, words = line.strip().partition(" ")
    parts = clock.split(":")
    right = words.strip() and 2 <= len(parts) <= 3 and all(part.isascii() and part.isdecimal() for part in parts)
    if not right or any(len(part) > 3 for part in parts) or any(int(part) > 59 for part in parts[1:]):
        raise forms.ValidationError(_("“%(line)s” does not begin with a time, as 1:05.") % {"line": line.strip()[:60]})
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return Moment(seconds=seconds, words=words.strip()[:400])


class SubjectForm(forms.Form):
    """Who is in it, and what they said yes to."""

    name = forms.CharField(label=_("Who is it?"), max_length=120, help_text=_("For the desk alone, unless they agree."))
    email = forms.EmailField(
        label=_("Their address here, if they have an account"),
        required=False,
        help_text=_("They are told, and can take it back on their own page."),
    )
    guardian = forms.CharField(label=_("For a child: which parent agreed?"), max_length=120, required=False)
    purposes = PURPOSES
    is_named = forms.BooleanField(label=_("Their name may stand beside it"), required=False)
    slip = forms.CharField(
        label=_("Code on the slip they were given"),
        max_length=20,
        required=False,
        help_text=_("Leave empty for a new one."),
    )


class PutRightForm(SubjectForm):
    """What was written down of somebody, to be put right. Whose account it is shows on the page by name; left empty,
    it stays."""

    not_theirs = forms.BooleanField(label=_("It is not their account"), required=False)

    def __init__(self, *args, subject: Subject, **more) -> None:
        first = {name: getattr(subject, name) for name in ("name", "guardian", "is_named")}
        super().__init__(*args, initial=first | {"purposes": subject.agreed_now()}, **more)
        self.fields["email"].label = _("The address here of somebody else, if it is another account")
        del self.fields["slip"]
        if subject.person is None:
            del self.fields["not_theirs"]
