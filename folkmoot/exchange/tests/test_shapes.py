"""Lists in the shapes that people keep them: cover sheets, totals, parts, ditto, two rows of headings, many tongues."""

from __future__ import annotations

import io

import openpyxl
import pytest

from folkmoot.directory.models import Activity, Organisation
from folkmoot.exchange.reading.checks import checked
from folkmoot.exchange.reading.columns import LEFT_OUT, guess, keyed, mapping_of, taken
from folkmoot.exchange.reading.dates import day
from folkmoot.exchange.reading.headings import heading_says
from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.rows import Row

from . import bringing

GROUPS = [
    "Lye Lunch Club",
    "Netherton Food Bank",
    "Gornal Choir",
    "Sedgley Scouts",
    "Coseley Bowls",
    "Pensnett Players",
]


def opened(raw, name="list.csv", **asked):
    about, rows = open_up(raw if isinstance(raw, bytes) else raw.encode(), Ask(name, **asked), Limits())
    return about, list(rows)


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    page = io.BytesIO()
    made.save(page)
    return page.getvalue()


def meanings(raw, **asked):
    about, rows = opened(raw, **asked)
    return {one.heading: one.meaning for one in guess(about.headings, rows)}


def table(headings, *columns):
    """Six rows below these headings: a column is the list of its cells, or one cell for all."""
    rows = [[column[n % len(column)] if isinstance(column, list) else column for column in columns] for n in range(6)]
    return "\n".join("\t".join(row) for row in [headings, *rows])


# Which rows are the list


def test_a_cover_sheet_of_notes_is_passed_over():
    notes = [["Groups in Dudley"], ["Please do not share"], ["Sheet 2 has the groups"]]
    raw = book(ReadMe=notes, Groups=[["Name", "Town"], ["Lye Choir", "Lye"], ["Gornal Band", "Gornal"]])
    about, rows = opened(raw, "groups.xlsx")
    assert (about.sheet, [row.fields["Name"] for row in rows]) == ("Groups", ["Lye Choir", "Gornal Band"])
    assert opened(raw, "groups.xlsx", sheet="ReadMe")[0].sheet == "ReadMe"


def test_a_book_of_notes_alone_is_still_read():
    assert opened(book(Notes=[["Lye Choir"], ["Gornal Band"]]), "notes.xlsx")[0].sheet == "Notes"


def test_totals_and_what_is_left_in_the_fund_are_none_of_the_list():
    rows = [["Group", "Ward", "Award"], *([name, "Lye", 500] for name in GROUPS), ["TOTAL", None, 3000]]
    about, found = opened(book(Round=[*rows, ["Left in the fund", None, 120]]), "round.xlsx")
    assert [row.fields["Group"] for row in found] == GROUPS
    assert any("rows 8 and 9 read as a total" in note.words for note in about.notes)


def test_a_group_called_total_stays():
    _, rows = opened("Group,Town,Phone\nTotal,Lye,01384 000000\nTotal Wellbeing,,\nChoir,Lye,01384 000001\n")
    assert [row.fields["Group"] for row in rows] == ["Total", "Total Wellbeing", "Choir"]


def test_headings_of_parts_between_the_rows_are_none_of_the_list_and_said():
    line = "{},Youth club,Mon,6-8pm,Hall".format
    lines = ["Provider,What,Day,Time,Where", "NORTH,,,,", *map(line, GROUPS[:3]), "South:,,,,", *map(line, GROUPS[3:])]
    about, rows = opened("\n".join(lines))
    assert [row.fields["Provider"] for row in rows] == GROUPS
    assert any("rows 2 and 6 read as a heading between the rows" in note.words for note in about.notes)


@pytest.mark.parametrize("lone", ["Lye Lunch Club", "YMCA"])
def test_a_row_with_nothing_but_a_name_stays_unless_it_shouts_alone(lone):
    names = [name.upper() if lone.isupper() else name for name in GROUPS]
    lines = ["Name,Day,Time,Where", *(f"{name},Mon,6pm,Hall" for name in names), f"{lone},,,"]
    assert opened("\n".join(lines))[1][-1].fields["Name"] == lone


