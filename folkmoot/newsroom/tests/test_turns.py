"""Machines that do not answer never keep those waiting that do: on a made-up clock, and with real servers here."""

from __future__ import annotations

import heapq
import os
import socket
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from folkmoot.kit.fetch import Answer, FetchFailed
from folkmoot.newsroom import asking, gathering
from folkmoot.newsroom.models import Outlet
from folkmoot.newsroom.turns import A_HOST, LANES, WHOLE, Turn, Turns

pytestmark = pytest.mark.once
ROUND = 35.0
# Long enough for each live one to be read again.
HOURS = 2 if os.environ.get("FOLKMOOT_FULL") else 1.1
BEGAN = datetime(2026, 11, 20, 6, tzinfo=UTC)


class World:
    """Blogs on a made-up clock: the outlets, the slice and the turns are the site's own, only nobody is asked. Each
    kind: how many, how long one takes to answer, whether it answers at all."""

    def __init__(self, kinds: dict[str, tuple[int, float, bool]], *, proven: bool, rule=Turns) -> None:
        read = {"read_at": BEGAN, "seconds": 0.4} if proven else {}
        for name, (many, _seconds, _lives) in kinds.items():
            facts = {"due_at": BEGAN, "posted_at": BEGAN, "is_known": False} | read
            rows = (Outlet(name=name, feed=f"https://{name}{n}.example/feed", **facts) for n in range(many))
            Outlet.objects.bulk_create(rows)
        self.kinds, self.rule, self.now = kinds, rule, BEGAN
        self.late, self.most_at_once = [], 0

    def run(self, hours: float, *, late: float = 1e9) -> None:
        """A round each minute, as the job does it; the next begins when the last has ended. Until one was that late."""
        until = BEGAN + timedelta(hours=hours)
        while self.now < until and max(self.late, default=0) <= late:
            began = self.now
            self.round()
            self.now = max(self.now, began + timedelta(minutes=1))

    def round(self) -> None:
        due, ends, running = gathering.in_hand(self.now), self.now + timedelta(seconds=ROUND), []
        turns = self.rule([gathering.turn_of(outlet) for outlet in due.values()])
        while turns:
            while self.now < ends and (turn := turns.take()):
                heapq.heappush(running, (self.now + timedelta(seconds=self.takes(due[turn.key], turn)), turn.key, turn))
            self.most_at_once = max(self.most_at_once, len(running))
            if not running:
                break
            self.now, key, turn = heapq.heappop(running)
            turns.done(turn)
            self.answered(due.pop(key), turn)
        Outlet.objects.filter(pk__in=due).update(leased_until=None)

    def takes(self, outlet: Outlet, turn: Turn) -> float:
        _many, seconds, lives = self.kinds[outlet.name]
        if lives and outlet.is_proven():
            self.late.append((self.now - outlet.due_at).total_seconds())
        return min(seconds, turn.seconds)

    def answered(self, outlet: Outlet, turn: Turn) -> None:
        _many, seconds, lives = self.kinds[outlet.name]
        well = lives and seconds <= turn.seconds
        said, no = (Answer(outlet.feed, 304, {}, b""), None) if well else (None, FetchFailed("no answer"))
        gathering.take(outlet, asking.Came(turn, said, no, min(seconds, turn.seconds)), self.now)


KINDS = {"live": (200, 0.4, True), "dead": (1000, WHOLE, False), "slow": (10, 9.5, True)}


class Fair(Turns):
    """The control: one after another, whoever waits longest first, as a plain loop would."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.lanes = self.doubtful = 1
        everybody = sorted([*self.proven, *self.others], key=lambda turn: turn.due)
        self.proven = type(self.proven)(everybody)
        self.others.clear()


@pytest.mark.django_db
def test_a_thousand_dead_and_ten_slow_keep_no_live_feed_waiting_for_five_minutes():
    world = World(KINDS, proven=False)
    world.run(hours=HOURS)
    assert max(world.late) <= 300 and len(world.late) >= 200
    assert world.most_at_once <= LANES


@pytest.mark.django_db
def test_a_thousand_that_all_die_at_once_do_not_either():
    world = World(KINDS, proven=True)
    world.run(hours=HOURS)
    assert max(world.late) <= 300 and len(world.late) > 200 * 2


@pytest.mark.django_db
def test_without_the_rule_they_would():
    world = World(KINDS, proven=False, rule=Fair)
    world.run(hours=1, late=300)
    assert not world.late or max(world.late) > 300


@pytest.mark.django_db
def test_in_one_line_by_the_time_they_were_due_they_would(monkeypatch):
    """The control of the slice: the first four hundred that are due, whoever they are."""

    def one_line(now):
        return {outlet.pk: outlet for outlet in Outlet.objects.due(now)[:400] if outlet.lease(now)}

    monkeypatch.setattr(gathering, "in_hand", one_line)
    world = World(KINDS, proven=True)
    world.run(hours=2, late=300)
    assert max(world.late) > 300


def test_no_machine_has_more_than_two_at_a_time():
    turns = Turns([Turn(n, "one.example", True, n) for n in range(5)] + [Turn(9, "two.example", True, 9)])
    taken = [turns.take() for _ in range(4)]
    assert [turn and turn.key for turn in taken] == [0, 1, 9, None] and A_HOST == 2
    turns.done(taken[0])
    assert turns.take().key == 2


def test_the_doubtful_have_a_few_lanes_alone():
    turns = Turns([Turn(n, f"{n}.example", False, n) for n in range(50)] + [Turn("live", "live.example", True, 99)])
    taken = [turn for turn in iter(turns.take, None)]
    assert len(taken) == turns.doubtful + 1 and "live" in {turn.key for turn in taken}


def test_one_odd_machine_ends_nobodys_round():
    def how(turn):
        if turn.key == "odd":
            raise RuntimeError("a parser's own slip")
        if turn.key == "gone":
            raise FetchFailed("gone")
        return Answer("https://x.example/", 200, {}, b"")

    came = {
        each.turn.key: each
        for each in asking.ask([Turn(k, k, True) for k in ("odd", "gone", "well")], how, for_seconds=5)
    }
    assert came["well"].answer and came["odd"].refusal and came["gone"].refusal.words == "gone"


@pytest.fixture
def drips():
    """Ten machines on this one that send a byte now and then and never end."""
    servers, stop = [], threading.Event()

    def serve(listener):
        while not stop.is_set():
            try:
                found, _from = listener.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(found,), daemon=True).start()

    def drip(found):
        try:
            found.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")
            while not stop.wait(0.2):
                found.sendall(b" ")
        except OSError:
            pass

    for _ in range(10):
        listener = socket.create_server(("127.0.0.1", 0))
        servers.append(listener)
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
    yield [listener.getsockname()[1] for listener in servers]
    stop.set()
    for listener in servers:
        listener.close()


def test_real_machines_that_drip_hold_up_no_live_one(drips):
    def how(turn):
        if turn.key == "live":
            return Answer("https://live.example/", 200, {}, b"")
        with socket.create_connection(("127.0.0.1", turn.key), timeout=1) as line:
            ends = time.monotonic() + 1.5
            while time.monotonic() < ends:
                line.recv(64)
        raise FetchFailed("too slow")

    turns = [Turn(port, f"slow{port}.example", False, 0) for port in drips] + [Turn("live", "live.example", True, 9)]
    began, first = time.monotonic(), None
    for came in asking.ask(turns, how, for_seconds=10):
        first = first or (came.turn.key, time.monotonic() - began)
    assert first[0] == "live" and first[1] < 1.0
