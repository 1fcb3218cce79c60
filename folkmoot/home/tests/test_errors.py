"""The pages people meet when something is wrong say what to do, and never break themselves."""

import pytest
from django.test import Client, RequestFactory

from folkmoot.home import errors


@pytest.mark.django_db
def test_nothing_there_offers_a_search(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert b"There is no page here" in answer.content and b'name="q"' in answer.content


@pytest.mark.django_db
def test_a_stranger_to_this_site_s_name_still_gets_an_answer():
    answer = Client(headers={"host": "evil.example"}).get("/")
    assert answer.status_code == 400


@pytest.mark.django_db
def test_a_form_too_old_says_that_nothing_was_saved():
    answer = Client(enforce_csrf_checks=True).post("/account/logout/", headers={"referer": "http://testserver/me/"})
    assert answer.status_code == 403
    assert b"Nothing was saved" in answer.content and b"http://testserver/me/" in answer.content


def test_it_goes_back_to_pages_of_our_own_only():
    request = RequestFactory().post("/", headers={"referer": "https://evil.example/"})
    assert errors._back(request) == [("/", "Front page")]


def test_what_broke_is_told_without_asking_the_request_anything(settings):
    settings.HOST_EMAIL = "host@thornbeck.example"
    answer = errors.broken(object())
    assert answer.status_code == 500
    assert b"host@thornbeck.example" in answer.content and b"<h1>That went wrong</h1>" in answer.content


ABOUT = (
    "report",
    "feeds/follow",
    "feeds/news",
    "feeds/embed",
    "feeds/embed/list",
    "feeds/addresses",
    "trail",
    "bring-in",
)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ABOUT)
def test_a_page_about_what_is_no_address_does_not_break(client, page, django_user_model):
    client.force_login(django_user_model.objects.create_user("ada@example.org", name="Ada"))
    assert client.get(f"/{page}/?about=//%5B").status_code in (200, 403, 404)
