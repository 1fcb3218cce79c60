"""The accent a host chooses can always be read."""

import pytest

from folkmoot.kit import colour

CHOSEN = ["#0d5c4d", "#ffff00", "#000000", "#ffffff", "#ff6600", "#1a73e8", "#808080", "#f0f", "#7fd3bb"]


@pytest.mark.parametrize("chosen", CHOSEN)
@pytest.mark.parametrize("scheme, dark", [(colour.LIGHT, False), (colour.DARK, True)])
def test_any_accent_is_readable_as_text_and_as_a_button(chosen, scheme, dark):
    names = {name: colour.parse(value) for name, value in colour.tokens(colour.parse(chosen), scheme, dark).items()}
    for ground in (colour.parse(scheme["paper"]), colour.parse(scheme["surface"]), names["--accent-soft"]):
        assert colour.contrast(names["--accent"], ground) >= 4.5
    assert colour.contrast(names["--accent-ink"], names["--accent"]) >= 4.5
    assert colour.contrast(names["--accent-ink"], names["--accent-deep"]) >= 4.5
    for at in (1, 2, 3):
        assert colour.contrast(names[f"--heat-{at}"], colour.parse(scheme["heat"])) >= 4.5


def test_a_colour_that_can_be_read_already_stays_as_chosen():
    assert colour.tokens(colour.parse("#0d5c4d"), colour.LIGHT, dark=False)["--accent"] == "#0d5c4d"


@pytest.mark.parametrize("text", ["", "green", "#12", "#0d5c4d;} body{display:none", "#ggg"])
def test_what_is_not_a_colour_makes_no_stylesheet(text):
    assert colour.stylesheet(text) == ""


def test_black_on_white_is_21():
    assert colour.contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
