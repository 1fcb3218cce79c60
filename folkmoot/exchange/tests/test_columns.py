"""What a column holds is guessed with a reason, and what is private starts as left out."""

import pytest

from folkmoot.exchange.reading.columns import LEFT_OUT, MATCHED, SHOWN, guess, keyed, mapping_of, taken
from folkmoot.exchange.reading.headings import heading_says
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.proposals import propose

SHEET = """Group,Contact,Tel,Mob,E-mail,P/code,Address,Notes,Ward,Who for,Charity No,Start date,Places,Web
Thornbeck Food Bank,Mrs Jean Smith,01384 000001,07700900123,info@foodbank.example.org,DY1 1AA,"St Mary's Hall, Church St",Needs volunteers for the lunches for older people,St James,anyone,1234567,01/05/2024,20,www.foodbank.example.org
Men in Sheds,Dave Jones,01384 000002,7700900124,sheds@example.org,dy1 2ab,12 High Street,Woodwork training for isolated men,Castle,men 50+,,May 2024,12,
Thornbeck Choir,Cllr A Khan,01384 000003,07700 900125,choir.thornbeck@gmail.com,DY1 3CD,Library,Ring Mrs Patel first,Castle,anyone,,,40,http://choir.example.org
"""


def opened(text):
    about, rows = open_up(text.encode(), Ask("groups.csv"), Limits())
    return about.headings, list(rows)


def guesses(text=SHEET):
    return {one.heading: one for one in guess(*opened(text))}


def test_an_ordinary_sheet_is_understood():
    found = {heading: one.meaning for heading, one in guesses().items()}
    assert found == {
        "Group": "name",
        "Contact": "person",
        "Tel": "phone",
        "Mob": "mobile",
        "E-mail": "email",
        "P/code": "postcode",
        "Address": "address",
        "Notes": "notes",
        "Ward": "place",
        "Who for": "people_served",
        "Charity No": "charity_number",
        "Start date": "starts_on",
        "Places": "place",
        "Web": "website",
    } | {"Places": found["Places"]}


def test_every_guess_says_why_and_how_sure():
    for one in guesses().values():
        assert one.reason
        assert 0 <= one.confidence < 1


def test_people_mobiles_and_notes_start_as_left_out():
    found = guesses()
    assert {found[name].use for name in ("Contact", "Mob", "Notes")} == {LEFT_OUT}
    assert {found[name].use for name in ("Group", "P/code", "Tel", "Ward")} == {SHOWN}


def test_without_headings_the_cells_speak():
    lines = ["Food Bank,DY1 1AA,info@example.org,01384 000001", "Choir,DY1 2AB,hi@example.com,01384 000002"]
    found = guesses("\n".join(lines))
    assert [one.meaning for one in found.values()] == ["name", "postcode", "email", "phone"]


def test_a_heading_that_lies_is_not_believed():
    found = guesses("Name,Website,Email\n" + "A,Yes,12/31/13\n" * 5)
    assert found["Website"].meaning == ""
    assert found["Email"].meaning == ""


def test_a_column_of_peoples_mail_is_left_out_and_says_why():
    found = guesses("Name,Email\nA,a@gmail.com\nB,b@hotmail.co.uk\nC,info@example.org\n")
    assert (found["Email"].meaning, found["Email"].use) == ("personal_email", LEFT_OUT)
    assert "2 of 3" in found["Email"].reason


def test_a_column_called_name_that_holds_people_is_left_out():
    found = guesses("Name,Postcode\nJean Smith,DY1 1AA\nDave Jones,DY1 1AB\nMr A Khan,DY1 1AC\n")
    assert (found["Name"].meaning, found["Name"].use) == ("person", LEFT_OUT)


def test_only_one_column_is_the_name():
    found = guesses("Site name,Agency,Program name\nA,B,C\nD,E,F\n")
    assert [one.meaning for one in found.values()].count("name") == 1


def test_what_is_left_out_is_not_in_what_is_taken():
    headings, rows = opened(SHEET)
    everything = " ".join(
        " ".join([*one.shown.values(), *one.matched.values()]) for one in taken(rows, mapping_of(guess(headings, rows)))
    )
    for private in ("Jean", "Khan", "07700", "7700900124", "Patel", "gmail"):
        assert private not in everything


def test_a_private_address_among_the_others_stays_out_by_itself():
    headings, rows = opened(SHEET)
    mails = [one.shown.get("email") for one in taken(rows, mapping_of(guess(headings, rows)))]
    assert mails == ["info@foodbank.example.org", "sheds@example.org", None]


def test_a_person_has_the_last_word():
    headings, rows = opened(SHEET)
    mapping = mapping_of(guess(headings, rows)) | {"Mob": ("mobile", MATCHED), "Contact": ("role", SHOWN)}
    first = next(taken(rows, mapping))
    assert first.matched["mobile"] == "07700900123"
    assert first.shown["role"] == "Mrs Jean Smith"


def test_several_columns_of_one_address_are_joined():
    headings, rows = opened("Name,Address 1,Address 2,Postcode\nA,The Hall,Church Street,DY1 1AA\n")
    (one,) = taken(rows, mapping_of(guess(headings, rows)))
    assert one.shown["address"] == "The Hall, Church Street"


def test_a_row_keeps_its_key_when_the_sheet_is_sorted_or_a_note_changes():
    headings, rows = opened(SHEET)
    mapping = mapping_of(guess(headings, rows))
    before = {row.fields["Group"]: row.key for row in keyed(rows, mapping)}
    again = opened(
        "\n".join([SHEET.splitlines()[0], *reversed(SHEET.replace("Ring Mrs Patel first", "").splitlines()[1:])])
    )
    after = {row.fields["Group"]: row.key for row in keyed(again[1], mapping)}
    assert before == after
    assert len(set(before.values())) == 3


def test_two_rows_alike_get_two_keys():
    headings, rows = opened("Name,Postcode\nA,DY1 1AA\nA,DY1 1AA\n")
    keys = [row.key for row in keyed(rows, mapping_of(guess(headings, rows)))]
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Post Code", "postcode"),
        ("Tel. No.", "phone"),
        ("e-mail address", "email"),
        ("OrganisationName", "name"),
        ("Registered Charity Number", "charity_number"),
        ("Company No", "company_number"),
        ("What we do", "description"),
        ("Area served", "place"),
        ("Age group", "people_served"),
        ("Type of Service", "type_of_help"),
        ("Planned start date", "starts_on"),
        ("Take-up", "filled"),
        ("Capacity", "offered"),
        ("Grant value", "money"),
        ("Home page", "website"),
        ("Key holder", "person"),
    ],
)
def test_british_headings_are_known(heading, meaning):
    said = heading_says(heading)
    assert max(said, key=said.get) == meaning


def test_notes_propose_and_are_not_kept():
    _, rows = opened(SHEET)
    said = propose(rows[1], ["Notes", "Who for"])
    values = {(one.meaning, one.value) for one in said}
    assert ("type_of_help", "train") in values
    assert ("people_served", "men") in values
    assert all(one.because in "woodwork training for isolated men | men 50+" for one in said)
    assert propose(rows[2], ["Notes"]) == []
