"""What a sounding's answers come to: one sentence, counts by sector and place, the days, and who could help."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.events.counting import Row, by_group
from folkmoot.events.models import Sounding, Willing
from folkmoot.journal.models import Notice
from folkmoot.kit import mail
from folkmoot.people.models import Person
from folkmoot.rounds.models import Choice, Option


class Interest(NamedTuple):
    """`yes`, `maybe` and `no` of everybody; tables by sector and place; days, the best first."""

    yes: int
    maybe: int
    no: int
    sectors: list[Row]
    places: list[Row]
    days: list[Option]

    @property
    def n(self) -> int:
        return self.yes + self.maybe + self.no


def of(sounding: Sounding, everything: bool = False) -> Interest:
    """Counted now. `everything`: small groups too, for those who asked."""
    answers = list(
        Choice.objects.filter(say__round=sounding.interest_id).values_list("say__sector", "say__place__name", "value")
    )
    sectors = dict(Person.Sector.choices)
    said = Counter(value for _sector, _place, value in answers)
    by_sector = by_group(((sectors[sector or ""], value) for sector, _place, value in answers), everything)
    by_place = by_group(((place or _("Not said"), value) for _sector, place, value in answers), everything)
    return Interest(said[2], said[1], said[0], by_sector, by_place, days(sounding))


def days(sounding: Sounding) -> list[Option]:
    """The days of the date poll with `yes`, `maybe` and `no`, the best first: most yes, then most maybe."""
    if not sounding.dates_id:
        return []
    rows = Option.objects.filter(round=sounding.dates_id, dropped_at=None)
    counts = {name: Count("choices", filter=Q(choices__value=n)) for name, n in (("yes", 2), ("maybe", 1), ("no", 0))}
    return list(rows.annotate(**counts).order_by("-yes", "-maybe", "starts_at", "pk"))


def sentence(sounding: Sounding, interest: Interest) -> str:
    """ "14 people have answered: 11 would welcome it, 2 perhaps, 1 would not. 2 could host it." """
    if not interest.n:
        return _("Nobody has answered yet.")
    counts = {"yes": interest.yes, "maybe": interest.maybe, "no": interest.no, "n": interest.n}
    words = ngettext("%(n)s person has answered", "%(n)s people have answered", interest.n)
    words += _(": %(yes)s would welcome it, %(maybe)s perhaps, %(no)s would not.")
    willing = Counter(sounding.willing.values_list("what", flat=True))
    could = {
        Willing.What.HOST: _("%(n)s could host it"),
        Willing.What.PAY: _("%(n)s could pay towards it"),
        Willing.What.BRING: _("%(n)s could bring something"),
    }
    offers = [said % {"n": willing[what]} for what, said in could.items() if willing[what]]
    return words % counts + (f" {', '.join(offers)}." if offers else "")


def tell_that_it_happens(sounding: Sounding) -> None:
    """Everybody with an account who said yes or maybe hears that it became an event; so does, by a mail, whoever left
    an address because they could help. Of others who answered by a link no address is kept."""
    words, address = _("It is happening: %(what)s") % {"what": sounding.event}, sounding.event.get_absolute_url()
    for say in sounding.interest.says.filter(choices__value__gt=0).exclude(person=None).select_related("person"):
        Notice.tell(say.person, words, address)
    context = {"event": sounding.event.title, "question": sounding.question, "address": address}
    for email in set(sounding.willing.filter(person=None).exclude(email="").values_list("email", flat=True)):
        mail.send(email, mail.one_line(words), "events/mail/happening", context)
