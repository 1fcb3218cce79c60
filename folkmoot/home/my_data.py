"""Two lists: what "give me my data" gives, and what "forget me" does, one line for each place a person stands in.

A test walks every table: a new column that points at a person, or looks as if it described one, fails the build
until it stands here, or in NOT_ABOUT_A_PERSON with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person


@dataclass(frozen=True)
class Given:
    """One table in "give me my data": its heading, how its rows are found from the person, and which columns."""

    heading: str
    model: str
    by: str
    fields: str

    def rows(self, person: Person) -> list[dict]:
        owner = person.pk if self.by == "pk" else person
        found = rows_of(self.model).filter(**{self.by: owner}).order_by("pk")
        return list(found.values(*self.fields.split()))


GIVEN = (
    Given(_("You"), "people.Person", "pk", "name email sector place__name offers wants about shown_to"),
    Given(_("Your account"), "people.Person", "pk", "key joined_at last_login seen_on forget_on is_active is_staff"),
    Given(_("Other names you go by"), "people.OtherName", "person", "name"),
    Given(_("What you agreed to"), "people.Consent", "person", "purpose words given_at withdrawn_at"),
    Given(_("Your roles here"), "people.Role", "person", "kind place__name since until"),
    Given(_("Roles you gave to others"), "people.Role", "given_by", "kind since until"),
    Given(_("Who stands in for you"), "people.Deputy", "person", "deputy__name from_on until_on"),
    Given(_("For whom you stand in"), "people.Deputy", "deputy", "person__name from_on until_on"),
    Given(_("Codes printed for you"), "people.PrintedCode", "person", "until used_at"),
    Given(_("Email addresses"), "account.EmailAddress", "user", "email verified primary"),
    Given(_("Addresses being confirmed"), "account.EmailConfirmation", "email_address__user", "created sent"),
    Given(_("Passkeys and spare codes"), "mfa.Authenticator", "user", "type created_at last_used_at"),
    Given(_("Where you are signed in"), "usersessions.UserSession", "user", "ip user_agent created_at last_seen_at"),
    Given(_("Organisations"), "directory.Membership", "person", "organisation__name as_what speaks_for since until"),
    Given(_("Posts you hold or held"), "directory.Term", "person", "post__name name since until source"),
    Given(_("Offers of your own"), "directory.Offer", "person", "words about entered_at closed_at"),
    Given(_("Asks of your own"), "directory.Ask", "person", "words about entered_at closed_at"),
    Given(_("Organisations you entered"), "directory.Organisation", "entered_by", "name entered_at"),
    Given(_("Programmes you entered"), "directory.Programme", "entered_by", "name entered_at"),
    Given(_("Activities you entered"), "directory.Activity", "entered_by", "title entered_at"),
    Given(_("Offers you entered"), "directory.Offer", "entered_by", "words entered_at"),
    Given(_("Asks you entered"), "directory.Ask", "entered_by", "words entered_at"),
    Given(_("Needs you entered"), "directory.Need", "entered_by", "words entered_at"),
    Given(_("Sources you keep"), "directory.Source", "keeper", "name kind address keeper_words"),
    Given(_("Changes you made"), "directory.Revision", "by", "kind key changes why source at"),
    Given(_("Entries you confirmed"), "directory.Confirmation", "by", "kind key how who_said at"),
    Given(_("Replies you wrote"), "directory.Reply", "by", "words at"),
    Given(_("Promises you made"), "promises.Promise", "holder", "what due_on made_on holder_words"),
    Given(_("Promises you entered"), "promises.Promise", "entered_by", "what made_on"),
    Given(_("What you said came of promises"), "promises.Outcome", "by", "promise__what state words evidence at"),
    Given(_("What you wrote under promises"), "promises.Word", "by", "promise__what words evidence at"),
    Given(_("Answers to findings you published"), "joinup.Publication", "by", "answer__choice value_hours at"),
    Given(_("Matches you answered"), "joinup.Match", "by", "verdict because at"),
    Given(_("Introductions you suggested"), "joinup.Introduction", "suggested_by", "reason at"),
    Given(_("What you said came of introductions"), "joinup.Yield", "by", "came words at"),
    Given(_("Agreements you proposed"), "joinup.Agreement", "proposed_by", "what about at"),
    Given(_("Agreements you joined for a body"), "joinup.Joining", "joined_by", "agreement__what joined_at left_at"),
    Given(_("Lists you brought"), "exchange.Intake", "by", "source_name file_name address at state"),
    Given(_("Lists you had taken in"), "exchange.Intake", "taken_by", "source_name taken_at"),
    Given(_("What you asked of others"), "requests.Request", "asked_by", "words title payload asked_at closed_at"),
    Given(_("What was put to you"), "requests.Recipient", "person", "request__words request__asked_at"),
    Given(_("What you answered"), "requests.Answer", "by", "request__words choice because at undone_at"),
    Given(_("What was answered for you"), "requests.Answer", "person", "request__words choice because at"),
    Given(_("What you reported"), "moderation.Report", "by", "reference reason words reply_to at"),
    Given(_("What you wrote that was looked at"), "moderation.Standing", "author", "title state since"),
    Given(_("What you ruled"), "moderation.Ruling", "by", "state because rule at"),
    Given(_("What you did here"), "journal.Line", "by", "at verb kind title address detail"),
    Given(_("What you watch"), "journal.Watch", "person", "title address pace note since"),
    Given(_("What you were told"), "journal.Notice", "person", "words address at seen_at"),
)

DELETE, UNLINK = "delete", "unlink"


@dataclass(frozen=True)
class Forgotten:
    """One table in "forget me": its rows go, or stay without a name; `why` is told to the person when they stay."""

    model: str
    by: str
    how: str
    why: str = ""

    def do(self, person: Person) -> None:
        rows = rows_of(self.model).filter(**{self.by: person})
        rows.delete() if self.how == DELETE else rows.update(**{self.by: None})


SHARED = _("What you entered for everyone stays, without your name.")
ACTED_ON = _("What others acted on stays, without your name.")
FORGOTTEN = (
    Forgotten("people.OtherName", "person", DELETE),
    Forgotten("people.Consent", "person", DELETE),
    Forgotten("people.Role", "given_by", UNLINK, _("The roles you gave to others stay theirs.")),
    Forgotten("people.Role", "person", DELETE),
    Forgotten("people.Deputy", "person", DELETE),
    Forgotten("people.Deputy", "deputy", DELETE),
    Forgotten("people.PrintedCode", "person", DELETE),
    Forgotten("account.EmailConfirmation", "email_address__user", DELETE),
    Forgotten("account.EmailAddress", "user", DELETE),
    Forgotten("mfa.Authenticator", "user", DELETE),
    Forgotten("usersessions.UserSession", "user", DELETE),
    Forgotten("directory.Membership", "person", DELETE),
    Forgotten(
        "directory.Term", "person", UNLINK, _("Who held a public post stays on record, apart from this account.")
    ),
    Forgotten("directory.Offer", "person", DELETE),
    Forgotten("directory.Ask", "person", DELETE),
    Forgotten("directory.Organisation", "entered_by", UNLINK, SHARED),
    Forgotten("directory.Programme", "entered_by", UNLINK, SHARED),
    Forgotten("directory.Activity", "entered_by", UNLINK, SHARED),
    Forgotten("directory.Offer", "entered_by", UNLINK, SHARED),
    Forgotten("directory.Ask", "entered_by", UNLINK, SHARED),
    Forgotten("directory.Need", "entered_by", UNLINK, SHARED),
    Forgotten("directory.Source", "keeper", UNLINK, SHARED),
    Forgotten("directory.Revision", "by", UNLINK, SHARED),
    Forgotten("directory.Confirmation", "by", UNLINK, SHARED),
    Forgotten("directory.Reply", "by", UNLINK, SHARED),
    Forgotten(
        "promises.Promise", "holder", UNLINK, _("Promises others wait for stay, as made by somebody who has left.")
    ),
    Forgotten("promises.Promise", "entered_by", UNLINK, SHARED),
    Forgotten("promises.Outcome", "by", UNLINK, ACTED_ON),
    Forgotten("promises.Word", "by", UNLINK, ACTED_ON),
    Forgotten("joinup.Publication", "by", UNLINK, ACTED_ON),
    Forgotten("joinup.Match", "by", UNLINK, SHARED),
    Forgotten("joinup.Introduction", "suggested_by", UNLINK, ACTED_ON),
    Forgotten("joinup.Yield", "by", UNLINK, ACTED_ON),
    Forgotten("joinup.Agreement", "proposed_by", UNLINK, ACTED_ON),
    Forgotten("joinup.Joining", "joined_by", UNLINK, ACTED_ON),
    Forgotten("exchange.Intake", "by", UNLINK, SHARED),
    Forgotten("exchange.Intake", "taken_by", UNLINK, SHARED),
    Forgotten("requests.Request", "asked_by", UNLINK, ACTED_ON),
    Forgotten("requests.Recipient", "person", DELETE),
    Forgotten("requests.Answer", "by", UNLINK, ACTED_ON),
    Forgotten("requests.Answer", "person", UNLINK, ACTED_ON),
    Forgotten("moderation.Report", "by", UNLINK, _("A report stays while it is looked at, without your name.")),
    Forgotten("moderation.Standing", "author", UNLINK, ACTED_ON),
    Forgotten("moderation.Ruling", "by", UNLINK, _("Rulings stay in the public log, without your name.")),
    Forgotten("journal.Line", "by", UNLINK, _("The record of what was done here stays, without your name.")),
    Forgotten("journal.Watch", "person", DELETE),
    Forgotten("journal.Notice", "person", DELETE),
)

# Columns that look as if they described a person, and do not (or only by way of a row that stands above).
NOT_ABOUT_A_PERSON = {
    "directory.Organisation": "name address postcode email phone: of a body, never a person's own",
    "directory.Activity": "contact shaped_by people_words: a desk or a role, never a person's own address",
    "directory.Post": "name: of the post",
    "directory.Programme": "name: of the programme",
    "directory.PeopleServed": "name: of a group of people",
    "directory.TypeOfHelp": "name: of a type",
    "directory.Topic": "name: of a topic",
    "people.Person": "user_permissions groups is_superuser password: never used here, nobody has a password",
    "places.Place": "name: of a place",
    "places.OtherName": "name: of a place",
    "kit.Schedule": "name: of a job",
    "kit.Bounce": "address: removed by its value when somebody is forgotten",
    "auth.Permission": "name codename: never used here",
    "auth.Group": "name: never used here",
    "sessions.Session": "session_key session_data: ended through usersessions.UserSession",
    "usersessions.UserSession": "session_key data: a secret of the browser's, given to nobody",
    "mfa.Authenticator": "data: a secret of the passkey's, given to nobody",
    "account.EmailConfirmation": "key: a secret, unused here",
    "django_tasks_database.DBTaskResult": "args_kwargs queue_name backend_name worker_ids: go by the address in them",
    "directory.Tally": "people: how many activities serve a group",
    "journal.Bookmark": "name: of a job",
    "kit.Document": "address: of a page on this site; only public things are in it",
    "joinup.Agreement": "what: of the work",
    "exchange.Link": "address: of a file that a body publishes",
}


def rows_of(model: str) -> QuerySet:
    return apps.get_model(model)._base_manager.all()


def data_of(person: Person) -> dict[str, list[dict]]:
    """Everything kept about this person: heading → rows; headings with nothing under them are left out."""
    return {str(line.heading): rows for line in GIVEN if (rows := line.rows(person))}


def what_stays() -> list[str]:
    """In words, each reason once, what remains when somebody is forgotten."""
    return list(dict.fromkeys(str(line.why) for line in FORGOTTEN if line.why))
