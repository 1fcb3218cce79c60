"""Whoever watches a convening, or an event of one of its stages, hears when the stage opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.events import editing
from folkmoot.events.models import Convening
from folkmoot.feeds import jobs
from folkmoot.journal.models import Notice, Pace, Watch


@pytest.fixture
def convening(village):
    """A demo for the council, then a workshop for programme leads."""
    made = Convening.objects.create(
        title="Who does what", purpose="x", by=village.amina, organisation=village.voluntary_action
    )
    made.add_stage(village.amina, "Demo", sectors=["council"], outputs="What each plans")
    made.add_stage(village.amina, "Workshop", roles=["programme-lead"], organisations=[village.choir], places_held=2)
    return made


def test_who_watches_the_convening_or_an_event_of_a_stage_hears_when_it_opens(convening, village):
    workshop, starts = convening.stages.all()[1], timezone.now() + timedelta(days=60)
    event = editing.make("Workshop", village.amina, village.voluntary_action, stage=workshop, starts_at=starts)
    editing.publish(event, village.amina)
    for thing in (convening, event):
        Watch.start(village.bram, thing, pace=Pace.AT_ONCE)
    jobs.tell_watchers.call()
    Notice.objects.all().delete()

    workshop.open(village.amina, "Everybody is here already.")
    jobs.tell_watchers.call()

    told = set(Notice.objects.filter(person=village.bram).values_list("address", flat=True))
    assert told == {workshop.get_absolute_url(), event.get_absolute_url()}
