"""My page, a person's page as others see it, and writing about oneself."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Membership
from folkmoot.home.talking import said_by
from folkmoot.people.access import everyone, person_of, signed_in
from folkmoot.people.away import stands_in
from folkmoot.people.models import Merge, OtherName, Person, Role
from folkmoot.people.permissions import is_keeper, is_moderator
from folkmoot.places.models import Place


@signed_in("GET")
def me(request: HttpRequest) -> HttpResponse:
    """What I have here, what others see of me, and the ways in and out."""
    today = timezone.localdate()
    return render(
        request,
        "home/me.html",
        {
            "person": request.user,
            "seen": seen_by_others(request.user),
            "memberships": memberships(request.user),
            "roles": Role.objects.held_on(today).filter(person=request.user).select_related("place"),
            "away": stands_in(request.user, today),
            "stands_for": request.user.stands_in_for.acting_on(today).select_related("person"),
            "is_keeper": is_keeper(request.user, today),
            "is_moderator": is_moderator(request.user, today),
            "merges": Merge.objects.standing().filter(survivor=request.user).select_related("absorbed"),
        },
    )


@everyone("GET")
def person(request: HttpRequest, key: str) -> HttpResponse:
    """A person as the one who asks may see them: their name, and what they chose to show."""
    found = Person.objects.filter(key=key).select_related("place").first()
    viewer = person_of(request)
    if found is not None and not found.is_active and (today := Merge.objects.survivor_of(found)) != found:
        return redirect(today)
    if found is None or not (found.is_here or found == viewer):
        raise Http404
    today = timezone.localdate()
    facts = {field: value for field, value in facts_of(found).items() if found.shows(field, viewer)}
    roles = Role.objects.held_on(today).filter(person=found).select_related("place")
    context = {"person": found, "facts": facts, "roles": roles, "away": stands_in(found, today)}
    return render(request, "home/person.html", context | {"said": said_by(found, viewer)})


def facts_of(person: Person) -> dict[str, object]:
    """Field → what there is to show of it, whoever asks; nothing where nothing was said."""
    return {
        "email": person.email,
        "other_names": ", ".join(person.other_names.order_by("name").values_list("name", flat=True)),
        "sector": person.get_sector_display() if person.sector else "",
        "place": person.place,
        "offers": person.offers,
        "wants": person.wants,
        "about": person.about,
        "organisations": list(memberships(person)),
    }


def memberships(person: Person):
    """Accepted ones, those of today first; a body that is held, removed or absorbed is left out."""
    shown = Q(organisation__standing=None) | Q(organisation__standing__state="shown")
    found = Membership.objects.filter(shown, person=person, accepted_at__isnull=False, organisation__same_as=None)
    return found.select_related("organisation").order_by("until", "organisation__name")


def seen_by_others(person: Person) -> list[tuple[str, str]]:
    """(field in words, who sees it in words) for every field that is not for me alone."""
    words = dict(Person.Audience.choices)
    return [
        (str(LABELS[field]), str(words[audience]))
        for field in Person.FIELDS
        if (audience := person.shown_to.get(field, "nobody")) != Person.Audience.NOBODY and audience in words
    ]


LABELS = {
    "email": gettext_lazy("Email address"),
    "other_names": gettext_lazy("Other names I go by"),
    "sector": gettext_lazy("I am here for"),
    "place": gettext_lazy("My place"),
    "offers": gettext_lazy("What I can offer"),
    "wants": gettext_lazy("What I would like"),
    "about": gettext_lazy("About me"),
    "organisations": gettext_lazy("My organisations"),
}


class AboutMe(forms.ModelForm):
    """What a person says of themselves, each with who may see it."""

    other_names = forms.CharField(
        required=False, max_length=600, help_text=gettext_lazy("Other spellings too, with commas.")
    )
    email = forms.EmailField(disabled=True, help_text=gettext_lazy("To use another, see my page."))
    place = forms.CharField(
        required=False, max_length=200, help_text=gettext_lazy("A town, ward or neighbourhood by name.")
    )

    class Meta:
        model = Person
        fields = ("name", "sector", "offers", "wants", "about")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("offers", "wants", "about")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].label = _("Name")
        self.fields["other_names"].initial = facts_of(self.instance)["other_names"]
        self.fields["email"].initial = self.instance.email
        self.fields["place"].initial = self.instance.place.name if self.instance.place else ""
        for name in Person.FIELDS:
            if name in self.fields:
                self.fields[name].label = LABELS[name]
            self.fields[f"shown_{name}"] = forms.ChoiceField(
                label=_("Who sees it: %(what)s") % {"what": LABELS[name]},
                choices=Person.Audience.choices,
                initial=self.instance.shown_to.get(name, Person.Audience.NOBODY),
            )
        told = [part for name in Person.FIELDS for part in (name, f"shown_{name}") if part in self.fields]
        self.order_fields(["name", *told])

    def clean_place(self) -> Place | None:
        name = self.cleaned_data["place"].strip()
        if not name:
            return None
        found = Place.objects.live().filter(name__iexact=name).order_by("path")[:2]
        if len(found) == 1 or (self.instance.place and self.instance.place.name.lower() == name.lower()):
            return self.instance.place if len(found) != 1 else found[0]
        if found:
            raise forms.ValidationError(
                _("There are several places called %(name)s; name one inside it.") % {"name": name}
            )
        raise forms.ValidationError(
            _("We know no place called %(name)s. See Places for those we know.") % {"name": name}
        )

    @transaction.atomic
    def save(self, commit: bool = True) -> Person:
        data = self.cleaned_data
        self.instance.place = data["place"]
        self.instance.shown_to = {name: data[f"shown_{name}"] for name in Person.FIELDS}
        person = super().save()
        names = {name.strip()[:120] for name in data["other_names"].split(",") if name.strip()}
        person.other_names.exclude(name__in=names).delete()
        for name in names:
            OtherName.objects.get_or_create(person=person, name__iexact=name, defaults={"name": name})
        return person


@signed_in("GET", "POST")
def edit(request: HttpRequest) -> HttpResponse:
    """Write about myself, and say who sees what."""
    form = AboutMe(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("me")
    return render(request, "home/me_edit.html", {"form": form})


def colleagues(person: Person, day: date):
    """Those this person could ask to stand in: people of the same organisations, and those with a role here."""
    mine = Membership.objects.held_on(day).filter(person=person).values("organisation")
    fellows = Membership.objects.held_on(day).filter(organisation__in=mine).values("person")
    trusted = Role.objects.held_on(day).values("person")
    here = Person.objects.filter(is_active=True, forget_on=None).exclude(pk=person.pk)
    return here.filter(Q(pk__in=fellows) | Q(pk__in=trusted)).order_by("name")
