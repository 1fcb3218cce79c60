"""Nothing that tells who somebody is stays longer than it must."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from folkmoot.listening.models import Heard, Listening, Owed, Safeguard

AFTER_THE_END = timedelta(days=365)  # after the last day of the patch's work
AT_THE_LATEST = timedelta(days=730)  # after the conversation, where no last day was set
SAFEGUARDS_FOR = timedelta(days=730)  # after it was closed


def forget_identities(now: datetime) -> int:
    """Names, contacts, ages, spots and who else to talk to go; how many listenings. The words stay in their themes,
    told apart from other people's and tied to nobody."""
    day = timezone.localdate(now)
    over = Q(patch__ends_on__lt=day - AFTER_THE_END) | Q(heard_at__lt=now - AT_THE_LATEST)
    old = Listening.objects.filter(over, identity_gone_at=None)
    keys = list(old.values_list("pk", flat=True))
    blank = dict.fromkeys(("name", "contact", "means", "age", "group"), "")
    Heard.objects.filter(listening__in=keys).update(person=None, **blank)
    Owed.objects.filter(heard__listening__in=keys).update(words="")
    Listening.objects.filter(pk__in=keys).update(spot="", who_else="", identity_gone_at=now)
    return len(keys)


def forget_safeguards(now: datetime) -> int:
    """Worries that were closed two years ago, with their notes; how many. The log of who read them stays."""
    return Safeguard.objects.filter(closed_at__lt=now - SAFEGUARDS_FOR).delete()[0]