def test_ditto_is_what_stands_above():
    about, rows = opened("Name,Service,Town\nLye Care,Lunch,Lye\nditto,Transport,ditto\n〃,Visits,Gornal\n")
    assert [(row.fields["Name"], row.fields["Town"]) for row in rows] == [
        ("Lye Care", "Lye"),
        ("Lye Care", "Lye"),
        ("Lye Care", "Gornal"),
    ]
    assert any("rows 3 and 4 have cells that say “ditto”" in note.words for note in about.notes)


# Which row is the headings


def test_of_two_rows_of_headings_the_lower_is_read_and_the_upper_tells_two_names_apart():
    upper = ["Organisation", None, "Contact", None, "Service", None]
    lower = ["Name", "Postcode", "Name", "Phone", "Name", "Day"]
    rows = [[name, "DY1 1AA", "Jean Smith", "01384 000000", "Lunch", "Mon"] for name in GROUPS]
    raw = book(Groups=[upper, lower, *rows])
    about, found = opened(raw, "groups.xlsx")
    assert about.headings == ["Name", "Postcode", "Contact: Name", "Phone", "Service: Name", "Day"]
    assert (about.heading_row, len(found)) == (2, 6)
    said = meanings(raw, name="groups.xlsx")
    assert (said["Name"], said["Contact: Name"], said["Service: Name"]) == ("name", "person", "activity")


def test_headings_that_come_again_further_down_are_no_row():
    _, rows = opened("Name,Name,Town\nA,B,Lye\nName,Name,Town\nC,D,Lye\n")
    assert len(rows) == 2


# What the columns hold


def test_a_list_of_what_is_on_says_who_does_it_and_when():
    found = meanings(
        table(
            ["Date", "Start", "End", "Event", "Venue", "Organiser", "Cost"],
            [f"{n} Dec 2026" for n in range(1, 7)],
            "09:30",
            "11:00",
            ["Health walk", "Tea dance"],
            "Lye Village Hall",
            GROUPS,
            ["Free", "£3"],
        )
    )
    assert found == {
        "Date": "starts_on",
        "Start": "times",
        "End": "times",
        "Event": "activity",
        "Venue": "address",
        "Organiser": "name",
        "Cost": "price",
    }


def test_where_nobody_is_named_what_is_done_is_the_name():
    assert meanings(table(["Event", "Venue"], [f"{name} fair" for name in GROUPS], "Lye Hall"))["Event"] == "name"
    assert meanings(table(["Venue", "Capacity"], GROUPS, "40")) == {"Venue": "name", "Capacity": "offered"}


def test_answers_to_a_form_are_understood_by_their_questions():
    questions = {
        "What is the name of your group?": ("name", GROUPS),
        "Your name": ("person", ["Jean Smith", "Priya Patel"]),
        "Your role in the group": ("role", "Chair"),
        "What does your group do? (max 100 words)": ("description", "We sing for fun"),
        "Who can join or use your service?": ("people_served", "Anyone"),
        "When do you meet?": ("times", "Tuesdays"),
        "Where do you meet? (please include postcode)": ("address", "Lye Hall, DY9 8AA"),
        "How many people come along on average?": ("filled", ["20", "12"]),
    }
    found = meanings(table(list(questions), *(cells for _, cells in questions.values())))
    assert found == {question: meaning for question, (meaning, _) in questions.items()}


def test_welsh_headings_are_understood():
    columns = {
        "Enw'r Mudiad": ("name", [f"Clwb {name}" for name in GROUPS]),
        "Enw Cyswllt": ("person", ["Siân Parry", "Dylan Ellis"]),
        "Cyfeiriad": ("address", "1 Stryd Fawr"),
        "Tref": ("town", "Llangefni"),
        "Cod Post": ("postcode", "LL77 7AA"),
        "Ffôn": ("phone", "01248 000000"),
        "E-bost": ("email", "post@clwb.example.cymru"),
        "Disgrifiad": ("description", "Canu corawl"),
    }
    found = meanings(table(list(columns), *(cells for _, cells in columns.values())))
    assert found == {heading: meaning for heading, (meaning, _) in columns.items()}


def test_numbers_below_places_count_them_and_are_no_places():
    found = meanings(table(["Group", "Places", "No. of beneficiaries"], GROUPS, ["20", "12"], ["120", "35"]))
    assert (found["Places"], found["No. of beneficiaries"]) == ("offered", "")


def test_an_account_number_is_not_the_name():
    found = meanings(table(["Account ID", "Account Name"], [f"001X{n}QAZ" for n in range(6)], GROUPS))
    assert found == {"Account ID": "id", "Account Name": "name"}


