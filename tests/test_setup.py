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
        ("mail", "smtp+tls://", "names no mail server"),
        ("mail", "smtp+tls://user:pass#word@mail.thornbeck.example:587", "write %23 for #"),
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


def test_two_answers_that_do_not_go_together_are_asked_again_and_nothing_typed_is_lost():
    kofi = "Kofi Mensah <kofi@thornbeck.example>"
    said = iter(["", "", "", "Also Amina <amina@thornbeck.example>", kofi, "kofi@thornbeck.example", "", "", ""])

    kept = setup.answers(GOOD, lambda words: next(said))

    assert kept["keeper2"] == kofi and kept["quiet"] == "trustees@thornbeck.example"


def test_what_may_be_empty_can_be_taken_away_again():
    said, asked = iter(["", "", "", "", "-", "", "-"]), []

    kept = setup.answers(GOOD | {"mail": "smtp://mail.thornbeck.example:25"}, lambda w: asked.append(w) or next(said))

    assert kept["quiet"] == kept["mail"] == ""
    assert "- takes it away" in asked[4] and "- takes it away" not in asked[0]


def test_run_again_it_keeps_what_somebody_wrote_into_the_settings_by_hand():
    stands = setup.site_env(GOOD).replace("Thornbeck Folkmoot", "Thornbeck Together")
    stands += "# our own\nFOLKMOOT_DATABASE_URL=postgres://folkmoot@db/moot\nFOLKMOOT_TRUSTED_PROXIES=127.0.0.1\n"

    again = setup.site_env(GOOD | {"mail": "smtp://mail.thornbeck.example:25", "quiet": ""}, GOOD, stands)

    assert "FOLKMOOT_DATABASE_URL=postgres://folkmoot@db/moot\n" in again and "# our own\n" in again
    assert "FOLKMOOT_TRUSTED_PROXIES=127.0.0.1\n" in again and "Thornbeck Together" in again
    assert "FOLKMOOT_MAIL_URL=smtp://mail.thornbeck.example:25\n" in again and "FOLKMOOT_QUIET_EMAIL" not in again


def test_who_leaves_before_the_end_changes_nothing_and_is_told_so(monkeypatch):
    def gone(words):
        raise EOFError

    monkeypatch.setattr("builtins.input", gone)
    with pytest.raises(SystemExit, match="nothing was changed"):
        setup._asked(GOOD)
