"""What a person is given, and what goes, of news and how it reaches them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lines import DELETE, Forgotten, Given

GIVEN = (
    Given(_("When your mail comes"), "feeds.Timing", "person", "hour weekday quiet_from quiet_until paused_until"),
    Given(_("Mails of news sent to you"), "feeds.Digest", "person", "pace made_at sent_at"),
    Given(_("Your private addresses"), "feeds.PrivateAddress", "person", "title list_address form made_at ended_at"),
)

FORGOTTEN = (
    Forgotten("feeds.Timing", "person", DELETE),
    Forgotten("feeds.Digest", "person", DELETE),
    Forgotten("feeds.PrivateAddress", "person", DELETE),
)

NOT_ABOUT_A_PERSON = {
    "feeds.Follower": "email address: of somebody with no account; goes by its value when somebody is forgotten",
    "feeds.PrivateAddress": "secret list_address: a secret of the person's own, given to nobody, and of a page",
}