def test_many_different_services_beside_a_name_are_what_is_done():
    lines = [f"{GROUPS[n % 6]}\tService number {'abcdefghijklmn'[n]}" for n in range(14)]
    assert meanings("\n".join(["Organisation\tService", *lines]))["Service"] == "activity"


# What is private


def shown(raw, meaning):
    about, rows = opened(raw)
    return [one.shown.get(meaning, "") for one in taken(rows, mapping_of(guess(about.headings, rows)))]


def test_a_mobile_beside_a_landline_in_one_cell_stays_out():
    phones = ["01384 000001 / 07700 900123", "01384 000002 or 01384 000003", "07700 900124 (Jean)", "01384 000004"]
    raw = table(["Group", "Tel"], GROUPS, [*phones, "01384 000005", "01384 000006"])
    assert shown(raw, "phone") == [
        "01384 000001",
        "01384 000002 or 01384 000003",
        "",
        "01384 000004",
        "01384 000005",
        "01384 000006",
    ]


def test_an_officers_address_is_a_persons_own():
    raw = table(["Group", "Officer email"], GROUPS, ["j.homer@council.example.org", "x@council.example.org"])
    about, rows = opened(raw)
    officer = guess(about.headings, rows)[1]
    assert (officer.meaning, officer.use) == ("personal_email", LEFT_OUT)
    mails = ["office@a.example.org", "jean.smith@b.example.org; info@b.example.org", "st.mary@c.example.org"]
    assert shown(table(["Group", "Email"], GROUPS, mails), "email")[:3] == [
        "office@a.example.org",
        "info@b.example.org",
        "st.mary@c.example.org",
    ]


def test_who_takes_the_letters_stays_out_of_an_address():
    raw = table(["Group", "Address"], GROUPS, ["c/o Mrs Jean Smith, 3 Mill Lane", "c/o The Vicarage, 1 Church Road"])
    assert shown(raw, "address")[:2] == ["3 Mill Lane", "c/o The Vicarage, 1 Church Road"]


@pytest.mark.parametrize("name", ["Brenda Rudge", "Norma Round", "Siân Parry", "Parveen Begum", "Dorota Kowalska"])
def test_names_of_people_of_every_age_and_origin_are_known(name):
    assert meanings(table(["Group", "Column"], GROUPS, name))["Column"] == "person"


# One line for each thing that is done


SERVICES = (
    "Organisation,Service name,Postcode,Address\nLye Care,Lunch club,DY9 8AA,1 High Street\n,Transport,,\n,Visits,,\n"
)


def test_a_name_said_once_goes_for_the_lines_below_it():
    about, rows = opened(SERVICES)
    mapping = mapping_of(guess(about.headings, rows))
    found = list(keyed(rows, mapping))
    assert [(row.fields["Organisation"], row.fields["Postcode"]) for row in found] == [("Lye Care", "DY9 8AA")] * 3
    assert len({row.key for row in found}) == 3
    assert any("taken as the row above it, “Lye Care”" in problem.words for problem in found[1].problems)


