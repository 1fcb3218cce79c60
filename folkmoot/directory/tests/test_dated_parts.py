"""From when to when a body funds, hosts or delivers something: told in the form, shown, kept in the history."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.directory.models import Activity, Organisation, Party

from .test_forms import filled

pytestmark = pytest.mark.django_db
YEAR = {"starts_said": "April 2024", "starts_from": "2024-04-01", "starts_to": "2024-04-30"}
YEAR |= {"ends_said": "2025", "ends_from": "2025-01-01", "ends_to": "2025-12-31"}
SAID = "Barnwood Trust (funds, £2,000, April 2024 – 2025)"


@pytest.fixture
def trust(village) -> Organisation:
    return Organisation.objects.create(name="Barnwood Trust")


@pytest.fixture
def funded(village, trust) -> Activity:
    rows = [*village.lunches.rows_of_parties(), [trust.pk, "funds", 200000, YEAR]]
    village.lunches.revise(village.amina, {"parties": rows})
    return village.lunches


def part(deed: Activity, body: Organisation) -> Party:
    return Party.objects.get(activity=deed, organisation=body)


def test_the_form_takes_dates_as_they_are_said(client, village, trust):
    client.force_login(village.emeka)
    said = {"party-1-name": "Barnwood Trust", "party-1-role": "funds", "party-1-money_pence": "2000"}
    client.post("/who/new/", filled(**said, **{"party-1-starts_said": "April 2024", "party-1-ends_said": "2025"}))
    deed = Activity.objects.get(title="Winter coats")
    assert part(deed, trust).when == YEAR and part(deed, village.online).when == {}


def test_words_left_as_they_were_keep_the_days_they_meant(client, village, trust, funded):
    """“Last spring” means other days a year later."""
    meant = {"starts_said": "last spring", "starts_from": "2019-03-01", "starts_to": "2019-05-31"}
    row = [trust.pk, "funds", 200000, meant]
    funded.set_down({"parties": [*funded.rows_of_parties()[:-1], row]}, village.amina)
    client.force_login(village.amina)
    page = client.get(f"/who/{funded.pk}/edit/")
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data |= {f.add_prefix(name): f[name].value() or "" for f in form.parties for name in f.fields}
    count = len(form.parties.forms)
    data |= {"party-TOTAL_FORMS": count, "party-INITIAL_FORMS": form.parties.initial_form_count(), "offered": "31"}
    client.post(f"/who/{funded.pk}/edit/", data)
    assert Activity.objects.get(pk=funded.pk).offered == 31
    assert part(funded, trust).when == meant


def test_the_page_the_history_and_an_earlier_day_say_it(client, village, funded):
    assert SAID in client.get(funded.get_absolute_url()).text
    assert SAID in client.get(f"/who/{funded.pk}/history/").text
    yesterday = timezone.localdate() - timedelta(days=1)
    Activity.objects.filter(pk=funded.pk).update(entered_at=timezone.now() - timedelta(days=9))
    stood = Activity.objects.get(pk=funded.pk).stood_on(yesterday)
    assert all(len(row) == 3 for row in stood["parties"])


def test_a_change_of_dates_is_a_change_and_is_undone(village, trust, funded):
    row = [trust.pk, "funds", 200000, YEAR | {"ends_said": "2026"}]
    change = funded.revise(village.amina, {"parties": [*funded.rows_of_parties()[:-1], row]})
    assert part(funded, trust).ends_said == "2026"
    change.undo(village.amina)
    assert part(funded, trust).when == YEAR


def test_a_history_from_before_parts_had_dates_can_still_be_undone(village, trust):
    rows = village.lunches.rows_of_parties()
    assert all(len(row) == 3 for row in rows)
    change = village.lunches.revise(village.amina, {"parties": [*rows, [trust.pk, "funds", 100]]})
    assert [len(row) for row in change.changes["parties"][1]] == [3] * (len(rows) + 1)
    change.undo(village.amina)
    assert village.lunches.rows_of_parties() == rows


def test_files_and_the_money_chain_hold_it(client, village, funded):
    body = b"".join(client.get("/who/?as=csv").streaming_content).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(body)) if row["What"] == str(funded))
    assert SAID in row["Parts in it"] and row["Funds"].endswith("; Barnwood Trust")
    assert "April 2024 – 2025" in client.get("/who/money/").text
    told = b"".join(client.get("/who/money/?as=json").streaming_content).decode()
    assert "April 2024 – 2025" in told


def test_it_cannot_end_before_it_began_to_end(village, trust):
    for which in ("starts", "ends"):
        days = {f"{which}_from": date(2025, 2, 1), f"{which}_to": date(2025, 1, 1)}
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.create(activity=village.lunches, organisation=trust, role="evaluates", **days)


def test_a_day_in_figures_is_read_in_words_and_words_stay_words(village):
    said = Party(starts_said="2024-06-01", starts_from=date(2024, 6, 1), starts_to=date(2024, 6, 1), ends_said="spring")
    assert said.when_said == "1 June 2024 – spring"
