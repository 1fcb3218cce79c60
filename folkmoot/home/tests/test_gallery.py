"""The gallery shows every component, and only what everybody may see."""

import re

import pytest

from folkmoot.directory.models import Activity


@pytest.mark.django_db
def test_every_picture_has_its_table(client, village):
    page = client.get("/kit/").content.decode()
    assert len(re.findall(r'<figure class="picture', page)) == len(re.findall(r'<details class="twin"', page)) == 6


@pytest.mark.django_db
def test_private_plans_are_not_in_it(client, village):
    Activity.objects.filter(pk=village.drop_in.pk).update(title="Zyxomma", private_for_now=True)
    assert b"Zyxomma" not in client.get("/kit/").content + client.get("/kit/map.json").content


@pytest.mark.django_db
def test_the_map_s_data_is_geojson(client, village):
    found = client.get("/kit/map.json").json()
    assert found["type"] == "FeatureCollection"
    assert "Mill Lane" in [one["properties"]["label"] for one in found["features"]]


@pytest.mark.django_db
def test_a_list_with_nothing_in_it_says_what_would_be_there(client):
    assert b"Be the first" in client.get("/kit/empty/").content


@pytest.mark.django_db
def test_the_accent_is_served_as_a_stylesheet_of_its_own(client, settings):
    settings.ACCENT = "#7a1f5c"
    assert b"/kit/accent.css" in client.get("/").content
    answer = client.get("/kit/accent.css")
    assert answer.headers["Content-Type"].startswith("text/css") and b"--accent: #7a1f5c" in answer.content
