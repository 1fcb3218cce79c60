"""Promises of the index: a new row finds its twin at once, whichever shelf it stands on."""

from reckon.sameness import Index, Record, against, cluster, likely
from reckon.tests.test_sameness import several


def test_a_slip_still_finds_its_row():
    rows, _ = several()
    index = Index.of(rows)
    best = likely({"name": "Carver Raod Choir Asociation", "phone": "0121 496 1359", "postcode": "B1"}, index)
    assert rows[best[0].row]["name"] == "Carver Road Choir Association"
    assert best[0].probability > 0.5 and best[0].reasons


def test_a_stranger_finds_nothing_likely():
    rows, _ = several()
    assert all(m.probability < 0.5 for m in likely({"name": "Zebra Rescue", "phone": "020 7946 0000"}, Index.of(rows)))


def test_a_shared_identifier_is_certain():
    index = Index.of([Record(name="Mill Lane Library", ids=("GB-CHC-1",)), Record(name="Oak Road Scouts")])
    best = likely(Record(name="Quite Another Name", ids=("gb-chc-1",)), index)
    assert (best[0].row, best[0].probability) == (0, 1.0)


def test_rows_added_later_are_found_under_their_own_number():
    rows, _ = several()
    index = Index.of(rows)
    for n in range(3):
        index.add([{"name": f"Newcomers {n} Forum", "phone": f"0161 496 000{n}", "postcode": "M1"}])
    assert len(index) == 63
    assert likely({"name": "Newcomers 2 Forum", "phone": "0161 496 0002"}, index)[0].row == 62


def test_it_scores_as_the_clusters_do():
    rows, twins = several()
    found = cluster(rows)
    matches = against(Index.of(found), [rows[twins[0][1]]], top=40, least=0.0)[0]
    ours = {m.row: m.probability for m in matches}
    assert abs(ours[twins[0][0]] - found.why(*twins[0]).probability) < 1e-9


def test_an_empty_index_and_no_rows_are_no_trouble():
    assert likely({"name": "Anyone"}, Index.of([])) == []
    assert against(Index.of([{"name": "A B"}]), []) == []
    assert likely({}, Index.of([{"name": "A B"}])) == []
