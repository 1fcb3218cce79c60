"""What we give out we can take in again, every text as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.directory.models import Activity, Organisation, Party
from folkmoot.exchange.reading.columns import MEANINGS, guess
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.rows import Row
from folkmoot.kit.tests.test_writers import FORMS
from folkmoot.kit.writers import csv_rows, xlsx_book

from .bringing import taken

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def back(raw: bytes, name: str) -> list[str]:
    _, rows = open_up(raw, Ask(name), Limits())
    return [row.fields["Words"] for row in rows]


def test_what_goes_out_comes_back_as_csv_and_xlsx():
    rows = [["x", form] for form in FORMS]
    assert back(b"".join(csv_rows(["Key", "Words"], rows)), "out.csv") == FORMS
    assert back(xlsx_book({"Out": (["Key", "Words"], rows)}), "out.xlsx") == FORMS


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=8))
def test_every_list_of_texts_comes_back(texts):
    rows = [["x", text] for text in texts]
    assert back(b"".join(csv_rows(["Key", "Words"], rows)), "out.csv") == texts
    # A workbook writes each kind of line's end its own way; everything else is as it was.
    assert back(xlsx_book({"Out": (["Key", "Words"], rows)}), "out.xlsx") == texts


def table(client, address: str) -> list[dict]:
    body = b"".join(client.get(f"{address}?as=csv").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_the_columns_of_a_file_are_understood_when_it_is_taken_in_again(client, village):
    """Each means what it was, except what no sheet of one line for each group can hold."""
    listed = table(client, "/who/")
    rows = [Row(n, "", row) for n, row in enumerate(listed)]
    meant = {each.heading: each.meaning for each in guess(list(listed[0]), rows)}
    assert {heading: meaning for heading, meaning in meant.items() if meaning} == {
        "What": "activity",
        "Organisation": "name",
        "Description": "description",
        "Type of help": "type_of_help",
        "Topics": "topic",
        "For whom": "people_served",
        "Area served": "place",
        "Starts": "starts_on",
        "Ends": "ends_on",
        "Places offered": "offered",
        "Places filled": "filled",
        "Cost in pounds": "money",
        "Web page": "website",
        "Last confirmed": "confirmed_on",
        "Funds": "funder",
        "Hosts": "host",
        "Parts in it": "parts",  # in words, and left out: the columns of each role hold the names
        "Source": "notes",
        "Number": "id",
    }


def test_a_list_given_out_comes_back_as_what_it_was(client, village, settings, tmp_path):
    settings.FILES = tmp_path
    facts = {"offered": 12, "money_pence": 120_050, "starts_said": "April 2026", "topics": []}
    village.lunches.set_down(facts, village.amina)
    row = next(row for row in table(client, "/who/") if row["What"] == "Tuesday lunches")
    row |= {"Organisation": "Friends of Elsewhere", "Web page": "https://lunch.example.org", "Number": "L1"}
    others = [dict.fromkeys(row, "") | {"Organisation": f"Group {n}", "Number": str(n)} for n in range(4)]
    taken(village.amina, [row, *others], "Given back", headings=tuple(row))
    back, was = Activity.objects.get(parties__organisation__name="Friends of Elsewhere"), village.lunches
    for name in ("title", "about", "types", "people", "served", "offered", "money_pence", "starts_said"):
        assert back.facts()[name] == was.facts()[name], name
    assert "types" not in back.guessed


def test_who_funds_and_hosts_comes_back_too(client, village, settings, tmp_path):
    settings.FILES = tmp_path
    beck, church = (Organisation.objects.create(name=name) for name in ("Beck Trust, of Thornbeck", "Mill Church"))
    for body, role in ((beck, "funds"), (church, "hosts")):
        Party.objects.create(activity=village.lunches, organisation=body, role=role)
    row = next(row for row in table(client, "/who/") if row["What"] == "Tuesday lunches")
    row |= {"Organisation": "Friends of Elsewhere", "Number": "L1"}
    taken(village.amina, [row], "Given back", headings=tuple(row))
    back = Activity.objects.get(parties__organisation__name="Friends of Elsewhere")
    both = set(back.parties.exclude(role="delivers").values_list("organisation", "role"))
    assert {(beck.pk, "funds"), (church.pk, "hosts")} <= both


def test_the_words_on_each_part_lead_to_no_guess(client, village, settings, tmp_path):
    settings.FILES = tmp_path
    trust = Organisation.objects.create(name="Young People’s Training Trust")
    Party.objects.create(activity=village.lunches, organisation=trust, role="evaluates")
    row = next(row for row in table(client, "/who/") if row["What"] == "Tuesday lunches")
    assert "Young People’s Training Trust (evaluates)" in row["Parts in it"]
    row |= {"Organisation": "Friends of Elsewhere", "Number": "L1", "Evaluates": ""}
    row |= {"For whom": "", "In their words": "", "Type of help": "", "Description": ""}
    intake = taken(village.amina, [row], "Given back", headings=tuple(row))
    assert intake.mapping["Parts in it"] == ["parts", "left out"]
    back = Activity.objects.get(parties__organisation__name="Friends of Elsewhere")
    assert not back.people.exists() and not back.types.filter(pk="train").exists()


@pytest.mark.parametrize("heading", ["Parts in it", "Who has which part", "Bodies"])
def test_a_column_of_parts_is_known_and_left_out(heading):
    rows = [
        Row(2, "", {"Group": f"Club {n}", heading: f"Beck Trust (funds, £{n}00, 2026); Club {n} (delivers)"})
        for n in range(5)
    ]
    found = {each.heading: each for each in guess(["Group", heading], rows)}[heading]
    assert (found.meaning, found.use) == ("parts", "left out")
    assert MEANINGS[found.meaning][0] == "who has which part"
    assert found.reason
