"""A group built anew from what its file says: see `bringing`. Everything in one transaction of its caller."""

from __future__ import annotations

import base64
import io
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import duties, founding, uploading
from folkmoot.conversations.models import (
    Arrival,
    Attachment,
    Contest,
    Discussion,
    Group,
    HouseAgreement,
    LogRow,
    Post,
    Quotation,
    Summary,
    SummaryLine,
    Wording,
)
from folkmoot.kit import colour
from folkmoot.kit.refusals import Refusal

AT_A_TIME = 1_000
GONE = "–"


def build(arrival: Arrival, found: dict) -> Group:
    """The group, looked after by whoever brought it, with all that was said in it."""
    group = _begin(arrival, found["group"])
    posts: dict[int, Post] = {}
    talks = []
    for told in found["talks"]:
        talk = _talk(group, told)
        talks.append(talk)
        posts |= _posts(talk, told["posts"])
    for talk, told in zip(talks, found["talks"], strict=True):
        _tie(talk, told["posts"], posts)
        _summaries(talk, told["summaries"])
    arrival.what["left_out"] = _files(found, posts, arrival)
    group.follow_standing()
    return group


def _begin(arrival: Arrival, about: dict) -> Group:
    parsed = colour.parse(about["colour"]) if about["colour"] else None
    facts = {
        "name": about["name"],
        "about": about["about"],
        "way_in": _one_of(Group.WayIn, about["way_in"], Group.WayIn.REQUEST),
        "readers": _one_of(Group.Readers, about["readers"], Group.Readers.MEMBERS),
        "licence": _one_of(Group.Licence, about["licence"], Group.Licence.NONE),
        "colour": colour.spelt(parsed) if parsed else "",
    }
    group = founding.begin(arrival.by, facts | about["limits"], once=f"arrival {arrival.pk}")
    for one in about["duties"]:
        if one["name"] and one["purview"]:
            told = {name: one[name] for name in ("name", "purview")}
            duties.name(group, arrival.by, told | dict.fromkeys(one["powers"], True))
    for version, one in enumerate((one for one in about["agreements"] if one["words"]), 1):
        at = _moment(one["at"])
        last = HouseAgreement.objects.create(group=group, version=version, words=one["words"], at=at)
        last.accept(arrival.by)
    rows = [one for one in about["log"] if one["what"] in LogRow.What.values]
    LogRow.objects.bulk_create(
        [LogRow(group=group, by=None, **(one | {"at": _moment(one["at"])})) for one in rows], batch_size=AT_A_TIME
    )
    words = _("from %(where)s") % {"where": about["address"] or about["site"] or _("a file")}
    LogRow.add(group, arrival.by, LogRow.What.BROUGHT, words, because=_("Who wrote what stands as the file says."))
    return group


def _one_of(choices, said: str, otherwise: str) -> str:
    return said if said in choices.values else otherwise


def _moment(said: str) -> datetime:
    """Never later than now: nothing is said tomorrow."""
    now = timezone.now()
    return min(datetime.fromisoformat(said), now) if said else now


def _talk(group: Group, told: dict) -> Discussion:
    posts, begun = told["posts"], _moment(told["begun_at"])
    return Discussion.objects.create(
        group=group,
        title=told["title"] or _("Without a title"),
        kind=_one_of(Discussion.Kind, told["kind"], Discussion.Kind.TALK),
        begun_at=begun,
        closes_on=date.fromisoformat(told["closes_on"]) if told["closes_on"] else None,
        copied_from=told["carried_from"],
        came_from=told["address"],
        last_number=posts[-1]["number"] if posts else 0,
        last_at=max((_moment(post["at"]) for post in posts), default=begun),
    )


def _posts(talk: Discussion, told: list[dict]) -> dict[int, Post]:
    """Those of one discussion, by the keys they had."""
    rows = [_post(talk, one) for one in told]
    made = Post.objects.bulk_create(rows, batch_size=AT_A_TIME)
    return {one["id"]: post for one, post in zip(told, made, strict=True) if one["id"]}


def _post(talk: Discussion, one: dict) -> Post:
    at, gone = _moment(one["at"]), one["gone"] or not one["words"]
    facts = {
        "discussion": talk,
        "number": one["number"],
        "at": at,
        "came": Post.Came.FILE,
        "came_as": one["id"] or None,
    }
    if gone:
        return Post(words=GONE, taken_back_at=at, **facts)
    edited = _moment(one["edited_at"]) if one["edited_at"] else None
    said = {name: one[name] for name in ("words", "mandate", "interest")}
    return Post(name=one["by"], edited_at=edited, **said, **facts)


def _tie(talk: Discussion, told: list[dict], posts: dict[int, Post]) -> None:
    """What answers and quotes what, and what each said before."""
    numbered = {post.number: post for post in talk.posts.only("pk", "number")}
    answers, quotes, before = [], {}, []
    for one in told:
        post = numbered[one["number"]]
        answered = numbered.get(one["answers"])
        if answered and answered.pk != post.pk:
            post.reply_to = answered
            answers.append(post)
        for quote in one["quotes"]:
            quoted = posts.get(quote["post"])
            quotes[post.pk, quoted.pk if quoted else 0] = Quotation(
                post=post, quoted=quoted, excerpt=quote["excerpt"] if quoted else ""
            )
        before += [
            Wording(post=post, words=was["words"], interest=was["interest"], at=_moment(was["until"]))
            for was in one["before"]
        ]
    Post.objects.bulk_update(answers, ["reply_to"], batch_size=AT_A_TIME)
    Quotation.objects.bulk_create(quotes.values(), batch_size=AT_A_TIME)
    Wording.objects.bulk_create(before, batch_size=AT_A_TIME)


def _summaries(talk: Discussion, told: list[dict]) -> None:
    numbered = dict(talk.posts.values_list("number", "pk"))
    for one in told:
        facts = {"up_to": min(one["up_to"] or talk.last_number, talk.last_number), "name": one["by"]}
        made = Summary.objects.create(discussion=talk, at=_moment(one["at"]), **facts)
        for order, said in enumerate(one["lines"]):
            line = SummaryLine.objects.create(summary=made, order=order, words=said["words"])
            line.cites.set([numbered[number] for number in said["posts"] if number in numbered])
            for each in said["seen_otherwise"]:
                if each["words"]:
                    Contest.objects.create(line=line, words=each["words"], name=each["by"], at=made.at)


def _files(found: dict, posts: dict[int, Post], arrival: Arrival) -> int:
    """Pictures are drawn anew and files looked at, as those that are sent today; how many are neither and stay out."""
    left_out = 0
    for talk in found["talks"]:
        for told in talk["posts"]:
            for one in told["files"]:
                raw, post = found["files"].get(one["file"]), posts.get(told["id"])
                if raw and post is not None and post.taken_back_at is None:
                    left_out += not _file(post, one, base64.b64decode(raw), arrival)
    return left_out


def _file(post: Post, one: dict, raw: bytes, arrival: Arrival) -> bool:
    ending = one["file"].rpartition(".")[2]
    name = one["name"] or f"file.{ending}"
    name = name if name.lower().endswith(f".{ending}") else f"{name}.{ending}"
    try:
        kept = uploading.kept_as(arrival.by, uploading.name_of(name), io.BytesIO(raw), one["alt"])
    except Refusal:
        return False
    return bool(Attachment.objects.filter(pk=kept.pk).update(post=post, by=None))
