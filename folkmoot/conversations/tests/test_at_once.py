"""Several people at one moment: each post has a number of its own, and an invitation lets in one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, models
from django.utils import timezone

from folkmoot.conversations import agreeing, duties, founding, joining
from folkmoot.conversations.limits import OverLimit
from folkmoot.conversations.models import Discussion, Duty, Invitation, Post, Terms
from folkmoot.kit.links import LinkRanOut
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

FACTS = {"name": "Ladders", "about": "x", "way_in": "invite", "readers": "everyone"}
MANY = 6


@pytest.fixture
def group(transactional_db):
    return founding.begin(Person.objects.create_user("keeper@thornbeck.example", name="Keeper"), FACTS)


@pytest.fixture
def people(group):
    return [Person.objects.create_user(f"p{n}@thornbeck.example", name=f"P {n}") for n in range(MANY)]


def at_once(deed, all_of: list) -> list:
    """What came of doing it with each of these at one moment; an error stands for itself."""
    start = Barrier(len(all_of))

    def one(thing):
        start.wait()
        try:
            return deed(thing)
        except Exception as wrong:  # noqa: BLE001 - it is looked at by whoever asks
            return wrong
        finally:
            connection.close()

    with ThreadPoolExecutor(len(all_of)) as crowd:
        return list(crowd.map(one, all_of))


def test_posts_said_at_one_moment_have_numbers_of_their_own(group, people):
    talk = Discussion.objects.create(group=group, title="x")
    made = at_once(lambda person: Discussion.objects.get(pk=talk.pk).say(person, "x"), people)

    assert all(isinstance(post, Post) for post in made), made
    assert sorted(post.number for post in made) == list(range(1, MANY + 1))
    talk.refresh_from_db()
    assert talk.last_number == MANY


def test_without_the_lock_two_posts_want_one_number(group, people, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time, lock or no lock.")
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda self, **options: self)
    talk = Discussion.objects.create(group=group, title="x")
    made = at_once(lambda person: Discussion.objects.get(pk=talk.pk).say(person, "x"), people)
    assert any(isinstance(one, IntegrityError) for one in made)


def test_the_same_post_sent_twice_at_once_is_one(group, people):
    talk = Discussion.objects.create(group=group, title="x")
    made = at_once(lambda person: Discussion.objects.get(pk=talk.pk).say(person, "x", once="k"), [people[0]] * MANY)
    assert len({post.pk for post in made}) == 1 and talk.posts.count() == 1


def test_an_invitation_used_by_several_at_once_lets_in_one(group, people):
    made = joining.invite(group, group.began_by, "somebody@thornbeck.example")
    came = at_once(lambda person: joining.come_by(Invitation.objects.get(pk=made.pk), person, accepts=True), people)
    assert sum(isinstance(one, LinkRanOut) for one in came) == MANY - 1
    assert group.members.count() == 2


def test_joining_several_times_at_once_is_joining_once(group, people):
    founding.change(group, group.began_by, {"way_in": "open"}, "x")
    at_once(lambda person: joining.join(group, person, accepts=True), [people[0]] * MANY)
    assert group.members.filter(person=people[0]).count() == 1


def test_two_groups_that_propose_to_each_other_at_once_have_one_proposal(group, people):
    other = founding.begin(people[0], FACTS | {"name": "Hammers"})
    pairs = [(group, other, group.began_by), (other, group, people[0])] * 3
    made = at_once(lambda pair: agreeing.propose(*pair, {"events": "both"}), pairs)
    assert Terms.objects.between(group, other).open().count() == 1
    assert sum(isinstance(one, Refusal) for one in made) == len(pairs) - 1, made
    terms = Terms.objects.get()
    by = people[0] if terms.partner == other else group.began_by
    agreed = at_once(lambda person: agreeing.agree(Terms.objects.get(pk=terms.pk), person), [by] * MANY)
    assert sorted(agreed) == [False] * (MANY - 1) + [True]


def test_a_duty_given_several_times_at_once_is_held_once(group, people):
    founding.change(group, group.began_by, {"way_in": "open"}, "x")
    joining.join(group, people[0], accepts=True)
    duty = duties.name(group, group.began_by, {"name": "Tea", "purview": "Tea."})
    at_once(lambda person: duties.give(Duty.objects.get(pk=duty.pk), group.began_by, person), [people[0]] * MANY)
    assert duty.holders.count() == 1


def test_somebody_new_says_no_more_by_saying_all_of_it_at_once(group, people, settings):
    settings.LIMITS = True
    Person.objects.update(joined_at=timezone.now() - timedelta(days=9))
    founding.change(group, group.began_by, {"way_in": "open", "new_for": 7, "new_posts": 2}, "x")
    joining.join(group, people[0], accepts=True)
    person = Person.objects.get(pk=people[0].pk)
    talks = [Discussion.objects.create(group=group, title=f"x {n}") for n in range(MANY)]
    made = at_once(lambda talk: Discussion.objects.get(pk=talk.pk).say(person, "x"), talks)
    assert sum(isinstance(one, OverLimit) for one in made) == MANY - 2, made
    assert Post.objects.filter(by=person).count() == 2
