"""Summaries that hide no other, drafts that keep all of it, agreements looked at again, and where a refusal is read."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from folkmoot.conversations import founding, jobs, joining, speaking, summing
from folkmoot.conversations.models import Draft


def test_a_summary_hides_no_other_and_a_contest_can_be_taken_back(client, village):
    talk = village.first_street
    first = summing.sum_up(talk, village.amina, "A ladder. [1]")
    seen = summing.contest(first.lines.first(), village.bram, "Two ladders.")
    second = summing.sum_up(talk, village.bram, "A list. [1]")

    page = client.get(talk.get_absolute_url()).content.decode()
    assert "A list." in page and first.get_absolute_url() in page and "one line seen otherwise" in page
    assert "Two ladders." in client.get(first.get_absolute_url()).content.decode()
    assert village.amina.notices.filter(address=second.get_absolute_url()).exists()
    client.force_login(village.amina)
    assert client.post(f"/groups/contests/{seen.pk}/take-back/").status_code == 403
    client.force_login(village.bram)
    client.post(f"/groups/contests/{seen.pk}/take-back/")
    assert "Two ladders." not in client.get(first.get_absolute_url()).content.decode()


def test_a_draft_keeps_what_it_answers_and_in_whose_name(client, village):
    talk, body = village.first_street, speaking.bodies_of(village.amina)[0]
    quoted = talk.post_at(2)
    client.force_login(village.amina)
    said = {"words": "I would say", "reply_to": quoted.pk, "excerpt": "borrowed", "as_body": body.pk, "mandate": "All"}
    client.post(f"/groups/talk/{talk.pk}/say/", said | {"draft": "keep"})

    draft = Draft.of(village.amina, talk)
    assert (draft.reply_to, draft.excerpt, draft.as_body, draft.mandate) == (quoted, "borrowed", body, "All")
    page = client.get(talk.get_absolute_url()).content.decode()
    assert f'value="{quoted.pk}"' in page and "borrowed" in page and 'value="All"' in page


def test_whoever_looks_after_a_group_is_reminded_of_its_agreement_on_the_day_once(village):
    group = village.neighbours_first
    made = founding.write_agreement(group, village.amina, "Be kind.", timezone.localdate(), because="Shorter")
    jobs.remind_of_agreements(timezone.localdate() - timedelta(days=1))
    assert not village.amina.notices.filter(address=made.get_absolute_url()).exists()
    for _twice in range(2):
        jobs.remind_of_agreements(timezone.localdate())
    assert village.amina.notices.filter(address=made.get_absolute_url()).count() == 1


def test_an_agreement_is_reported_and_removed_and_the_one_before_it_holds(client, village):
    from folkmoot.moderation.models import Standing

    group, before = village.neighbours_first, village.neighbours_first.agreement()
    bad = founding.write_agreement(group, village.amina, "No strangers.", because="x")
    address = f"{group.get_absolute_url()}agreement/"
    client.post("/report/", {"about": address, "reason": "abuse", "words": "hateful"})
    standing = Standing.objects.get(kind="conversations.houseagreement", key=str(bad.pk))
    standing.rule("removed", "Not here.", village.kofi)
    assert "No strangers." not in client.get(address).content.decode() and group.agreement() == before
    assert founding.write_agreement(group, village.amina, "Be kind.", because="y").version == bad.version + 1


def test_whoever_is_put_out_is_led_where_it_can_be_read(client, village):
    joining.put_out(village.neighbours_first.member(village.bram), village.amina, "Shouting.")
    notice = village.bram.notices.get(words__contains="Shouting.")
    client.force_login(village.bram)
    assert "Shouting." in client.get(notice.address).content.decode()
    joining.put_out(village.street.member(village.dilys), village.bram, "Moved away.")
    client.force_login(village.dilys)
    assert client.get(village.dilys.notices.get(words__contains="Moved away.").address).status_code == 200
