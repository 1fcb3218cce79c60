"""A matrix of Thornbeck, half filled in; and Dudley’s of 2010 for the 2009 story, its cells not known."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from folkmoot.directory.models import Organisation
from folkmoot.places.models import Place
from folkmoot.priorities.models import Existing, Matrix, PolicySet, Relation, Remark

AIMS = ("Nobody is alone who does not want to be", "A town that can be crossed on foot", "Buildings that pay their way")
TOWNS = (
    "Councils publish what each of their buildings costs",
    "Money for high streets goes where shops have closed",
    "Groups may ask to run a service",
)
STRATEGY = "Strategic Priorities of the Community Strategy, Strong Communities theme (their wording is not known to us)"
BIG_SOCIETY = (
    "Give communities more powers",
    "Encourage people to take an active role in their communities",
    "Transfer power from central to local government",
    "Support co-ops, mutuals, charities and social enterprises",
    "Publish government data",
)
RIGHTS = (
    "Community right to challenge",
    "Assets of community value: the right to bid",
    "Neighbourhood planning",
    "Community right to build",
)
FIELDS = ("Community engagement", "Volunteering", "Community cohesion", "Social enterprise development")
BLOG = "Our Society in Dudley blog, 2011: the meeting of 21 July 2010"


def plant_matrix(village: SimpleNamespace) -> None:
    """Adds village.policies, a made-up set, and village.matrix."""
    village.policies = PolicySet.add(
        "Towns that Last",
        list(TOWNS),
        village.amina,
        once="seed towns",
        publisher="A made-up government",
        published_on=date(2026, 6, 30),
        source="made up for Thornbeck",
    )
    known = Matrix.objects.filter(once="seed matrix").first()
    village.matrix = known or _begin(village)


def _begin(village: SimpleNamespace) -> Matrix:
    facts = {
        "organisation": village.council,
        "place": village.thornbeck,
        "made_on": date(2026, 9, 15),
        "by": village.dilys,
    }
    facts |= {"decision_asked": "Which two of these to take up this year", "once": "seed matrix"}
    facts |= {"options": "Publish building costs and invite groups to ask\nWait for the guidance\nTake up nothing"}
    made = Matrix.begin("Thornbeck’s priorities and Towns that Last", list(AIMS), village.policies, **facts)
    for who, aim, policy, relation in (
        (village.amina, 3, 1, Relation.SUPPORTS),
        (village.dilys, 3, 1, Relation.SUPPORTS),
        (village.amina, 3, 3, Relation.SUPPORTS),
        (village.dilys, 3, 3, Relation.CONFLICTS),
        (village.amina, 2, 2, Relation.NEUTRAL),
    ):
        made.cell(aim, policy).rate(who, relation)
    made.cell(3, 1).agree(village.amina, Relation.SUPPORTS)
    made.cell(2, 2).agree(village.amina, Relation.NEUTRAL)
    made.cell(3, 3).remark(village.amina, Remark.Kind.OPPORTUNITY, "The Friends could run the hall’s evenings", "Emeka")
    made.cell(3, 3).remark(
        village.dilys, Remark.Kind.THREAT, "A service asked for in parts leaves the dear part with us"
    )
    made.note_existing("Company", "Lunch on Thursdays at the chapel", ["1"])
    made.note_existing("Walking", "The path counts of the walking group", ["2"])
    return made


def plant_story(place: Place, body: Organisation) -> None:
    """The Dudley matrix of July 2010 as far as the source goes: that it was begun, against which policies, in which
    fields existing activity was looked at. What it said in its cells is not known."""
    five = PolicySet.add(
        "Building the Big Society",
        list(BIG_SOCIETY),
        None,
        once="story big society",
        publisher="Cabinet Office",
        published_on=date(2010, 5, 18),
        source="Building the Big Society, Cabinet Office, 18 May 2010",
        story=True,
    )
    rights = PolicySet.add(
        "Community rights of the Localism Act 2011",
        list(RIGHTS),
        None,
        once="story localism",
        publisher="UK Parliament",
        published_on=date(2011, 11, 15),
        source="Localism Act 2011, part 5 chapters 2 and 3, part 6 chapter 3",
        follows=five,
        story=True,
    )
    first = _dudley(place, body, five, "story dudley matrix")
    _example(first)
    _dudley(place, body, rights, "story dudley carried", carried_from=first)


def _dudley(place: Place, body: Organisation, policies: PolicySet, once: str, **more) -> Matrix:
    known = Matrix.objects.filter(once=once).first()
    if known:
        return known
    title = "Strong Communities and the five policies of May 2010"
    facts = {
        "made_on": date(2010, 7, 21),
        "made_said": "21 July 2010, Stronger Communities Steering Group",
        "source": BLOG,
    }
    if more:
        title = "Strong Communities, carried to the community rights (example, not theirs)"
        facts = {"made_on": date(2011, 11, 15), "made_said": "November 2011; an example, not theirs"}
    facts["about"] = (
        "The group started to look at how the priorities mapped to the policies, identified existing activity in four "
        "fields, and opportunities and threats. The source does not say what any of them were, so the cells are open."
    )
    made = Matrix.begin(
        title, [STRATEGY], policies, None, organisation=body, place=place, story=True, once=once, **facts | more
    )
    words = "identified at the meeting; which, the source does not say"
    for name in FIELDS:
        Existing.objects.create(matrix=made, field=name, words=words, source="" if more else BLOG)
    return made


def _example(matrix: Matrix) -> None:
    """One opportunity and one threat, to show where they stand."""
    cell = matrix.cells.get_or_create(aim=matrix.aims.get(number=1), policy=matrix.policies.policies.get(number=1))[0]
    for kind, words in (
        (Remark.Kind.OPPORTUNITY, "Groups that run something already could be asked first"),
        (Remark.Kind.THREAT, "Powers without people to use them"),
    ):
        cell.remarks.get_or_create(kind=kind, words=words, defaults={"example": True})
