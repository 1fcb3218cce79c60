"""Hostile words in every field of the newsroom, the library and moderation, on every page of theirs, in feeds shown on
other sites and in the mails as a browser draws them, with the content policy off: nothing of them runs."""

from __future__ import annotations

from itertools import cycle

import pytest
from django.db import models
from django.db.models import F
from django.utils import timezone

from folkmoot.feeds import following, sending, streams
from folkmoot.feeds.drawing import Told, draw
from folkmoot.feeds.models import Digest, Follower
from folkmoot.journal.models import Line
from folkmoot.kit import mail
from folkmoot.kit.foreign import clean, excerpt
from folkmoot.library.models import Case, Part, Toolkit
from folkmoot.library.models import Page as LibraryPage
from folkmoot.moderation.models import Report, Ruling, Standing
from folkmoot.newsroom import publishing
from folkmoot.newsroom.models import Desk, Mention, Moment, Outlet, OutsidePost, Piece, RoundUp, RoundUpLine, Subject

from .test_hostile_talk import ACTIVE, HOOK, OWN, batches, payloads

# What is no free text: who knows it by that word, or where it stands. Addresses are looked at before they are kept.
FIXED = {"key", "slug", "once", "code", "guid", "address", "canonical", "source", "source_digest", "target", "kind"}
FIXED |= {"target_said", "picture", "etag", "modified", "feed", "tag", "link", "website", "reference", "digest", "salt"}
FIXED |= {"landed_kind", "landed_key", "landed_address", "frozen", "place_path", "verb", "previous", "said", "licence"}


def soil(rows: models.QuerySet, words: cycle) -> None:
    """Hostile words in every field of free text of these rows, each field its own as far as it holds them."""
    names = [
        field for field in rows.model._meta.concrete_fields if isinstance(field, (models.CharField, models.TextField))
    ]
    free = [field for field in names if field.name not in FIXED and not field.choices and not field.primary_key]
    for row in rows:
        facts = {field.name: next(words)[: field.max_length or 9000] for field in free}
        rows.model._base_manager.filter(pk=row.pk).update(**facts)


@pytest.fixture
def hostile(village):
    """The addresses of all pages that show what was soiled."""
    words = cycle([*OWN, "\n\n".join(OWN), *payloads()[:400]])
    for model in (Desk, Piece, Subject, Moment, Outlet, OutsidePost, Mention, RoundUp, RoundUpLine, LibraryPage, Case):
        soil(model.objects.all(), words)
    for model in (Toolkit, Part):
        soil(model.objects.all(), words)
    raw = "".join(f"<p>{one}</p>" for one in OWN) + "\n\n".join(payloads()[:300])
    OutsidePost.objects.exclude(frozen="").update(frozen=clean(raw), excerpt=excerpt(clean(raw)), kept_at=F("found_at"))
    Mention.objects.update(state="true", approved=True, is_repost=False)
    pages = [LibraryPage.begin(village.tea_page.folder, f"Hostile {n}", text, village.bram) for n, text in
             enumerate(batches(payloads()))]  # fmt: skip
    standing = Standing.of(village.halls_page, author=village.bram)
    standing.report("abuse", "\n\n".join(OWN), village.carys)
    standing.rule("held", "\n".join(OWN), village.kofi)
    soil(Standing.objects.all(), words)
    soil(Report.objects.all(), words)
    soil(Ruling.objects.all(), words)
    for thing in (*Piece.objects.all(), *OutsidePost.objects.all(), *RoundUp.objects.all(), *LibraryPage.objects.all()):
        thing.follow_standing()
    for thing in (*Piece.objects.all()[:3], *OutsidePost.objects.all()[:3], RoundUp.objects.first(), *pages[:3]):
        Line.record(village.bram, "changed", thing, place=village.thornbeck, title=next(words))
    return _pages(village, pages)


