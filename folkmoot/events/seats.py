"""The seats of an event while its row is locked: who has one, who waits, what is held, who is offered the next one.

Everything that gives or takes a seat goes through here, so that it happens in one order: that in which the lock was
had, which is the order of commit. The rule itself is a sum (`sums/seats.py`), and `sums.seats.RULE` says it in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from threading import Lock

from django.db import connection, transaction
from django.db.models import Max, Q, Sum
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events import telling
from folkmoot.events.models import Asked, AskedToHost, Event, Held, Requirement, Rsvp
from folkmoot.events.sums import seats as sums
from folkmoot.kit.jobs import every, job
from folkmoot.kit.refusals import Refusal

HAS, OFFERED, WAITING = Rsvp.Seat.HAS, Rsvp.Seat.OFFERED, Rsvp.Seat.WAITING
STANDS = (HAS, OFFERED, WAITING)
# SQLite lets writers wait by asking again and again, and bad luck may wait very long; this lets them in by turns.
_turn = Lock()


class NoRoom(Refusal):
    """There are not the seats for it. Nothing was changed."""


class OfferOver(Refusal):
    """The seat is not kept for them, or no longer."""


class Seats:
    """The seats of one event, to be had by `with Seats.of(event) as seats`. Inside, nobody else can change them.

    What has run out by the database's clock is let go first; at the end whoever comes next in line is offered what is
    free, in the same transaction, so that no seat stands empty while somebody waits whom it fits.
    """

    def __init__(self, event: Event, now: datetime) -> None:
        self.event, self.now = event, now
        self.offered: list[Rsvp] = []
        self.lapsed: list[Rsvp] = []
        self.withdrawn: list[Rsvp] = []
        self.online: list[Rsvp] = []
        self._online_is_free = False
        self._leaving: set[int] = set()
        self._seated = list(event.rsvps.seated().order_by("number"))
        self._helds = list(event.helds.filter(ended_at=None).order_by("until", "pk"))

    @classmethod
    @contextmanager
    def of(cls, event: Event, now: datetime | None = None) -> Iterator[Seats]:
        """`now` is the database's time where it is left out."""
        with _my_turn(), transaction.atomic():
            locked = Event.objects.select_for_update().annotate(now=Now()).get(pk=event.pk)
            seats = cls(locked, now or locked.now)
            seats._let_go()
            yield seats
            seats._close()
        event.taken, event.capacity = locked.taken, locked.capacity

    def join(self, rsvp: Rsvp) -> None:
        """A seat if there is one for the whole party, else the waiting list, last in line. Once: see `change`."""
        if rsvp.seat in STANDS:
            raise Refusal(_("You have replied already; you can change your reply."))
        self._online_is_free |= rsvp.seat == Rsvp.Seat.REMOTE
        rsvp.number, rsvp.moved, rsvp.offer_ends_at = self.next_number(), False, None
        self._put(rsvp, HAS if self.fits(rsvp) else WAITING)

    def has_online(self, rsvp: Rsvp) -> bool:
        """Whether there is a place online for all of a party."""
        return self.used_online(besides=rsvp) + rsvp.party <= self.event.remote_seats

    def used_online(self, besides: Rsvp | None = None) -> int:
        """How many take part online."""
        remote = self.event.rsvps.filter(seat=Rsvp.Seat.REMOTE).exclude(pk=besides and besides.pk)
        return remote.aggregate(all=Sum("party"))["all"] or 0

    def join_online(self, rsvp: Rsvp) -> None:
        """A place online, where there is one; no seat in the room."""
        if not self.has_online(rsvp):
            raise NoRoom(_("There are no places online left. Ask for a seat, and you stand in line."))
        rsvp.moved, rsvp.offer_ends_at = False, None
        self._put(rsvp, Rsvp.Seat.REMOTE)

    def fill_online(self) -> list[Rsvp]:
        """Give the places online that are free to those who wait and said that they would take part by screen, in
        their order; who they are."""
        given = []
        for rsvp in sums.in_line(self.event.rsvps.waiting().filter(by_screen=True)):
            if self.has_online(rsvp):
                self.join_online(rsvp)
                given.append(rsvp)
        return given

    def leave(self, rsvp: Rsvp) -> None:
        """The seat is free for the next one; with none, nothing changes but the answer."""
        stood = rsvp.seat in STANDS
        self._online_is_free |= rsvp.seat == Rsvp.Seat.REMOTE
        rsvp.moved, rsvp.offer_ends_at = False, None
        self._put(rsvp, Rsvp.Seat.NONE)
        if stood:
            self.offer()

    def change(self, rsvp: Rsvp, party: int) -> None:
        """A bigger party keeps its seats only where all of it fits; in the waiting list any size keeps its place."""
        if rsvp.seat in (HAS, OFFERED) and party > rsvp.party and not self.fits(rsvp, party):
            words = _(
                "There is no room for %(n)d. Keep the seats you have, or leave and stand in line with all of you."
            )
            raise NoRoom(words % {"n": party})
        fewer, rsvp.party = party < rsvp.party, party
        self._put(rsvp, rsvp.seat)
        if fewer:
            self.offer()

    def accept(self, rsvp: Rsvp) -> None:
        """Take the seat that is kept for them, while it is."""
        if rsvp.seat != OFFERED:
            raise OfferOver(_("No seat is kept for you now. Reply again and you stand in line."))
        rsvp.moved, rsvp.offer_ends_at = False, None
        self._put(rsvp, HAS)

    def resize(self, capacity: int | None) -> list[Rsvp]:
        """More seats or fewer; who lost theirs, in order. They stand at the head of the waiting list."""
        seated, offered = self._of(HAS), self._of(OFFERED)
        try:
            stay = (
                set(sums.stay(seated, capacity, self.helds())) if capacity is not None else {one.pk for one in seated}
            )
        except ValueError as wrong:
            raise NoRoom(str(wrong)) from wrong
        self.event.capacity = capacity
        out = [one for one in seated if one.pk not in stay]
        for one in out:
            one.moved = True
            self._put(one, WAITING)
        for one in self._without_room(offered):
            self._withdraw(one)
        self.offer()
        return out

    def _withdraw(self, offered: Rsvp) -> None:
        """The seat kept for them is not there any more: they wait again, and hear of it."""
        offered.offer_ends_at = None
        self._put(offered, WAITING)
        self.withdrawn.append(offered)

    def keep_to_cap(self) -> list[Rsvp]:
        """Who is over the cap of their organisation gives up their seat and keeps their place in line; who they are,
        without those for whom a seat was kept only."""
        inside, over = [], []
        for one in sums.in_line(self.seated()):
            (inside if self._under_cap(inside, one) else over).append(one)
        out = [one for one in over if one.seat == HAS]
        for one in over:
            self._put(one, WAITING) if one in out else self._withdraw(one)
        self.offer()
        return out

    def _without_room(self, offered: list[Rsvp]) -> list[Rsvp]:
        if self.event.capacity is None:
            return []
        keep = sums.next_in_line(offered, self._of(HAS), self.event.capacity, self.helds())
        return [one for one in offered if one.pk not in set(keep)]

    def hold(self, held: Held) -> Held:
        """Keep seats for a body or a sector from now on; the same name again changes what is held for it."""
        before = next((one for one in self.helds() if one.key() == held.key()), None)
        others = [one for one in self.helds() if before is None or one.pk != before.pk]
        if held.until <= self.now:
            raise Refusal(_("Say until when they are held: a moment that is still to come."))
        if self.event.capacity is None:
            raise Refusal(_("There is no limit to the seats here, so none need be held."))
        if sums.load(self.seated(), [*others, held]) > self.event.capacity:
            raise NoRoom(_("There are not that many free. Hold fewer, or find more seats first."))
        if before:
            before.places, before.until, before.by = held.places, held.until, held.by
            held = before
        held.event = self.event
        held.save()
        self._helds = [*others, held]
        self.offer()
        return held

    def release(self, held: Held) -> None:
        """Let held seats go before their time. Safe twice."""
        for mine in self._helds:
            if mine.pk == held.pk and mine.ended_at is None:
                mine.ended_at = self.now
                mine.save(update_fields=["ended_at"])
        self.offer()

    def merge(self, keep: Rsvp, gone: Rsvp) -> None:
        """One person replied twice: what stands better counts, with the earlier of the two places in line."""
        best = min((keep, gone), key=lambda one: (STANDS.index(one.seat), sums.in_line([keep, gone]).index(one)))
        number = min(keep.number, gone.number)
        for name in ("party", "sector", "organisation_id", "organisation_said", "is_host", "moved", "offer_ends_at"):
            setattr(keep, name, getattr(best, name))
        self._seated = [one for one in self._seated if one.pk != gone.pk]
        Requirement.carry(gone, keep)
        gone.delete()
        keep.number, keep.answer = number, best.answer
        self._put(keep, best.seat)
        self.offer()

    def hand_over(self, gone: list[Rsvp]) -> None:
        """These go to another event: their seats are free, and their places online. A seat that was only kept for one
        of them is not kept any more: they wait there. The caller moves the rows."""
        keys = {one.pk for one in gone}
        for one in gone:
            self._online_is_free |= one.seat == Rsvp.Seat.REMOTE
            if one.seat == OFFERED:
                one.offer_ends_at = None
                self._put(one, WAITING)
        self._seated = [one for one in self._seated if one.pk not in keys]
        self._leaving = keys
        self.offer()

    def offer(self) -> None:
        """Offer what is free to whoever comes next in line, until the end of the offer."""
        if self._is_late():
            return
        for rsvp in self._next():
            rsvp.offer_ends_at = self._offer_ends_at()
            self._put(rsvp, OFFERED)
            self.offered.append(rsvp)

    def _is_late(self) -> bool:
        begun = self.event.starts_at and self.event.starts_at <= self.now
        return bool(self.event.cancelled_at or begun)

    def _next(self) -> list[Rsvp]:
        waiting = list(self.event.rsvps.waiting().exclude(pk__in=self._leaving))
        if not waiting or self.event.capacity is None or self.event.per_organisation:
            return self._one_by_one(waiting)
        keys = sums.next_in_line(waiting, self.seated(), self.event.capacity, self.helds())
        found = {one.pk: one for one in waiting}
        return [found[key] for key in keys]

    def _one_by_one(self, waiting: list[Rsvp]) -> list[Rsvp]:
        """As `next_in_line`, where there is a cap for each organisation, or no limit at all."""
        inside, found = list(self.seated()), []
        for one in sums.in_line(waiting):
            if self._fits_beside(inside, one):
                inside.append(one)
                found.append(one)
        return found

    def fits(self, rsvp: Rsvp, party: int | None = None) -> bool:
        """Whether all of a party has room beside those who are in, held seats kept and the cap of its body minded."""
        before, rsvp.party = rsvp.party, party or rsvp.party
        try:
            return self._fits_beside(self.seated(), rsvp)
        finally:
            rsvp.party = before

    def _fits_beside(self, inside: list[Rsvp], rsvp: Rsvp) -> bool:
        others = [one for one in inside if one.pk != rsvp.pk or rsvp.pk is None]
        return self._under_cap(others, rsvp) and (
            self.event.capacity is None or sums.fits(others, rsvp, self.helds(), self.event.capacity)
        )

    def _under_cap(self, others: list[Rsvp], rsvp: Rsvp) -> bool:
        most, body = self.event.per_organisation, rsvp.body_key()
        if most is None or not body or rsvp.is_host:
            return True
        return sum(one.party for one in others if one.body_key() == body and not one.is_host) + rsvp.party <= most

    def seated(self) -> list[Rsvp]:
        """Who has a seat or has one kept for them."""
        return list(self._seated)

    def helds(self) -> list[Held]:
        return [held for held in self._helds if held.ended_at is None and held.until > self.now]

    def next_number(self) -> int:
        return (self.event.rsvps.aggregate(last=Max("number"))["last"] or 0) + 1

    def _of(self, seat: str) -> list[Rsvp]:
        return [one for one in self.seated() if one.seat == seat]

    def _put(self, rsvp: Rsvp, seat: str) -> None:
        rsvp.seat, rsvp.event_id = seat, self.event.pk
        rsvp.changed_at = self.now
        rsvp.save()
        self._seated = [one for one in self._seated if one.pk != rsvp.pk]
        if seat in (HAS, OFFERED):
            self._seated.append(rsvp)

    def _offer_ends_at(self) -> datetime:
        until = self.now + timedelta(hours=self.event.offer_hours)
        return min(until, self.event.starts_at) if self.event.starts_at else until

    def _let_go(self) -> None:
        """Held seats and offers whose time is up."""
        ended = [held for held in self._helds if held.until <= self.now]
        for held in ended:
            held.ended_at = self.now
            held.save(update_fields=["ended_at"])
        for rsvp in [one for one in self._of(OFFERED) if one.offer_ends_at <= self.now]:
            rsvp.offer_ends_at, rsvp.moved = None, False
            self._put(rsvp, Rsvp.Seat.LAPSED)
            self.lapsed.append(rsvp)
        if ended or self.lapsed:
            self.offer()

    def _close(self) -> None:
        """Write down what was taken, and queue word of it to those it concerns."""
        if self._online_is_free and not self._is_late():
            self.online = self.fill_online()
        self.event.taken = taken = sum(one.party for one in self._seated)
        Event.objects.filter(pk=self.event.pk).update(taken=taken, capacity=self.event.capacity)
        for rsvp in self.offered:
            telling.offer(rsvp)
        for rsvp in self.lapsed:
            telling.lapsed(rsvp)
        for rsvp in self.online:
            telling.received(rsvp)
        for rsvp in self.withdrawn:
            if rsvp.seat == WAITING:
                telling.withdrawn(rsvp)
        for until in {rsvp.offer_ends_at for rsvp in self.offered}:
            let_go.using(run_after=until + timedelta(milliseconds=200)).enqueue(self.event.pk)


def _my_turn():
    """Held around the whole transaction; not inside another one, whose lock somebody in the queue may wait for."""
    return _turn if connection.vendor == "sqlite" and not connection.in_atomic_block else nullcontext()


@job
def let_go(event_pk: int) -> None:
    """Let go what has run out at one event, so that the next in line is told within a second."""
    event = Event.objects.filter(pk=event_pk).first()
    if event:
        with Seats.of(event):
            pass


@every(minutes=1)
@job
def see_to_seats() -> None:
    """The net below the jobs that were queued for it: whatever ran out while no worker did."""
    now = timezone.now()
    held = Q(helds__ended_at=None, helds__until__lte=now)
    offered = Q(rsvps__seat=OFFERED, rsvps__offer_ends_at__lte=now)
    for pk in Event.objects.filter(held | offered).values_list("pk", flat=True).distinct():
        let_go.call(pk)


@every(minutes=24 * 60)
@job
def forget_what_people_needed() -> None:
    """Thirty days after the event; and whom it asked by mail."""
    Requirement.forget_past(timezone.now())
    Asked.forget_past(timezone.now())
    AskedToHost.forget_past(timezone.now())
