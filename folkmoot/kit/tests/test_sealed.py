"""Sealed words: noise in the database, themselves to the running site, lost without the key."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from folkmoot.kit import sealed


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def test_what_is_sealed_opens_again_and_is_never_the_same_twice(data):
    once, again = sealed.seal("No nuts"), sealed.seal("No nuts")
    assert once != again and "nuts" not in once
    assert sealed.open_sealed(once) == sealed.open_sealed(again) == "No nuts"
    assert sealed.seal("") == sealed.open_sealed("") == ""


def test_the_key_is_made_once_and_for_its_owner_alone(data):
    sealed.seal("x")
    key = (data / "sealed.key").read_text()
    sealed.seal("y")
    assert (data / "sealed.key").read_text() == key
    assert (data / "sealed.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.iterdir()] == ["sealed.key"]


def test_with_another_key_it_says_what_to_do(data):
    kept = sealed.seal("x")
    (data / "sealed.key").write_text(Fernet.generate_key().decode())
    sealed._box.cache_clear()
    with pytest.raises(sealed.CannotBeOpened, match="sealed.key"):
        sealed.open_sealed(kept)


def test_a_new_key_on_top_still_opens_what_the_old_one_sealed(data):
    kept, path = sealed.seal("x"), data / "sealed.key"
    path.write_text(Fernet.generate_key().decode() + "\n" + path.read_text())
    sealed._box.cache_clear()
    assert sealed.open_sealed(kept) == "x"
