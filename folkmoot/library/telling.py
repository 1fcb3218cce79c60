"""What was changed in a case, in words: each revision with its fields before and after."""

from __future__ import annotations

from folkmoot.directory.models import Revision
from folkmoot.library.forms.cases import CaseForm
from folkmoot.library.models import Case

SILENT = {"", "when_from", "when_to", "same_as"}
FORM_NAME = {"cost_low_pence": "cost_low", "cost_high_pence": "cost_high", "topics": "topic"}


def history_of(case: Case) -> list[tuple[Revision, list[tuple[str, str, str]]]]:
    """Newest first: (revision, [(label, before, after)])."""
    rows = Revision.objects.of(case).select_related("by").order_by("-at", "-pk")[:200]
    return [(row, [_row(name, *pair) for name, pair in row.changes.items() if name not in SILENT]) for row in rows]


def _row(name: str, before, after) -> tuple[str, str, str]:
    field = CaseForm.base_fields.get(FORM_NAME.get(name, name))
    label = str(field.label) if field else name.replace("_", " ")
    return label, _said(name, before), _said(name, after)


def _said(name: str, value) -> str:
    """A plain value in words; a body or place by its name, money in pounds."""
    if value in (None, "", []):
        return ""
    field = Case._meta.get_field(name)
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        names = {thing.pk: str(thing) for thing in field.related_model._base_manager.filter(pk__in=keys)}
        return ", ".join(names.get(key, "?") for key in keys)
    if name.endswith("_pence"):
        return f"£{value / 100:,.2f}".removesuffix(".00")
    if field.choices:
        return str(dict(field.choices).get(value, value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
