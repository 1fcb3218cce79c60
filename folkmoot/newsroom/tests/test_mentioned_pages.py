"""Every page that has somebody who looks after it can be mentioned from elsewhere, and they say whether it shows."""

from __future__ import annotations

import pytest
from django.conf import settings

from folkmoot.directory.models import Organisation
from folkmoot.journal.models import Notice
from folkmoot.moderation.models import Standing
from folkmoot.newsroom import mentions, whose
from folkmoot.newsroom.models import Mention
from folkmoot.newsroom.tests.made import answer

SOURCE = "https://blog.example.org/post"


def told(client, thing, source: str = SOURCE):
    return client.post("/newsroom/mentions/", {"source": source, "target": f"{settings.SITE_URL}{thing}"})


def found(path: str) -> Mention:
    mention = Mention.objects.get(target=path, source=SOURCE)
    page = f"<title>What we saw</title><p>Look: <a href='{settings.SITE_URL}{path}'>there</a></p>"
    mentions.look(mention, answer(page, url=SOURCE, content_type="text/html; charset=utf-8"))
    return Mention.objects.get(pk=mention.pk)


@pytest.mark.once
def test_a_page_of_each_kind_says_where_mentions_go_and_takes_them(client, village):
    body = Organisation.objects.live().shown().first()
    things = [village.drop_in, body, village.lunch_case, village.sundays, village.heating]
    kinds = {client.get(one.get_absolute_url()).resolver_match.view_name for one in things}
    assert kinds <= set(whose.THINGS) and len(kinds) == 5
    for one in things:
        assert 'rel="webmention"' in client.get(one.get_absolute_url()).headers["Link"], one
        assert told(client, one.get_absolute_url()).status_code == 201, one


def test_whoever_looks_after_it_is_asked_and_nothing_shows_before_they_said_yes(client, village):
    path = village.lunch_case.get_absolute_url()
    owner = village.lunch_case.entered_by
    told(client, path)
    mention = found(path)
    assert Notice.objects.filter(person=owner, address=f"{path}#mentioned").count() == 1
    assert "What we saw" not in client.get(path).content.decode()
    client.force_login(village.carys)
    assert "What we saw" not in client.get(path).content.decode()
    assert client.post(f"/newsroom/mentions/{mention.key}/decide/", {"answer": "yes"}).status_code == 403
    client.force_login(owner)
    assert "Waits for you to look" in client.get(path).content.decode()
    client.post(f"/newsroom/mentions/{mention.key}/decide/", {"answer": "yes"})
    client.logout()
    assert "What we saw" in client.get(path).content.decode()


def test_what_is_for_members_or_of_the_story_or_held_takes_none(client, village):
    story = type(village.sundays).objects.filter(story=True).first()
    village.sundays.readers = "members"
    village.sundays.save()
    Standing.of(village.lunch_case, village.amina).rule("removed", "An example.", village.kofi)
    shut = [village.sundays, village.heating, village.lunch_case, *([story] if story else [])]
    assert {told(client, one.get_absolute_url()).status_code for one in shut} == {400}
