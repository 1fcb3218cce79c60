"""The grid to degrees, against the Ordnance Survey's published test points (OSTN15 developer pack, and the
worked example of its guide to coordinate systems)."""

from __future__ import annotations

import numpy as np
import pytest

from folkmoot.places.grid import to_degrees

PUBLISHED = (
    (50.43885826, -4.10864564, 250359.811, 62016.569),
    (50.93127938, -1.45051434, 438710.920, 114792.250),
    (51.37447026, 1.44454730, 639821.835, 169565.858),
    (51.48936565, -0.11992557, 530624.974, 178388.464),
    (52.25529382, -2.15458614, 389544.190, 261912.153),
    (52.658007833, 1.716073973, 651409.804, 313177.450),
    (52.96219109, -1.19747656, 454002.834, 340834.943),
    (53.41628516, -4.28918070, 247958.971, 393492.909),
    (54.11685144, -0.07773133, 525745.670, 470703.214),
    (54.97912274, -1.61657685, 424639.355, 565012.703),
    (55.92478266, -3.29479219, 319188.434, 670947.534),
    (57.13902519, -2.04856031, 397160.491, 805349.736),
    (58.51560361, -6.26091456, 151968.652, 966483.780),
)


@pytest.mark.parametrize(("latitude", "longitude", "east", "north"), PUBLISHED)
def test_it_is_within_five_metres_of_what_is_published(latitude, longitude, east, north):
    down, across = to_degrees([east], [north])
    north_off = (down[0] - latitude) * 111_200
    east_off = (across[0] - longitude) * 111_320 * np.cos(np.radians(latitude))
    assert np.hypot(north_off, east_off) < 5


def test_many_points_at_once_are_the_same_as_one_by_one():
    east, north = [p[2] for p in PUBLISHED], [p[3] for p in PUBLISHED]
    down, across = to_degrees(east, north)
    alone = [to_degrees([e], [n]) for e, n in zip(east, north, strict=True)]
    assert down.tolist() == [pair[0][0] for pair in alone]
    assert across.tolist() == [pair[1][0] for pair in alone]
