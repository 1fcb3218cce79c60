"""What searching finds of the directory."""

from __future__ import annotations

from folkmoot.directory import findable
from folkmoot.directory.models import Activity, Offer, Organisation
from folkmoot.directory.models import organisation as organisation_module
from folkmoot.kit import search
from folkmoot.kit.work import drain


def names(words: str, **more) -> list[str]:
    return [hit.name for hit in search.find(words, **more)]


def test_the_sample_town_can_be_found(village):
    assert "Tuesday lunches" in names("hot lunch")
    assert "Tuesday lunches" in names("older people", place=village.mill_lane)
    assert "Tuesday lunches" not in names("older people", place=village.castle_hill)


def test_it_is_found_by_who_does_it_and_where(village):
    assert "Friday code club" in names("Northfield Youth Club")


def test_a_private_plan_is_never_found(village):
    assert names("Repair café") == []
    village.course.revise(village.emeka, {"private_for_now": True})
    assert "Spring course: your group online" not in names("spring course")
    village.course.revise(village.emeka, {"private_for_now": False})
    assert "Spring course: your group online" in names("spring course")


def test_a_hidden_address_is_never_found(village):
    assert names("Castle Hill Refuge") == ["Castle Hill Refuge"]
    assert names("Old Forge Cross Lane") == []
    village.hall.revise(village.kofi, {"address": "9 Zyxomma Row"})
    assert names("Zyxomma") == ["St Mary's Hall"]
    village.hall.revise(village.kofi, {"hides_address": True})
    assert names("Zyxomma") == []


def test_the_absorbed_and_the_closed_leave_the_index(village):
    twin = Organisation.enter(village.amina, {"name": "Weir Foundation Ltd"})
    assert "Weir Foundation Ltd" in names("Weir Foundation")
    twin.merge_into(village.foundation, village.kofi)
    assert "Weir Foundation Ltd" not in names("Weir Foundation")
    twin.unmerge(village.kofi)
    assert "Weir Foundation Ltd" in names("Weir Foundation")
    offer = Offer.enter(village.bram, {"thing": "tools", "words": "A quaggy ladder", "person": village.bram.pk})
    assert names("quaggy") == ["A quaggy ladder"]
    offer.close(village.bram)
    assert names("quaggy") == []


def test_the_story_is_not_mixed_with_today(village):
    Activity.objects.filter(pk=village.lunches.pk).update(story=True)
    village.lunches.refresh_from_db()
    findable.refresh(village.lunches)
    assert "Tuesday lunches" not in names("hot lunch")


def test_what_a_body_does_is_found_under_its_new_name(village):
    village.youth.revise(village.kofi, {"name": "Zyxomma Young"})
    assert "Friday code club" in names("Zyxomma")


def test_all_that_a_body_does_is_found_under_its_new_name_however_much(village, monkeypatch):
    monkeypatch.setattr(organisation_module, "AT_ONCE", 3)
    mine = {part.activity_id for part in village.voluntary_action.parts.all()}
    assert len(mine) > 3
    village.voluntary_action.revise(village.amina, {"name": "Zyxomma Together"})
    found = {int(hit.key) for hit in search.find("Zyxomma", kinds=["directory.activity"])}
    assert len(found) <= 3, "the first are changed at once, with the name"
    drain(scheduled=False)
    public = set(Activity.objects.filter(pk__in=mine, same_as=None).public().shown().values_list("pk", flat=True))
    assert {int(hit.key) for hit in search.find("Zyxomma", kinds=["directory.activity"])} == public
