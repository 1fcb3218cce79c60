"""Pages in Welsh, begun: the words are whole and in use, and whoever chooses a language keeps it."""

from __future__ import annotations

import re
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings as configured
from django.utils import translation

from folkmoot.home import pagecache

FOLDER = configured.LOCALE_PATHS[0] / "cy" / "LC_MESSAGES"
WORDS = polib.pofile(str(FOLDER / "django.po"))
# Django says "7 months" for us, and has no Welsh for some of it.
DJANGOS = Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po"
HOLE = re.compile(r"%\(\w+\)[sd]")
LINK = re.compile(r'<a href="(/language/[^"]+)" lang="([^"]+)"[^>]*>([^<]+)</a>')


def source() -> str:
    root = Path(configured.BASE) / "folkmoot"
    files = [*root.rglob("*.html"), *(path for path in root.rglob("*.py") if "tests" not in path.parts)]
    return "\n".join(path.read_text() for path in files)


def test_what_is_compiled_is_what_is_written():
    compiled = polib.mofile(str(FOLDER / "django.mo"))
    assert {(e.msgid, e.msgstr, str(e.msgstr_plural)) for e in compiled} == {
        (e.msgid, e.msgstr, str(e.msgstr_plural)) for e in WORDS.translated_entries()
    }, "Run bin/words, and commit the .mo too."
    assert (FOLDER / "django.mo").read_bytes() == WORDS.to_binary()


def test_it_is_begun_and_nothing_in_it_is_in_doubt():
    assert len(WORDS.translated_entries()) == len(WORDS) >= 120
    assert WORDS.fuzzy_entries() == []


def test_every_string_is_one_that_pages_use():
    said = source()
    unused = [entry.msgid for entry in WORDS if HOLE.sub(lambda m: f"{{{{ {m[0][2:-2]} }}}}", entry.msgid) not in said]
    of_django = {entry.msgid for entry in polib.pofile(str(DJANGOS))}
    assert [words for words in unused if words not in said and words not in of_django] == []


def test_every_string_keeps_its_holes_and_its_last_sign():
    for entry in WORDS:
        for form, said in ({1: entry.msgstr} | entry.msgstr_plural).items():
            english = entry.msgid if form == 1 or not entry.msgid_plural else entry.msgid_plural
            if said:
                assert sorted(HOLE.findall(said)) == sorted(HOLE.findall(english)), entry.msgid
                assert (said[-1] in ".:?…)") == (english[-1] in ".:?…)"), entry.msgid


def test_the_front_page_in_welsh(client, village):
    page = client.get("/", headers={"accept-language": "cy"}).content.decode()
    assert '<html lang="cy">' in page
    for words in ("Lleoedd", "Pwy sy’n gwneud beth", "Mewngofnodi", "Beth ddigwyddodd yma"):
        assert words in page


def test_the_foot_of_every_page_leads_to_the_other_language(client, village):
    english = LINK.findall(client.get("/places/?q=dud ley").content.decode())
    assert [(code, name) for _, code, name in english] == [("cy", "Cymraeg")]
    answer = client.get(english[0][0].replace("&amp;", "&"))
    assert answer.status_code == 302 and answer.url == "/places/?q=dud%20ley"
    welsh = client.get(answer.url).content.decode()
    assert "Lleoedd" in welsh
    assert [(code, name) for _, code, name in LINK.findall(welsh)] == [("en-gb", "English")]


def test_choosing_sets_one_cookie_that_scripts_cannot_read_and_writes_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/language/cy/?next=/places/")
    cookie = answer.cookies["django_language"]
    assert list(answer.cookies) == ["django_language"] and cookie.value == "cy"
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(client, db, away):
    assert client.get("/language/cy/", {"next": away}).url == "/"


@pytest.mark.parametrize("code", ["fr", "en", "cy-x", "..", "cy%0d%0aSet-Cookie:%20a=b"])
def test_a_language_we_do_not_have_is_no_page(client, village, code):
    assert client.get(f"/language/{code}/").status_code == 404


def test_a_page_kept_in_one_language_is_not_given_in_the_other(client, village, settings):
    at = settings.MIDDLEWARE.index("django.middleware.locale.LocaleMiddleware") + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], "folkmoot.home.pagecache.PageCache", *settings.MIDDLEWARE[at:]]
    pagecache.shelf.clear()
    assert "Places" in client.get("/").content.decode()
    client.get("/language/cy/")
    assert "Lleoedd" in client.get("/").content.decode()
    client.get("/language/en-gb/")
    assert '<html lang="en-gb">' in client.get("/").content.decode()
    pagecache.shelf.clear()


@pytest.mark.parametrize("n", [0, 1, 2, 3, 6, 11])
def test_every_number_has_its_form(n):
    with translation.override("cy"):
        assert translation.ngettext("%(n)s waiting", "%(n)s waiting", n) % {"n": n} == f"{n} yn aros"
