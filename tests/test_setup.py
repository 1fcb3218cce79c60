"""The questions of bin/setup: what they take, what they refuse, and the file they write."""

from __future__ import annotations

import pytest

from folkmoot.config import setup

GOOD = {
    "place": "Thornbeck",
    "host": "Thornbeck Voluntary Action",
    "keeper1": "Amina Yusuf <amina@thornbeck.example>",
    "keeper2": "Kofi Mensah <kofi@thornbeck.example>",
    "quiet": "trustees@thornbeck.example",
    "site": "https://folkmoot.thornbeck.example",
    "mail": "",
}


def test_it_writes_the_settings_of_a_real_site():
    written = setup.site_env(setup.answers(GOOD, None))

    assert "FOLKMOOT_MODE=production\n" in written
    assert "FOLKMOOT_HOSTS=folkmoot.thornbeck.example\n" in written
    assert "FOLKMOOT_HOST_EMAIL=amina@thornbeck.example\n" in written
    assert "FOLKMOOT_QUIET_EMAIL=trustees@thornbeck.example\n" in written
    assert "FOLKMOOT_MAIL_URL" not in written


def test_whom_to_tell_may_be_left_empty():
    written = setup.site_env(setup.answers(GOOD | {"quiet": ""}, None))

    assert "FOLKMOOT_QUIET_EMAIL" not in written


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("place", "", "name of a place"),
        ("host", " ", "who answers for the site"),
        ("keeper1", "amina@thornbeck.example", "a name and an address"),
        ("keeper1", "Amina <amina>", "a name and an address"),
        ("site", "folkmoot.thornbeck.example", "as https://"),
        ("site", "http://folkmoot.thornbeck.example", "starts with https"),
        ("site", "https://thornbeck.example/moot", "nothing after the name"),
        ("mail", "mail.example", "smtp"),
        ("quiet", "the trustees", "Write one address"),
        ("quiet", "Amina@thornbeck.example", "a keeper's own"),
        ("keeper2", "Also Amina <amina@thornbeck.example>", "one address between them"),
    ],
)
def test_it_refuses_in_words(name, said, words):
    with pytest.raises(SystemExit, match=words):
        setup.answers(GOOD | {name: said}, None)


def test_it_asks_again_after_a_wrong_answer():
    said = iter(["", "", "Amina", "Amina Yusuf <amina@thornbeck.example>", "", "", "", ""])

    kept = setup.answers(GOOD | {"keeper1": ""}, lambda words: next(said))

    assert kept["keeper1"] == "Amina Yusuf <amina@thornbeck.example>"


def test_an_answers_file_with_a_wrong_line_names_it(tmp_path):
    path = tmp_path / "answers"
    path.write_text("place = Thornbeck\nplease\n")

    with pytest.raises(SystemExit, match="line 2"):
        dict(setup.from_file(path))


def test_a_line_break_cannot_add_a_setting():
    said = setup.answers(GOOD | {"host": "Evil\nFOLKMOOT_DEBUG=on"}, None)

    assert "\nFOLKMOOT_DEBUG" not in setup.site_env(said)
