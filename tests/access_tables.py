"""What the matrix of tests/test_access.py asks of tables, records and help sessions."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils import timezone

from folkmoot.events.models import CheckIn, CouldHost, FollowUp, Mapped, Note, Output, Photo, TableCode, WriteUp
from folkmoot.events.models.swap import LINK
from folkmoot.kit.links import sign
from folkmoot.kit.uploads import Picture

SIGNED_IN = ("bram", "carys", "amina", "dilys", "kofi", "deputy")


def _card(village: SimpleNamespace, purpose: str = "scribe") -> TableCode:
    return TableCode.make(village.winter, purpose=purpose)


def _mapped(village: SimpleNamespace) -> Mapped:
    return Mapped.enter(_card(village, "mapping"), {"body": "A group", "title": "A programme"}, once="example")


def _line(village: SimpleNamespace) -> Note:
    return Note.jot(_card(village), "point", "A line", once="example")


def _came(village: SimpleNamespace) -> CheckIn:
    return CheckIn.objects.get_or_create(event=village.winter, person=village.amina)[0]


def _next(village: SimpleNamespace) -> FollowUp:
    facts = {"audience": "everyone", "published_at": timezone.now()}
    WriteUp.objects.update_or_create(event=village.winter, defaults=facts)
    return FollowUp.objects.get_or_create(event=village.winter, title="Another", by=village.amina)[0]


def _offer(village: SimpleNamespace) -> CouldHost:
    return CouldHost.objects.get_or_create(follow_up=_next(village), person=village.bram)[0]


def _output(village: SimpleNamespace) -> Output:
    return Output.add(village.winter, village.amina, "A list", words="One", once="example")


def _photo(village: SimpleNamespace) -> Photo:
    return Photo.add(
        village.winter, Picture("png", 1, 1, b"a", b"b"), "A wall", "nobody", by=village.amina, once="example"
    )


def _winter(village: SimpleNamespace, **more) -> dict:
    return {"pk": village.winter.pk} | more


EXAMPLES: dict = {
    "events:help_series": lambda village: {"pk": village.help_series.pk},
    "events:come": lambda village: {"pk": village.help_days[2].pk},
    "events:board": lambda village: {"pk": village.help_days[2].pk},
    "events:board_live": lambda village: {"pk": village.help_days[2].pk},
    "events:on_board": lambda village: {"pk": village.help_days[2].pk, "what": "walk-in"},
    "events:table": lambda village: {"code": _card(village).code},
    "events:lines": lambda village: {"code": _card(village).code},
    "events:rewrite": lambda village: {"code": _card(village).code, "pk": _line(village).pk},
    "events:strike": lambda village: {"code": _card(village).code, "pk": _line(village).pk},
    "events:close_code": lambda village: _winter(village, card=_card(village).pk),
    "events:keep_inside": lambda village: _winter(village, note=_line(village).pk),
    "events:map_one": lambda village: {"code": _card(village, "mapping").code},
    "events:strike_mapped": lambda village: _winter(village, card=_mapped(village).pk),
    "events:swaps": lambda village: {"pk": _came(village).event_id},
    "events:swap_by_link": lambda village: {"token": sign(LINK, _came(village).pk)},
    "events:record_by_link": lambda village: {"token": sign("record", _came(village).pk)},
    "events:edit_output": lambda village: _winter(village, output=_output(village).pk),
    "events:show_output": lambda village: _winter(village, output=_output(village).pk),
    "events:photo": lambda village: {"photo": _photo(village).pk, "size": "small"},
    "events:show_photo": lambda village: _winter(village, photo=_photo(village).pk),
    "events:drop_photo": lambda village: _winter(village, photo=_photo(village).pk),
    "events:table_photo": lambda village: {"code": _card(village).code},
    "events:could_host": lambda village: _winter(village, follow_up=_next(village).pk),
    "events:offer_link": lambda village: {"kind": "next", "pk": _next(village).pk},
    "events:offer_by_mail": lambda village: {
        "token": sign("could host", ["next", _next(village).pk, "jo@thornbeck.example"])
    },
    "events:make_next": lambda village: _winter(village, follow_up=_next(village).pk),
    "events:cannot_host": lambda village: _winter(village, follow_up=_next(village).pk, offer=_offer(village).pk),
}
SENT: dict = {
    "events:come": {"name": "x", "once": "matrix"},
    "events:on_board": {"name": "x", "once": "matrix"},
    "events:map_one": {"body": "A group", "title": "A programme", "once": "matrix"},
    "events:lines": {"kind": "point", "words": "x", "once": "matrix"},
    "events:rewrite": {"words": "y", "version": "1"},
    "events:swaps": {"do": "put", "name": "A", "contact": "b"},
    "events:swap_by_link": {"do": "put", "name": "A", "contact": "b"},
    "events:keep_story": {"story": "x"},
    "events:publish_record": {"audience": "hosts"},
    "events:add_output": {"title": "x", "words": "y"},
    "events:edit_output": {"title": "x", "words": "y"},
    "events:propose_next": {"title": "x"},
    "events:offer_link": {"email": "jo@thornbeck.example"},
    "events:offer_by_mail": {"name": "x"},
    "events:themes": {"name": "x"},
}
LETS_IN: dict = {
    "events:add_photo": ("bram", "dilys", "amina", "kofi", "deputy"),
    "events:swaps": ("amina",),
    "events:could_host": SIGNED_IN,
    "events:cannot_host": ("bram",),
    "mapping_": ("amina", "kofi", "deputy"),
}
