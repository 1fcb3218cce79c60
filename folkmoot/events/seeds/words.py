"""The kinds of event that the site begins with; those there already are left alone."""

from __future__ import annotations

from folkmoot.events.models import KindOfEvent

KINDS = (
    ("meeting", "Meeting"),
    ("workshop", "Workshop"),
    ("unconference", "Unconference"),
    ("focus-group", "Focus group"),
    ("help-session", "Help session"),
    ("forum", "Forum"),
    ("hearing", "Hearing"),
    ("demo", "Demonstration"),
    ("training", "Training"),
    ("social", "Social"),
)


def plant_words() -> None:
    for order, (code, name) in enumerate(KINDS):
        KindOfEvent.objects.get_or_create(code=code, defaults={"name": name, "order": order})
