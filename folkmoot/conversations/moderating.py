"""What was reported in a group, and what those who look after it decide: the same rulings as the site's moderators
make, told to the writer with the reason, in the public log, and open to appeal, which the site's moderators decide."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Contest, Discussion, Group, HouseAgreement, LogRow, Post, Summary
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.refusals import NotYours
from folkmoot.moderation.models import Report, Ruling, Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator

WHERE = (
    (Post, "discussion__group"),
    (Discussion, "group"),
    (Summary, "discussion__group"),
    (Contest, "line__summary__discussion__group"),
    (HouseAgreement, "group"),
)
MOST = 200


def standings(group: Group):
    """The standings of what is written in the group."""
    keys = [
        model.objects.filter(**{where: group}, standing__isnull=False).values_list("standing", flat=True)
        for model, where in WHERE
    ]
    return Standing.objects.filter(pk__in=[pk for some in keys for pk in some])


def standings_below(talks: list[int]):
    """The standings of what is written in these discussions."""
    places = ((Post, "discussion"), (Discussion, "pk"), (Summary, "discussion"), (Contest, "line__summary__discussion"))
    found = Q()
    for model, where in places:
        rows = model.objects.filter(**{f"{where}__in": talks}, standing__isnull=False)
        found |= Q(pk__in=rows.order_by().values("standing"))
    return Standing.objects.filter(found)


def waiting(group: Group) -> list[Standing]:
    return list(standings(group).waiting()[:MOST])


def ruled(group: Group) -> list[Ruling]:
    """The newest decisions on what is written in it."""
    return list(Ruling.objects.filter(standing__in=standings(group)).select_related("standing").order_by("-pk")[:20])


def state_of(post: Post) -> str:
    return post.standing.state if post.standing else Standing.State.SHOWN


def reports_of(post: Post) -> list[Report]:
    """What was said of it, without who said so."""
    return list(post.standing.reports.order_by("-at")[:20]) if post.standing else []


@transaction.atomic
def rule(post: Post, by: Person, state: str, because: str, rule: str = "") -> Ruling:
    """Decide about a post, with a row in the group's log."""
    group = post.discussion.group
    group.needs(by, "moderates")
    standing = Standing.of(post, post.by, post.about_address)
    made = standing.rule(state, because, by, rule)
    words = _("post %(n)d: %(state)s") % {"n": post.number, "state": made.get_state_display().lower()}
    LogRow.add(group, by, LogRow.What.RULED, words, because=because, address=made.get_absolute_url())
    return made


def reported_to(person: Person | None, pk: int) -> Post | None:
    """A post that was reported and waits, or was held or removed, for moderators of the site; None for others."""
    if person is None or not is_moderator(person, timezone.localdate()):
        return None
    post = Post.objects.select_related("by", "as_body", "standing").filter(pk=pk, standing__isnull=False).first()
    if post is None:
        return None
    waits = post.standing.reports.filter(ruling=None).exists()
    return post if waits or post.standing.state != Standing.State.SHOWN else None


@transaction.atomic
def rule_on(standing: Standing, by: Person, state: str, because: str, rule: str = "") -> Ruling:
    """The same for whatever else is written in a group: a discussion, a summary, what was said against a line."""
    group = group_of(standing.thing())
    if group is None:
        raise NotYours(_("Only those who look after the group can do that."))
    group.needs(by, "moderates")
    made = standing.rule(state, because, by, rule)
    words = f"{standing.title}: {made.get_state_display()}"
    LogRow.add(group, by, LogRow.What.RULED, words, because=because, address=made.get_absolute_url())
    return made


def group_of(thing) -> Group | None:
    """The group in which this was written, or which it is; None for what is in no group."""
    if isinstance(thing, Group):
        return thing
    if isinstance(thing, HouseAgreement):
        return thing.group
    if isinstance(thing, Contest):
        thing = thing.line.summary
    talk = thing if isinstance(thing, Discussion) else getattr(thing, "discussion", None)
    return talk.group if isinstance(talk, Discussion) else None


def tell_of_report(thing) -> None:
    """Those who decide about it in the group hear that something in it was reported; not whoever wrote it."""
    group = group_of(thing)
    if group is None:
        return
    words = _("Something in %(group)s was reported. Please have a look.") % {"group": group}
    for person in group.those_with("moderates"):
        if person.pk != getattr(thing, "by_id", None):
            Notice.tell(person, words, reverse("conversations:looked_after", args=[group.slug]), pace=Pace.AT_ONCE)
