"""The part of tests/access_world.py that is about following, feeds and private addresses."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.feeds.models import Follower, PrivateAddress
from folkmoot.feeds.models.follower import Followed
from folkmoot.kit.links import sign


def _follower(village: SimpleNamespace) -> Follower:
    what = Followed(
        "places.place", str(village.thornbeck.pk), "Thornbeck", "/places/thornbeck/", village.thornbeck.path
    )
    facts = what._asdict()
    return Follower.objects.get_or_create(email="jo@x.example", kind=what.kind, key=what.key, defaults=facts)[0]


def _address(village: SimpleNamespace) -> PrivateAddress:
    return PrivateAddress.make(village.bram, "What is new for me", "/me/news/", "atom")


EXAMPLES = {
    "feeds:yes": lambda village: {"token": sign("follow", [_follower(village).secret, "weekly"])},
    "feeds:stop": lambda village: {"token": sign("unfollow", _follower(village).secret)},
    "feeds:change_address": lambda village: {"pk": _address(village).pk},
    "feeds:private": lambda village: {"secret": _address(village).secret},
}

SENT = {
    "feeds:follow": {"about": "/places/thornbeck/", "email": "jo@x.example", "pace": "weekly"},
    "feeds:addresses": {"about": "/events/", "form": "atom"},
    "feeds:change_address": {"do": "renew"},
    "change_watches": {"pace": "daily"},
    "timing": {"hour": "8", "weekday": "1"},
}

LETS_IN = {"feeds:change_address": ("bram",)}
