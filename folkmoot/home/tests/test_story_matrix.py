"""The matrix begun in Dudley in July 2010, in the 2009 story."""

from __future__ import annotations

from datetime import date

from folkmoot.home.story.plant import plant
from folkmoot.priorities.grid import Grid
from folkmoot.priorities.models import Matrix, Relation


def test_the_dudley_matrix_says_only_what_its_source_says(db):
    plant()
    plant()
    told = Matrix.objects.get(once="story dudley matrix")
    assert told.policies.policies.count() == 5 and told.policies.published_on == date(2010, 5, 18)
    assert {square.relation for square in Grid(told).squares.values()} == {Relation.UNKNOWN}
    assert [field for field, _rows in Grid(told).fields] == [
        "Community engagement",
        "Volunteering",
        "Community cohesion",
        "Social enterprise development",
    ]
    assert all(one.example for _square, one in Grid(told).remarks("threat") + Grid(told).remarks("opportunity"))
    assert told.carried_to.get().policies.follows == told.policies