def test_without_a_column_of_what_is_done_a_row_without_a_name_is_refused():
    about, rows = opened("Organisation,Town\nLye Care,Lye\n,Gornal\n")
    assert [row.fields["Organisation"] for row in keyed(rows, mapping_of(guess(about.headings, rows)))] == [
        "Lye Care",
        "",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize("sheet", [SERVICES, SERVICES.replace("DY9 8AA", "").replace("1 High Street", "")])
def test_one_body_does_all_that_its_lines_say(village, settings, tmp_path, sheet):
    settings.FILES = tmp_path
    intake = bringing.taken(village.amina, sheet.encode(), name="Services")
    body = Organisation.objects.get(name="Lye Care")
    done = Activity.objects.filter(parties__organisation=body)
    assert sorted(done.values_list("title", flat=True)) == ["Lunch club", "Transport", "Visits"]
    assert intake.told.get("twins") == 0

    more = sheet.encode() + b"Lye Care,Gardening,,\n"
    again = bringing.taken(village.amina, more, name="Services")
    assert Organisation.objects.filter(name="Lye Care").count() == 1, again.counts


@pytest.mark.django_db
def test_the_postcode_at_the_end_of_an_address_is_used(village, settings, tmp_path):
    settings.FILES = tmp_path
    bringing.taken(village.amina, b'Name,Address\nLye Care,"The Hall, 1 Mill Lane, tb11aa"\nLye Choir,Mill Lane\n')
    body = Organisation.objects.get(name="Lye Care")
    assert (body.address, body.postcode, body.place) == ("The Hall, 1 Mill Lane", "TB1 1AA", village.mill_lane)


@pytest.mark.django_db
def test_what_it_costs_to_come_is_no_money_of_theirs(village, settings, tmp_path):
    settings.FILES = tmp_path
    raw = table(
        ["Group", "Description", "Charge", "Postcode"], GROUPS, "Lunch for all", ["£3.50 a session", "Free"], "TB1 1AA"
    )
    bringing.taken(village.amina, raw.encode())
    deed = Activity.objects.get(title=GROUPS[0])
    assert deed.money_pence is None and deed.about == "Lunch for all\n\nCharge: £3.50 a session"
    assert meanings(table(["Programme", "Cost"], GROUPS, ["£120,000", "45k"]))["Cost"] == "money"


def test_what_stays_out_is_quoted_in_no_note():
    raw = table(
        ["Group", "Tel", "Email"], GROUPS, ["01384 000001 / 07700 900123"], ["a@b.example.org, jean@c.example.org"]
    )
    about, rows = opened(raw)
    mapping = mapping_of(guess(about.headings, rows)) | {"Email": ("email", "shown")}
    notes = [problem.words for row in checked(rows, mapping, "list.csv") for problem in row.problems]
    assert notes == []


def test_a_short_month_is_a_month():
    assert [str(part) for part in (day("Apr-27").first, day("Apr-27").last)] == ["2027-04-01", "2027-04-30"]


@pytest.mark.parametrize("said", ["Total 6", "Total: 6 groups", "TOTAL = 6", "6 groups in all", "Grand total: 6."])
def test_a_total_said_in_one_cell_is_no_row(said):
    lines = ["Name,Day,Time,Where", *(f"{name},Mon,6pm,Hall" for name in GROUPS), f"{said},,,"]
    about, rows = opened("\n".join(lines))
    assert [row.fields["Name"] for row in rows] == GROUPS
    assert any("reads as a total" in note.words for note in about.notes)


@pytest.mark.parametrize("lone", ["Total Fitness", "20 Groups", "Total 10 Dance Club"])
def test_a_name_that_only_sounds_like_a_total_stays(lone):
    lines = ["Name,Day,Time,Where", *(f"{name},Mon,6pm,Hall" for name in GROUPS), f"{lone},,,"]
    assert opened("\n".join(lines))[1][-1].fields["Name"] == lone


def test_what_costs_nothing_says_so():
    lines = ["Group,Price,Postcode", "Lye Choir,nil,DY9 8AA", "Lye Band,£2,DY9 8AB"]
    _, rows = opened("\n".join(lines))
    mapping = {"Group": ("name", "shown"), "Price": ("price", "shown"), "Postcode": ("postcode", "shown")}
    assert [one.shown["price"] for one in taken(rows, mapping)] == ["nil", "£2"]


def test_a_dash_is_nothing_to_show():
    lines = ["Group,What they do,Mtg day,Postcode", "Lye Choir,Singing,-,DY9 8AA", "Tba,tbc,Mondays,DY9 8AB"]
    _, rows = opened("\n".join(lines))
    found = list(taken(rows, mapping_of(guess(["Group", "What they do", "Mtg day", "Postcode"], rows))))
    assert found[0].shown == {"name": "Lye Choir", "description": "Singing", "postcode": "DY9 8AA"}
    assert found[1].shown == {"name": "Tba", "times": "Mondays", "postcode": "DY9 8AB"}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Mtg day", "times"),
        ("Org / Group", "name"),
        ("Group or club", "name"),
        ("Orgs", "name"),
        ("Desc.", "description"),
    ],
)
def test_headings_written_short_are_known(heading, meaning):
    said = heading_says(heading)
    assert max(said, key=said.get) == meaning


def test_a_column_known_by_its_cells_says_so():
    rows = [{"Name": name, "Col B": day} for name, day in zip(GROUPS, ["Mondays 2pm", "Tues 7pm", "1st Sat"] * 2)]
    found = guess(["Name", "Col B"], [Row(n, str(n), row) for n, row in enumerate(rows)])
    assert (found[1].meaning, found[1].reason) == ("times", "6 of 6 cells look like it")
