"""Both lists for themes and listening."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from folkmoot.listening.models import Heard
from folkmoot.listening.own_words import everything
from folkmoot.people.models import Person

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given

KEPT = _("What was heard stays with the body named for the patch, without your name.")
WITHDRAWN = _("What you said where you were heard is withdrawn with you: words, quotes, name and contact.")
LOG = _("That something private was read stays in the log, without your name.")


@dataclass(frozen=True)
class HeardGiven(Given):
    """Their own words, unsealed for themselves, with what they allowed and what they were told."""

    def rows(self, person: Person) -> list[dict]:
        return [everything(heard) for heard in Heard.objects.filter(person=person).order_by("pk")]


GIVEN = (
    Given(_("Themes you carry on"), "points.Theme", "owner", "name words"),
    Given(_("How you said themes stand"), "points.Progress", "by", "theme__name state words on"),
    Given(_("Where you began to make themes"), "points.Theming", "begun_by", "title begun_at"),
    Given(_("Themes you published"), "points.Theming", "published_by", "title method published_at"),
    Given(_("Teams you make themes in"), "points.Themer", "person", "theming__title leads joined_at left_at"),
    Given(_("Points you brought in"), "points.Taken", "by", "theming__title at"),
    Given(_("Changes of themes you made"), "points.Regrouping", "by", "theming__title words at"),
    Given(_("What you sorted a second time"), "points.Coding", "by", "theming__title theme__name at"),
    Given(_("Private words you read"), "points.Reading", "person", "kind key count why at"),
    Given(_("Quotes you proposed"), "points.Quote", "proposed_by", "theming__title proposed_at"),
    Given(_("Quotes you agreed to"), "points.Quote", "read_by", "theming__title agreed_at"),
    HeardGiven(_("Where you were heard"), "listening.Heard", "person", "name contact means age group"),
    Given(_("Patches you made"), "listening.Patch", "made_by", "name made_at"),
    Given(_("Where you listen"), "listening.Organiser", "person", "patch__name independence stated_on since until"),
    Given(_("Whom you named to listen"), "listening.Organiser", "named_by", "person__name patch__name since"),
    Given(_("Slips you printed"), "listening.Slip", "made_by", "patch__name number made_at"),
    Given(_("What you told people came of it"), "listening.Told", "by", "words means at"),
    Given(_("Introductions you suggested to people heard"), "listening.Pairing", "by", "at made_at"),
    Given(_("Themes of what you alone heard"), "points.Theming", "heard_by", "title begun_at"),
    Given(_("What people heard passed on to you"), "listening.PassedOn", "to", "at read_at ended_at"),
    Given(_("Projects you began"), "listening.Project", "begun_by", "title words begun_at"),
    Given(
        _("Who is told when you are not back"), "listening.Outing", "organiser__person", "where out_at back_by back_at"
    ),
    Given(_("Whom you would be told of"), "listening.Outing", "tell", "out_at back_by back_at"),
    Given(_("Worries for somebody's safety that you raised"), "listening.Safeguard", "raised_by", "level raised_at"),
    Given(_("Worries you closed"), "listening.Safeguard", "closed_by", "level closed_at"),
    Given(_("Notes you added to worries"), "listening.SafeguardNote", "by", "at"),
    Given(_("Figures of who lives here that you entered"), "listening.Profile", "entered_by", "label many year source"),
)


FORGOTTEN = (
    Forgotten("points.Theme", "owner", UNLINK, ACTED_ON),
    Forgotten("points.Progress", "by", UNLINK, ACTED_ON),
    Forgotten("points.Theming", "begun_by", UNLINK, SHARED),
    Forgotten("points.Theming", "published_by", UNLINK, ACTED_ON),
    Forgotten("points.Theming", "heard_by", UNLINK, SHARED),
    Forgotten("points.Themer", "person", DELETE),
    Forgotten("points.Taken", "by", UNLINK, SHARED),
    Forgotten("points.Regrouping", "by", UNLINK, SHARED),
    Forgotten("points.Coding", "by", DELETE),
    Forgotten("points.Reading", "person", UNLINK, LOG),
    Forgotten("points.Quote", "proposed_by", UNLINK, SHARED),
    Forgotten("points.Quote", "read_by", UNLINK, ACTED_ON),
    Forgotten("listening.Heard", "person", UNLINK, WITHDRAWN),
    Forgotten("listening.Patch", "made_by", UNLINK, SHARED),
    Forgotten("listening.Organiser", "named_by", UNLINK, ACTED_ON),
    Forgotten("listening.Organiser", "person", UNLINK, KEPT),
    Forgotten("listening.Slip", "made_by", UNLINK, SHARED),
    Forgotten("listening.Told", "by", UNLINK, ACTED_ON),
    Forgotten("listening.Pairing", "by", UNLINK, ACTED_ON),
    Forgotten("listening.PassedOn", "to", UNLINK, ACTED_ON),
    Forgotten("listening.Project", "begun_by", UNLINK, SHARED),
    Forgotten("listening.Outing", "tell", DELETE),
    Forgotten("listening.Safeguard", "raised_by", UNLINK, ACTED_ON),
    Forgotten("listening.Safeguard", "closed_by", UNLINK, ACTED_ON),
    Forgotten("listening.SafeguardNote", "by", UNLINK, ACTED_ON),
    Forgotten("listening.Profile", "entered_by", UNLINK, SHARED),
)

NOT_ABOUT_A_PERSON = {
    "listening.Patch": "name: of a patch",
    "listening.Listening": "who_else: sealed; wiped when whoever said it withdraws, and with the names in time",
    "points.Theming": "source_address: of a page",
}
