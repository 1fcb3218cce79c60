"""What the Online Safety Act's assessment asks of a site, from what is switched on and used here today.

The seventeen kinds are those of the illegal-content risk assessment that the Act asks of services where people meet
what others wrote (Online Safety Act 2023, s. 9; Ofcom, Risk assessment guidance, December 2024). The level is a
starting point that the host reads and corrects, never a finding.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Attachment, Group, Post
from folkmoot.events.models import Event, Photo
from folkmoot.library.models import Page
from folkmoot.listening.models import Patch
from folkmoot.moderation.models import Report, Ruling
from folkmoot.newsroom.models import Mention, Outlet, Piece
from folkmoot.people.models import Role

YEAR = timedelta(days=365)


class Feature(NamedTuple):
    """Something the site does: its word, in a sentence, whether it is on, and what stands against its misuse."""

    code: str
    words: str
    on: bool
    against: str


class Kind(NamedTuple):
    """One of the seventeen kinds: its name, which features make it likelier here, and the level to begin with."""

    name: str
    features: list[str]
    level: str


def features() -> list[Feature]:
    """What is switched on, as it stands in the database and the settings."""
    private = Group.objects.shown().live().exclude(readers=Group.Readers.EVERYONE).count()
    pictures = Attachment.objects.filter(width__gt=0).exists()
    open_groups = Group.objects.shown().live().filter(way_in=Group.WayIn.OPEN).exists()
    drawn = _("each is drawn anew, with place and time taken out; one in a new account’s first day")
    between = _("about one post or one thing asked, within a group; who looks after it can be asked to look")
    nameless = _("a table’s card runs out; what is said waits for a host or has its place; reports as everywhere")
    return [
        Feature("talk", _("people write where others read it"), Post.objects.exists(), _("reports without an account")),
        Feature("private", _("groups that only members read"), bool(private), _("their own moderators, and reports")),
        Feature("pictures", _("pictures with posts"), pictures, drawn),
        Feature("photos", _("photos of events, from those who came"), Photo.objects.exists(), _("a host looks first; "
                "each says who agreed to be in it")),
        Feature("reports", _("reports from events, with pictures of people"), Piece.objects.exists(), _("nobody is "
                "shown without a yes for that page; taken back with a slip, gone everywhere at once")),
        Feature("library", _("pages that many can change, and cases of what works"), Page.objects.exists(),
                _("every version is kept and can be undone; reports")),
        Feature("elsewhere", _("posts from blogs and pages elsewhere, and pages that mention ours"), _from_elsewhere(),
                _("what nobody knows waits to be looked at; cleaned of all that is active; marked as others’")),
        Feature("listening", _("conversations written down for organisers"), Patch.objects.exists(), _("sealed; read "
                "by whoever heard it; safeguarding worries go to stewards, each reading with a reason")),
        Feature("files", _("files with posts"), True, _("only ever downloaded, never shown in place")),
        Feature("links", _("links to other sites"), True, _("two in a new account’s first day; marked as others’")),
        Feature("open", _("groups that anyone joins at once"), open_groups, _("five posts in a first day")),
        Feature("mail", _("answering by mail"), bool(settings.TALK_MAIL), _("only from the account’s own address")),
        Feature("messages", _("words to one person that others do not read: “between us”, about a post, and requests "
                "that ask somebody something"), Group.objects.live().exists(), between),
        Feature("live", _("live video, or meeting people by chance"), False, _("there is none")),
        Feature("anonymous", _("words from people without an account, such as at the tables of an event"),
                Event.objects.live().exists(), nameless),
    ]  # fmt: skip


def _from_elsewhere() -> bool:
    return Outlet.objects.shown().live().exists() or Mention.objects.exists()


def kinds(here: list[Feature]) -> list[Kind]:
    """The seventeen, each with what makes it likelier on this site."""
    on = {feature.code for feature in here if feature.on}
    rows = (
        (_("terrorism"), "links talk"),
        (
            _("child sexual exploitation and abuse: grooming, images"),
            "messages private pictures photos reports live listening",
        ),
        (_("hate"), "talk library elsewhere anonymous"),
        (_("harassment, stalking, threats and abuse"), "talk private messages anonymous photos reports"),
        (_("controlling or coercive behaviour"), "private messages"),
        (_("intimate image abuse"), "pictures private photos reports"),
        (_("extreme pornography"), "pictures photos links elsewhere"),
        (_("sexual exploitation of adults"), "messages links"),
        (_("human trafficking"), "messages links"),
        (_("unlawful immigration"), "messages links"),
        (_("fraud and financial offences"), "links open mail"),
        (_("proceeds of crime"), "links messages"),
        (_("drugs and psychoactive substances"), "links messages"),
        (_("firearms, knives and other weapons"), "links messages"),
        (_("encouraging suicide or serious self-harm"), "talk private links elsewhere listening"),
        (_("foreign interference"), "open links anonymous elsewhere library"),
        (_("animal cruelty"), "pictures links"),
    )
    words = {feature.code: feature.words for feature in here}
    return [_kind(name, [code for code in codes.split() if code in on], words) for name, codes in rows]


def _kind(name: str, codes: list[str], words: dict[str, str]) -> Kind:
    level = (
        _("look closely")
        if {"pictures", "photos", "reports", "private", "messages"} & set(codes) or len(codes) > 2
        else _("low to begin with")
    )
    return Kind(name, [words[code] for code in codes], level if codes else _("negligible to begin with"))


def facts(day: date) -> dict:
    """What `papers/online-safety.md` is given."""
    here, since = features(), timezone.now() - YEAR
    moderators = Role.objects.held_on(day).filter(kind__in=(Role.Kind.MODERATOR, Role.Kind.KEEPER), place=None)
    return {
        "features": here,
        "kinds": kinds(here),
        "moderators": sorted({role.person.name for role in moderators.select_related("person")}),
        "groups": Group.objects.shown().live().count(),
        "reports": Report.objects.filter(at__gte=since).count(),
        "rulings": Ruling.objects.filter(at__gte=since).count(),
        "open": Report.objects.filter(ruling=None).count(),
        "slowest": _slowest(since),
        "again": day + YEAR,
    }


def _slowest(since) -> int:
    """The most days a report of the last year waited for its ruling."""
    answered = Report.objects.filter(at__gte=since, ruling__isnull=False)
    waits = answered.values("ruling").annotate(first=Min("at")).values_list("first", "ruling__at")
    return max(((ruled - first).days for first, ruled in waits), default=0)
