"""What the matrix of tests/test_access.py asks of the newsroom: examples of its routes, and whom each lets in."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing
from folkmoot.newsroom.models import Mention, Outlet, OutsidePost, Piece, Reporter, RoundUp, Subject
from folkmoot.newsroom.publishing import STOP

LOOK_AFTER = ("amina", "kofi", "deputy")
SIGNED_IN = ("bram", "carys", "amina", "dilys", "kofi", "deputy")
# Bram is on the rota of the winter event, and so is Carys in the matrix below; the desk is Amina's.
WRITES = ("bram", *LOOK_AFTER)


def _held(village: SimpleNamespace, thing, kind: str):
    """A twin of it that moderators hold back, named as what strangers must not see."""
    told = {"kind": kind, "key": thing.pk, "title": "Zyxomma held", "address": "/"}
    thing.standing = Standing.objects.create(state=Standing.State.HELD, **told)
    thing.save()
    return thing


def pieces(village: SimpleNamespace) -> dict:
    if not hasattr(village, "_pieces"):
        facts = {"desk": village.desk, "by": village.amina, "kind": "words"}
        live = Piece.objects.create(words="A report", once="matrix", **facts)
        hidden = Piece.objects.create(
            words="Zyxomma nobody said who is in it", once="matrix 2", people="later", **facts
        )
        held = _held(village, Piece.objects.create(words="Zyxomma held", once="matrix 3", **facts), "newsroom.piece")
        village._pieces = {"live": live, "draft": hidden, "held": held}
    return village._pieces


def outlets(village: SimpleNamespace) -> dict:
    if not hasattr(village, "_outlets"):
        facts = {"place": village.thornbeck, "by": village.amina}
        held = Outlet.objects.create(name="Zyxomma held", address="https://held.example.org/", **facts)
        village._outlets = {"live": village.outlets[0], "held": _held(village, held, "newsroom.outlet")}
    return village._outlets


def posts(village: SimpleNamespace) -> dict:
    if not hasattr(village, "_posts"):
        facts = {"outlet": village.outlets[0], "address": "https://a.example.org/x", "canonical": "a.example.org/x"}
        waits = OutsidePost.objects.create(guid="1", title="Zyxomma waits", state="waits", **facts)
        held = OutsidePost.objects.create(guid="2", title="Zyxomma held", state="shown", **facts)
        held = _held(village, held, "newsroom.outsidepost")
        village._posts = {"live": village.outside_posts[3], "unpublished": waits, "held": held}
    return village._posts


def round_ups(village: SimpleNamespace) -> dict:
    if not hasattr(village, "_round_ups"):
        facts = {"desk": village.desk, "by": village.amina, "words": "x"}
        draft = RoundUp.objects.create(title="Zyxomma draft", **facts)
        village._round_ups = {"live": village.round_up, "draft": draft}
    return village._round_ups


def _reporter(village: SimpleNamespace) -> Reporter:
    return village.desk.reporters.get(person=village.carys)


def _subject(village: SimpleNamespace) -> Subject:
    return Subject.objects.filter(piece=village.pieces[1]).first()


def _waiting(village: SimpleNamespace) -> Mention:
    facts = {"source": "https://b.example.org/", "target_said": "x", "event": village.winter, "state": "true"}
    return Mention.objects.get_or_create(source_digest="matrix", target="/events/", defaults=facts)[0]


def _draft(village: SimpleNamespace) -> dict:
    return {state: {"pk": one.pk} for state, one in round_ups(village).items()}


THINGS: dict = {
    "newsroom/pieces": pieces,
    "newsroom/blogs": outlets,
    "newsroom/posts": posts,
    "newsroom/round-ups": round_ups,
    "newsroom/places": "places.place",
    "newsroom/events": "events.event",
}
EXAMPLES: dict = {
    "newsroom:asked": lambda village: {"pk": village.winter.pk, "reporter": _reporter(village).pk},
    "newsroom:leave": lambda village: {"pk": village.winter.pk, "reporter": _reporter(village).pk},
    "newsroom:picture": lambda village: {"pk": village.pieces[0].pk, "size": "small"},
    "newsroom:put_right": lambda village: {"pk": village.pieces[1].pk, "subject": _subject(village).pk},
    "newsroom:took_back": lambda village: {"pk": village.pieces[1].pk, "subject": _subject(village).pk},
    "newsroom:do": lambda village: {"pk": pieces(village)["live"].pk, "what": "hide"},
    "newsroom:slip": lambda village: {"token": sign("slip", _subject(village).pk)},
    "newsroom:slip_picture": lambda village: {"token": sign("slip", _subject(village).pk)},
    "newsroom:change_outlet": lambda village: {"pk": village.outlets[0].pk, "what": "now"},
    "newsroom:decide": lambda village: {"pk": village.outside_posts[3].pk, "what": "leave-out"},
    "newsroom:mention": lambda village: {"key": village.mention.key},
    "newsroom:decide_mention": lambda village: {"key": _waiting(village).key},
    "newsroom:line": lambda village: {
        "pk": village.round_up.pk,
        "line": village.round_up.lines.first().pk,
        "what": "down",
    },
    "newsroom:publish_round_up": lambda village: {"pk": round_ups(village)["draft"].pk, "what": "publish"},
    "newsroom:stop": lambda village: {"token": sign(STOP, village.bram.key)},
}
SENT: dict = {
    "newsroom:settings": {"consent": "x", "questions": "x", "licence": "cc-by", "shows": "checked", "posts": "all"}
    | {"wall_delay": "5"},
    "newsroom:rota": {"who": "Dilys Price", "part": "writer"},
    "newsroom:asked": {"answer": "yes"},
    "newsroom:new": {"kind": "words", "words": "x", "once": "matrix"},
    "newsroom:edit": {"words": "y", "people": "nobody"},
    "newsroom:people": {"name": "x"},
    "newsroom:put_right": {"name": "x"},
    "newsroom:interview": {"answer_0": "x", "once": "card", "who-TOTAL_FORMS": "0", "who-INITIAL_FORMS": "0"},
    "newsroom:add": {"name": "x", "address": "https://a.example.org/", "place": "Thornbeck"},
    "newsroom:add_to_desk": {"name": "x", "address": "https://a.example.org/"},
    "newsroom:round_ups": {"title": "x"},
    "newsroom:edit_round_up": {"title": "x", "words": "y"},
    "newsroom:add_line": {"words": "x"},
    "newsroom:decide": {"because": "x"},
    "newsroom:decide_mention": {"answer": "yes"},
}
LETS_IN: dict = {
    "newsroom:new": WRITES,
    "newsroom:board": WRITES,
    "newsroom:brief": WRITES,
    "newsroom:slips": WRITES,
    "newsroom:asked": ("bram", "carys", *LOOK_AFTER),
    "newsroom:add_line": LOOK_AFTER,
    "newsroom:add_to_desk": LOOK_AFTER,
    "newsroom:add_list": ("dilys", *LOOK_AFTER),
    "newsroom:interview": WRITES,
    "newsroom:ready": WRITES,
    "newsroom:cards": WRITES,
    "newsroom:put_right": WRITES,
    "newsroom:took_back": WRITES,
    "newsroom:add": SIGNED_IN,
    "newsroom:rota": WRITES,
    "newsroom:leave": ("carys", *LOOK_AFTER),
    "newsroom:": LOOK_AFTER,
}
