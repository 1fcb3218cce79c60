"""Both lists for rounds, points and events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from folkmoot.events.replying import take_back

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given

CAME = _("That somebody came stays counted, without your name.")

GIVEN = (
    Given(
        _("Events you replied to"),
        "events.Rsvp",
        "person",
        "event__title who answer seat party brings name email shows_name organisation_said sector by_screen replied_at",
    ),
    Given(_("Events you were asked to by mail"), "events.Asked", "person", "event__title name email words asked_at"),
    Given(_("Whom you asked by mail"), "events.Asked", "by", "event__title asked_at"),
    Given(_("What you wrote to those who come"), "events.Bulletin", "by", "event__title to words sent_at"),
    Given(_("Seats you held for others"), "events.Held", "by", "event__title places until held_at"),
    Given(_("Events you changed"), "events.Change", "by", "event__title what before after because at"),
    Given(_("What you chose when too many wanted to come"), "events.Rethink", "by", "event__title title because at"),
    Given(_("Events you came to"), "events.CheckIn", "person", "event__title name organisation_said sector came_at"),
    Given(_("Whom you let in"), "events.CheckIn", "by", "event__title came_at"),
    Given(_("Events you hold"), "events.Host", "person", "event__title role name email"),
    Given(
        _("Whom you asked by mail to hold an event"),
        "events.AskedToHost",
        "by",
        "event__title name email role answer asked_at",
    ),
    Given(_("Events you entered"), "events.Event", "entered_by", "title entered_at"),
    Given(_("Series you began"), "events.Series", "by", "title begun_at"),
    Given(_("What you asked people"), "events.Sounding", "by", "question words asked_at"),
    Given(
        _("What you would host, pay or bring"),
        "events.Willing",
        "person",
        "sounding__question who what words name email said_at",
    ),
    Given(_("What came out of stages, as you published it"), "events.StageOutput", "by", "words address published_at"),
    Given(_("Calendars of others that you added"), "events.Calendar", "by", "name address added_at"),
    Given(_("What you convened"), "events.Convening", "by", "title begun_at"),
    Given(_("Stages you opened"), "events.Stage", "opened_by", "title opened_at opened_because"),
    Given(_("What you pitched"), "events.Pitch", "person", "event__title title words pitcher pitched_at"),
    Given(_("What you pitched for others"), "events.Pitch", "by", "event__title title pitched_at"),
    Given(_("Changes you made to grids"), "events.Remix", "by", "event__title words at"),
    Given(_("Seatings you made"), "events.Seating", "by", "event__title title made_at"),
    Given(
        _("Lines you noted at tables"), "events.Note", "by", "event__title kind words whose due_on due_words noted_at"
    ),
    Given(_("Lines you looked at"), "events.Note", "looked_by", "event__title words looked_at"),
    Given(_("Cards you closed"), "events.TableCode", "closed_by", "event__title closed_at"),
    Given(_("Programmes you entered in a mapping hour"), "events.Mapped", "by", "event__title body title entered_at"),
    Given(_("Mapping hours you took in"), "events.Mapped", "taken_by", "event__title title taken_at"),
    Given(
        _("What you would give to those you met"), "events.ContactCard", "person", "event__title name contact said_at"
    ),
    Given(_("Records you wrote"), "events.WriteUp", "by", "event__title story changed_at"),
    Given(_("Outputs you added"), "events.Output", "by", "event__title title words link made_at"),
    Given(_("Photos you sent"), "events.Photo", "by", "event__title words credit consent sent_at"),
    Given(_("Photos you let hang"), "events.Photo", "shown_by", "event__title words shown_at"),
    Given(_("Next events you proposed"), "events.FollowUp", "by", "title words proposed_at"),
    Given(
        _("What you could host"),
        "events.CouldHost",
        "person",
        "follow_up__title stage__title name email words said_at taken_back_at",
    ),
    Given(_("Where you help"), "events.Helper", "person", "series__title name knows since until"),
    Given(
        _("Help you came for"),
        "events.Visit",
        "person",
        "event__title name group topic wanted done link next_step state said_at came_at",
    ),
    Given(_("What you said in rounds"), "rounds.Say", "person", "round__words voter sector words said_at"),
    Given(_("Questions you put"), "rounds.Round", "by", "words title opens_at"),
    Given(_("Questions you closed"), "rounds.Closure", "by", "round__words at because"),
    Given(_("What you said"), "points.Point", "person", "words kind said_by source_title said_at"),
    Given(_("What you wrote down of others"), "points.Point", "entered_by", "words kind source_title said_at"),
    Given(_("Themes you named"), "points.Theme", "by", "name words made_at"),
    Given(_("Points you put into themes"), "points.Placing", "by", "theme__name at"),
)

FORGOTTEN = (
    Forgotten("events.Rsvp", "person", DELETE, first=take_back),  # their seat is for the next in line
    Forgotten("events.Asked", "person", DELETE),
    Forgotten("events.Asked", "by", UNLINK, ACTED_ON),
    Forgotten("events.Bulletin", "by", UNLINK, SHARED),
    Forgotten("events.Held", "by", UNLINK, ACTED_ON),
    Forgotten("events.Change", "by", UNLINK, ACTED_ON),
    Forgotten("events.Rethink", "by", UNLINK, ACTED_ON),
    Forgotten("events.CheckIn", "person", UNLINK, CAME),
    Forgotten("events.CheckIn", "by", UNLINK, CAME),
    Forgotten("events.Host", "person", DELETE),
    Forgotten("events.AskedToHost", "by", UNLINK, ACTED_ON),
    Forgotten("events.Event", "entered_by", UNLINK, SHARED),
    Forgotten("events.Series", "by", UNLINK, SHARED),
    Forgotten("events.Sounding", "by", UNLINK, SHARED),
    Forgotten("events.Willing", "person", DELETE),
    Forgotten("events.StageOutput", "by", UNLINK, SHARED),
    Forgotten("events.Calendar", "by", UNLINK, SHARED),
    Forgotten("events.Convening", "by", UNLINK, SHARED),
    Forgotten("events.Stage", "opened_by", UNLINK, ACTED_ON),
    Forgotten("events.Pitch", "person", UNLINK, SHARED),
    Forgotten("events.Pitch", "by", UNLINK, SHARED),
    Forgotten("events.Remix", "by", UNLINK, ACTED_ON),
    Forgotten("events.Seating", "by", UNLINK, SHARED),
    Forgotten("events.Note", "by", UNLINK, SHARED),
    Forgotten("events.Note", "looked_by", UNLINK, ACTED_ON),
    Forgotten("events.TableCode", "closed_by", UNLINK, ACTED_ON),
    Forgotten("events.Mapped", "by", UNLINK, SHARED),
    Forgotten("events.Mapped", "taken_by", UNLINK, ACTED_ON),
    Forgotten("events.ContactCard", "person", DELETE),
    Forgotten("events.WriteUp", "by", UNLINK, SHARED),
    Forgotten("events.Output", "by", UNLINK, SHARED),
    Forgotten("events.Photo", "by", DELETE),
    Forgotten("events.Photo", "shown_by", UNLINK, ACTED_ON),
    Forgotten("events.FollowUp", "by", UNLINK, SHARED),
    Forgotten("events.CouldHost", "person", DELETE),
    Forgotten("events.Helper", "person", DELETE),
    Forgotten("events.Visit", "person", DELETE),
    Forgotten("rounds.Say", "person", DELETE),
    Forgotten("rounds.Round", "by", UNLINK, SHARED),
    Forgotten("rounds.Closure", "by", UNLINK, ACTED_ON),
    Forgotten("points.Point", "person", UNLINK, SHARED),
    Forgotten("points.Point", "entered_by", UNLINK, SHARED),
    Forgotten("points.Theme", "by", UNLINK, SHARED),
    Forgotten("points.Placing", "by", UNLINK, SHARED),
)

NOT_ABOUT_A_PERSON = {
    "events.KindOfEvent": "name: of a kind",
    "events.Calendar": "name address: of a calendar",
    "events.StageOutput": "address: of a page",
    "events.Room": "name: of a room",
    "events.Opening": "name: of whoever opens, as it stands on the screen of the room",
    "events.Note": "whose landed_address: who promised, as said in the room; and the address of a page",
    "events.Mapped": "may_be_named: of a programme",
    "events.Venue": "name address postcode: of a building that is open to people",
    "rounds.Round": "address who: of a page, and a rule",
    "points.Point": "source_address: of a page",
    "points.Theme": "name source_address: of a theme and a page",
}