def _pages(village, pages: list) -> list[str]:
    desk, place = village.autumn_desk.get_absolute_url(), "/newsroom/places/thornbeck/"
    at = ["/newsroom/", place, f"{place}blogs/", desk, village.autumn.get_absolute_url(), "/places/thornbeck/"]
    at += [f"{desk}{name}/" for name in ("settings", "rota", "board", "brief", "slips", "cards", "interview", "new")]
    at += [f"{desk}{name}/" for name in ("look", "wall", "elsewhere", "round-ups", "wall/live")]
    at.append(f"/events/{village.autumn.pk}/record/")
    for piece in Piece.objects.all():
        at += [piece.get_absolute_url(), f"{piece.get_absolute_url()}edit/", f"{piece.get_absolute_url()}people/"]
    for subject in Subject.objects.all():
        at += [f"{subject.piece.get_absolute_url()}people/{subject.pk}/edit/", subject.get_absolute_url()]
    round_up = RoundUp.objects.get().get_absolute_url()
    at += [round_up, f"{round_up}edit/", f"{round_up}letter/"]
    for model in (OutsidePost, Outlet, Mention):
        at += [
            thing.get_absolute_url() for thing in model.objects.filter(**{"story": False} if model != Mention else {})
        ]
    at += ["/library/", "/library/pages/", "/library/recent/", "/library/cases/", "/library/toolkits/"]
    library = [*pages, *Case.objects.live().shown(), *Toolkit.objects.live().shown(), village.tea_page]
    for thing in library:
        at.append(thing.get_absolute_url())
    at += [f"{page.get_absolute_url()}history/" for page in pages[:2]]
    ruling = Ruling.objects.first()
    at += ["/moderation/", "/moderation/log/", ruling.get_absolute_url(), f"/moderation/{ruling.standing_id}/"]
    at += [
        Report.objects.first().get_absolute_url(),
        "/feeds/",
        "/feeds/news/",
        "/feeds/near/?postcode=TB1+1AA&km=25",
        "/feeds/preview/",
        "/journal/",
    ]
    at += [f"/feeds/embed/{part}?about=/places/thornbeck/" for part in ("", "list/")]
    return [*at, "/search/?q=script", "/me/news/"]


def letters(village) -> list[str]:
    """The mails in which these words leave, as HTML."""
    found = following.what("/places/thornbeck/", None)
    follower = Follower(**found._asdict(), pace="weekly", email="nan@example.org")
    told = [Told.of_line(line) for line in streams.lines_of(found)[:60]]
    digest = Digest(follower=follower, pace="weekly", until=timezone.now())
    context = sending.letter_of(digest, draw(told, None, timezone.localdate()))
    news = mail.letter("nan@example.org", "x", "feeds/mail/digest", context, stop="/feeds/stop/x/")
    round_up = publishing.context_for(RoundUp.objects.get(), OWN[0])
    week = mail.letter("nan@example.org", "x", "newsroom/mail/round_up", round_up, stop="/feeds/stop/x/")
    return [str(one.alternatives[0][0]) for one in (news, week)]


def test_nothing_that_people_write_in_the_news_runs_anywhere(village, hostile, site, browser, sign_in):
    context = browser.new_context(base_url=site, bypass_csp=True, locale="en-GB")
    context.add_init_script(HOOK)
    page = context.new_page()
    sign_in(page, village.amina)
    found, missing = {}, []
    for address in hostile:
        answer = page.goto(address)
        if answer and answer.status >= 400:
            missing.append((address, answer.status))
        if struck := [one for one in page.evaluate(ACTIVE) if not _is_ours(one, address)]:
            found[address] = struck[:3]
    for number, html in enumerate(letters(village)):
        assert "hit()" in html, "the words are in the mail"
        page.set_content(html)
        page.wait_for_timeout(100)
        if struck := page.evaluate(ACTIVE):
            found[f"mail {number}"] = struck[:3]
    context.close()
    assert found == {}
    assert missing == []


def _is_ours(struck: str, address: str) -> bool:
    """The page that shows how a frame of ours looks has that frame."""
    return struck == "IFRAME" and address.startswith("/feeds/embed/?")
