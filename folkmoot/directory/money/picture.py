"""The picture of the money: four columns and the bands between them, by ids, so that they can be kept."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from folkmoot.directory.models import Activity, Organisation, Programme
from folkmoot.places.models import Place

MANY, OTHERS = -1, -2  # in place of an id: several places; all that do not fit
Step = tuple[int | None, ...]
Bar = tuple[str, int]
Band = tuple[int, str, str, int]


def picture(steps: list[tuple[Step, int]], most: int) -> tuple[list[dict], dict]:
    """(funder, programme, activity, place) with the pence of each piece → the sums of each column, the largest by
    themselves and what does not fit as one, and the bands between."""
    columns, kept = [], []
    for place in range(4):
        sums: Counter = Counter()
        for step, pence in steps:
            sums[step[place]] += pence
        largest = dict(sums.most_common(most))
        rest = sum(sums.values()) - sum(largest.values())
        kept.append(set(largest))
        columns.append(largest | ({OTHERS: rest} if rest else {}))
    bands: Counter = Counter()
    for step, pence in steps:
        ends = [key if key in kept[place] else OTHERS for place, key in enumerate(step)]
        for place in range(3):
            bands[place, ends[place], ends[place + 1]] += pence
    return columns, dict(bands)


def named(
    columns_of: list[dict], bands_of: dict
) -> tuple[list[list[tuple[str, int]]], list[tuple[int, str, str, int]]]:
    """The same by name: columns of (name, pence), largest first, and bands (column, from, to, pence). Two of one name
    are drawn as one.

    Money for several places is shown as one band to "several places"; what does not fit as "others".
    """
    names = [_names(place, keys) for place, keys in enumerate(columns_of)]
    columns = []
    for place, sums in enumerate(columns_of):
        by_name: Counter = Counter()
        for key, pence in sums.items():
            by_name[names[place][key]] += pence
        columns.append(by_name.most_common())
    bands: Counter = Counter()
    for (place, start, end), pence in bands_of.items():
        bands[place, names[place][start], names[place + 1][end]] += pence
    return columns, [(*band, pence) for band, pence in bands.items()]


def _names(column: int, keys) -> dict[int | None, str]:
    model = (Organisation, Programme, Activity, Place)[column]
    found = model.objects.in_bulk([key for key in keys if key is not None and key > 0])
    unsaid = _("no programme") if column == 1 else _("Not said")
    words = {None: unsaid, MANY: _("several places"), OTHERS: _("others")}
    return {key: words.get(key) or str(found.get(key, _("others"))) for key in keys}
