"""What the matrix of tests/test_access.py asks of what is asked for and decided."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.decisions.models import Contrary, CoSignature, Decision, Ground, Objection, Proposition, Version, Way
from folkmoot.directory.models import Post

SIGNED_IN = ("bram", "carys", "amina", "dilys", "kofi", "deputy")
OWNERS = ("amina", "deputy")
CANARY = "Zyxomma"


def _draft(village: SimpleNamespace) -> Proposition:
    """Amina's own, being written."""
    return Proposition.begin(f"{CANARY} draft", village.amina, "matrix", place=village.thornbeck)


def _asked(village: SimpleNamespace) -> Proposition:
    """Amina's own, put to a post that Dilys holds, and answered by nobody."""
    post = Post.objects.get(organisation=village.council, name="Councillor for Mill Lane")
    facts = {"words": "The council mends the gate.", "post": post, "due_on": village.crossing.due_on.replace(year=2099)}
    one, _new = Proposition.objects.get_or_create(title="A gate that shuts", by=village.amina, defaults=facts)
    return one if one.put_at else one.put(village.amina)


def propositions(village: SimpleNamespace) -> dict:
    return {"live": _asked(village), "unpublished": _draft(village)}


def _ours(village: SimpleNamespace) -> Decision:
    """Amina's own, with Bram on its roll, its text written."""
    one = Decision.begin("Which day we meet", village.amina, "consent", "matrix")
    Version.write(one, village.amina, [(None, "We meet on Mondays.")])
    if one.round() is None:
        one.enrol([village.bram], village.amina)
    return one


def _among_few(village: SimpleNamespace) -> Decision:
    one = Decision.begin(f"{CANARY} unpublished", village.amina, "consent", "matrix few", audience="roll")
    Version.write(one, village.amina, [(None, "Words")])
    return one


def decisions(village: SimpleNamespace) -> dict:
    return {"live": _ours(village), "unpublished": _among_few(village)}


def _way(village: SimpleNamespace) -> Way:
    return Way.add(_draft(village), village.amina, "A way")


def _ground(village: SimpleNamespace) -> Ground:
    return Ground.lay(_draft(village), village.amina, "said", "A ground")


def _signature(village: SimpleNamespace) -> CoSignature:
    return CoSignature.sign(_asked(village), village.bram)


def _contrary(village: SimpleNamespace) -> Contrary:
    return Contrary.say(_asked(village), _barrier(village), village.amina, "There is one gate.")


def _barrier(village: SimpleNamespace) -> Proposition:
    """Amina's own as well, put to the same post: what can stand against the gate."""
    facts = {
        "words": "The council takes the gate away.",
        "post": _asked(village).post,
        "due_on": _asked(village).due_on,
    }
    one, _new = Proposition.objects.get_or_create(title="No gate at all", by=village.amina, defaults=facts)
    return one if one.put_at else one.put(village.amina)


def _objection(village: SimpleNamespace) -> Objection:
    one = _ours(village)
    return Objection.raise_one(one, village.bram, one.newest().plain()[0][0], "Mondays are full")


THINGS: dict = {"decisions": propositions, "decisions/ours": decisions}
EXAMPLES: dict = {
    "decisions:body": lambda village: {"pk": village.council.pk},
    "decisions:step": lambda village: {"unpublished": {"pk": _draft(village).pk, "name": "interest"}},
    "decisions:ways": lambda village: {"unpublished": {"pk": _draft(village).pk}},
    "decisions:choose_way": lambda village: {"unpublished": {"pk": _draft(village).pk, "way": _way(village).pk}},
    "decisions:drop_way": lambda village: {"unpublished": {"pk": _draft(village).pk, "way": _way(village).pk}},
    "decisions:grounds": lambda village: {"unpublished": {"pk": _draft(village).pk}},
    "decisions:drop_ground": lambda village: {"unpublished": {"pk": _draft(village).pk, "ground": _ground(village).pk}},
    "decisions:unsign": lambda village: {"pk": _asked(village).pk, "signature": _signature(village).pk},
    "decisions:take_contrary_back": lambda village: {"pk": _asked(village).pk, "contrary": _contrary(village).pk},
    "decisions:minute": lambda village: {"pk": village.crossing.pk},
    "decisions:deed": lambda village: {"pk": village.crossing.pk},
    "decisions:undo": lambda village: {"pk": village.crossing.pk},
    "decisions:end_objection": lambda village: {"pk": _ours(village).pk, "objection": _objection(village).pk},
    "decisions:count_again": lambda village: {"pk": village.next_theme.pk},
    "decisions:settle": lambda village: {"pk": village.next_theme.pk},
    "decisions:review": lambda village: {"pk": village.hall_rules.pk},
    "decisions:close": lambda village: {"pk": village.next_theme.pk},
}
SENT: dict = {
    "decisions:answer": {"choice": "yes"},
    "decisions:sign": {"body": ""},
    "decisions:withdraw": {"because": "x"},
    "decisions:again": {"how": "again"},
    "decisions:contrary": {"other": "1", "because": "x"},
    "decisions:object": {"words": "x"},
    "decisions:view": {"choice": "see-me", "because": "x"},
    "decisions:pauses": {
        "name": "Thornbeck Council",
        "from_on": "2027-03-20",
        "until_on": "2027-05-06",
        "because": "x",
    },
}
LETS_IN: dict = {
    "decisions:sign": SIGNED_IN,
    "decisions:not_sign": SIGNED_IN,
    "decisions:unsign": ("bram",),
    "decisions:carry": ("dilys",),
    "decisions:take_contrary_back": ("amina",),
    "decisions:view": SIGNED_IN,
    "decisions:answer": ("dilys",),
    "decisions:minute": ("amina", "deputy", "dilys"),
    "decisions:deed": ("amina", "deputy", "dilys"),
    "decisions:undo": ("dilys",),
    "decisions:say": ("bram", "amina"),
    "decisions:delegate": ("bram", "amina"),
    "decisions:object": ("bram", "amina"),
    "decisions:end_objection": ("bram",),
    "decisions:count_again": ("bram", *OWNERS),
    "decisions:": OWNERS,
}
