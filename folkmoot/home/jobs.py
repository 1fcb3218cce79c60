"""What the worker does by itself for the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Tally
from folkmoot.feeds.models import Follower
from folkmoot.home import bringing, group_file, leaving, searchable, waiting
from folkmoot.home.keeping import backup, holes, retention, week
from folkmoot.journal.models import Notice, Watch
from folkmoot.kit import mail
from folkmoot.kit.jobs import every, job, once
from folkmoot.places.models import Place

DAY, AT_ONCE = 24 * 60, 2_000


@every(minutes=DAY)
@job
def back_up() -> None:
    """A backup each day, those past their time dropped."""
    backup.make()
    backup.drop_old(timezone.now())


@every(minutes=7 * DAY)
@job
def hold_drill() -> None:
    """Try the newest backup once a week; the doctor and the keepers' week say how it went.

    On a new site the drill may come before the first backup: then it makes that one.
    """
    if backup.newest() is None:
        backup.make()
    backup.drill()


@every(minutes=DAY)
@job
def look_for_holes() -> None:
    """Ask the list of known holes that the host named about our libraries; nothing leaves when none is named."""
    if settings.HOLES_FROM:
        holes.look(timezone.now())


@job
def count_moved(pk: int) -> None:
    """What lies in a place that was moved is counted, and found, where it lies now. Safe twice."""
    place = Place.objects.get(pk=pk)
    # Whoever began to follow it while it moved.
    follow_with(place)
    keys = list(Activity.objects.live().at(place).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        Tally.refresh(Activity.objects.filter(pk__in=keys[start : start + AT_ONCE]))
    searchable.reindex_in(place)


def follow_with(place: Place) -> None:
    """Whoever follows this place, or one inside it, follows it where it lies now. Safe twice."""
    for model in (Watch, Follower):
        left = model.objects.filter(place_path__contains=f"/{place.pk}/").exclude(place_path__startswith=place.path)
        for path in set(left.values_list("place_path", flat=True)):
            now = place.path + path.partition(f"/{place.pk}/")[2]
            model.objects.filter(place_path=path).update(place_path=now)


@every(minutes=60)
@job
def keep_up_themes() -> None:
    """What was taken back or removed where it was said goes from the themes it was brought into."""
    bringing.keep_up()


@every(minutes=DAY)
@job
def forget_leavers() -> None:
    """Those whose week of thinking it over is past; and again those whom an old backup brought back."""
    leaving.forget_due(timezone.localdate())
    leaving.forget_again()


@every(minutes=DAY)
@job
def see_to_unused_accounts() -> None:
    """Ask those who have not been here for 24 months; forget those who did not come back by the 27th."""
    retention.ask_unused(timezone.now())
    retention.remove_unused(timezone.now())


@every(minutes=DAY)
@job
def clear_what_is_past() -> None:
    """Sessions that ran out, and who sent a report that was ruled on a year ago."""
    retention.clear_sessions(timezone.now())
    retention.blank_reports(timezone.now())


@every(minutes=1)
@job
def write_group_files() -> None:
    """The files that those who look after a group asked for."""
    group_file.write_waiting()


@every(minutes=1)
@job
def tell_asked() -> None:
    """Tell those to whom something was put since last time."""
    waiting.tell_asked(timezone.localdate())


@every(minutes=60)
@job
def remind_asked() -> None:
    """Remind those who have not answered, three days before the day and on it."""
    waiting.remind_asked(timezone.localdate())


@every(minutes=DAY)
@job
def tell_keepers() -> None:
    """On Mondays, each keeper's three things; and when nobody has kept the site for 60 days, whoever can still hear."""
    today = timezone.localdate()
    if today.weekday() == 0:
        for person in week.keepers(today):
            _tell(person, today)
    if since := week.quiet_since(today):
        _tell_of_quiet(today, since)


def _tell_of_quiet(today, since) -> None:
    """Everybody who may still hear: the address outside the keepers, the host's, and each keeper's own."""
    people = week.keepers(today)
    addresses = [settings.QUIET_EMAIL, settings.HOST_EMAIL, *(each.email for each in people)]
    words = {"since": since.isoformat(), "people": [each.name for each in people]}
    for address in dict.fromkeys(one.lower() for one in addresses if one):
        with once(f"quiet host, {since}, {today:%G-%V}, {address}") as first:
            if first:
                mail.send(address, _("Nobody has kept the site for two months"), "home/mail/quiet", words)


def _tell(person, today) -> None:
    things = week.three_things(today)
    with once(f"keepers' week {today:%G-%V}, {person.pk}") as first:
        if not first or not things:
            return
        minutes = sum(each.minutes for each in things)
        subject = _("This week: %(n)d things, about %(minutes)d minutes") % {"n": len(things), "minutes": minutes}
        context = {"name": person.name, "things": [[each.words, each.address, each.minutes] for each in things]}
        mail.send(person.email, subject, "home/mail/week", context)
        Notice.tell(person, subject, "/me/week/")
