"""Merging, replying and adding words, through the pages."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Organisation, Reply, TypeOfHelp


def test_a_keeper_merges_and_parts_again(client, village):
    client.force_login(village.kofi)
    client.post(f"/organisations/{village.tenants.pk}/merge/", {"other": "Castle Hill Refuge"})
    assert Organisation.objects.get(pk=village.tenants.pk).same_as == village.refuge
    client.post(f"/organisations/{village.tenants.pk}/unmerge/")
    assert Organisation.objects.get(pk=village.tenants.pk).same_as is None


@pytest.mark.parametrize("who", ["bram", "carys", "dilys", "emeka"])
def test_others_do_not_merge(client, village, who):
    client.force_login(getattr(village, who))
    answer = client.post(f"/organisations/{village.tenants.pk}/merge/", {"other": str(village.online.pk)})
    assert answer.status_code == 403
    assert Organisation.objects.get(pk=village.tenants.pk).same_as is None


def test_others_do_not_part(client, village):
    client.force_login(village.carys)
    assert client.post(f"/organisations/{village.twin.pk}/unmerge/").status_code == 403
    assert Organisation.objects.get(pk=village.twin.pk).same_as == village.voluntary_action


def test_only_those_described_reply(client, village):
    address = f"/who/{village.phones.pk}/reply/"
    client.force_login(village.emeka)
    assert client.get(address).status_code == 403
    client.force_login(village.dilys)
    said = {"once": "r1", "organisation": village.council.pk, "words": "We pay for the tea too."}
    for _ in range(2):
        assert client.post(address, said).status_code == 302
    assert Reply.objects.filter(key=str(village.phones.pk)).count() == 1


def test_nobody_replies_in_anothers_name(client, village):
    client.force_login(village.dilys)
    said = {"once": "r2", "organisation": village.library.pk, "words": "Closed on Mondays."}
    assert client.post(f"/who/{village.phones.pk}/reply/", said).status_code == 422
    assert not Reply.objects.filter(organisation=village.library).exists()


def test_a_keeper_adds_a_type_of_help_once(client, village):
    client.force_login(village.kofi)
    for name in ("Lend things", "lend  things"):
        client.post("/who/words/", {"kind": "type", "name": name})
    assert TypeOfHelp.objects.get(code="lend-things").name == "Lend things"
    client.force_login(village.bram)
    assert client.post("/who/words/", {"kind": "type", "name": "Sell things"}).status_code == 403
