"""Blogs and feeds of others: added to a place or a desk, one by one or as a list; and a single post by its address."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership
from folkmoot.journal.models import Line
from folkmoot.kit import fetch
from folkmoot.kit.foreign import clean, excerpt
from folkmoot.kit.jobs import job
from folkmoot.kit.public_hosts import Target, UnsafeAddress
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.newsroom import gathering
from folkmoot.newsroom.models import Desk, Outlet, OutsidePost, may_keep_text
from folkmoot.newsroom.models.licences import licence_named
from folkmoot.newsroom.reading import apart
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper
from folkmoot.places.models import Place


def may_add(person: Person | None, day: date, desk: Desk | None = None) -> bool:
    """To a desk: who looks after it. To a place: keepers, and whoever speaks for a body here."""
    if person is None or not person.is_authenticated:
        return False
    if desk:
        return desk.may_be_edited_by(person)
    return is_keeper(person, day) or bool(Membership.objects.spoken_by(person, day))


@transaction.atomic
def add(name: str, address: str, by: Person, *, place: Place | None = None, desk: Desk | None = None, **more) -> Outlet:
    """Read this blog or feed from now on. The address of its page does: its feed is found there. The same again is the
    one there is. `more`: page (where people read it), tag, owner, organisation, licence, is_known (keepers and desks
    alone say that)."""
    if not may_add(by, timezone.localdate(), desk):
        raise NotYours(_("Those who speak for a body here can add blogs; for an event, those who look after its desk."))
    check_address(address)
    if more.get("is_known") and not (desk or is_keeper(by, timezone.localdate())):
        more["is_known"] = False
    tag, more["address"] = gathering.plain_tag(more.pop("tag", "")), more.pop("page", "")
    where = {"place": None if desk else place, "desk": desk, "feed": address, "tag": tag, "ended_at": None}
    found, new = Outlet.objects.get_or_create(**where, defaults={"name": name[:200] or address, "by": by} | more)
    if new:
        title = name or address
        about = place or (desk.event.place if desk else None)
        Line.record(by, "added a blog", found, title=title, place=about)
    return found


def check_address(address: str) -> None:
    """Refuses, in words, what we would never fetch."""
    try:
        Target.of(address)
    except UnsafeAddress as wrong:
        raise Refusal(str(wrong)) from wrong


def add_list(raw: bytes, by: Person, place: Place) -> tuple[int, list[str]]:
    """Add every feed of an OPML file; how many are new, and in words what of it could not be taken."""
    found = apart.outline(raw)
    new, notes = 0, list(found["notes"])
    for row in found["outlets"]:
        try:
            known = Outlet.objects.filter(place=place, feed=row["feed"], tag="", ended_at=None).exists()
            add(row["name"], row["feed"], by, place=place, page=row["address"][:500])
            new += not known
        except NotYours:
            raise
        except Refusal as no:
            notes.append(f"{row['name']}: {no.words}")
    return new, notes


def may_take_off(outlet: Outlet, person: Person | None, day: date) -> bool:
    if person is None or outlet.ended_at or outlet.story:
        return False
    own = person.pk == outlet.by_id or is_keeper(person, day)
    return own or bool(outlet.desk and outlet.desk.may_be_edited_by(person))


@transaction.atomic
def take_off(outlet: Outlet, by: Person) -> bool:
    """No longer read; what it posted so far stays, with its source. True the first time."""
    if not may_take_off(outlet, by, timezone.localdate()) and outlet.ended_at is None:
        raise NotYours(_("Whoever added this blog can take it off, and so can the keepers."))
    done = bool(Outlet.objects.filter(pk=outlet.pk, ended_at=None).update(ended_at=timezone.now()))
    if done:
        Line.record(by, "took a blog off", outlet, place=outlet.place)
    return done


@transaction.atomic
def set_known(outlet: Outlet, by: Person, known: bool) -> None:
    """What it posts shows at once from now on; or waits to be looked at."""
    keeps = is_keeper(by, timezone.localdate()) or bool(outlet.desk and outlet.desk.may_be_edited_by(by))
    if not keeps:
        raise NotYours(_("Keepers decide that; for an event, those who look after its desk."))
    Outlet.objects.filter(pk=outlet.pk).update(is_known=known)


def read_now(outlet: Outlet) -> None:
    """It is due now, whatever it was."""
    Outlet.objects.filter(pk=outlet.pk, ended_at=None).update(due_at=timezone.now())


def paste(desk: Desk, address: str, by: Person, title: str = "") -> OutsidePost:
    """A post about this event, by its address. It stands at once with what was typed; what the page says of itself is
    read by the worker. The same address again is the same post."""
    if not desk.may_be_edited_by(by):
        raise NotYours(_("Those who look after the desk add what was posted elsewhere."))
    check_address(address)
    known = OutsidePost.objects.filter(desk=desk, canonical=gathering.canonical(address)).first()
    if known:
        return known
    facts = {"address": address, "guid": address[:500], "title": (title or address)[:300], "added_by": by}
    facts |= {"how": OutsidePost.How.PASTED, "state": OutsidePost.State.SHOWN, "decided_by": by}
    facts["decided_at"] = timezone.now()
    with transaction.atomic():
        post, new = OutsidePost.objects.get_or_create(
            desk=desk,
            outlet=None,
            canonical=gathering.canonical(address),
            defaults=facts,
        )
        if new:
            Line.record(by, "added a post from elsewhere:", post, place=desk.event.place)
            read_pasted.enqueue(post.pk)
    return post


@job(queue="outside")
def read_pasted(pk: int) -> None:
    post = OutsidePost.objects.filter(pk=pk).select_related("desk__event__place").first()
    if post:
        read_page(post)


def read_page(post: OutsidePost) -> None:
    """What the page of a pasted post says of itself: title, writer, a few lines; the whole where its licence allows."""
    try:
        answer = fetch.get(post.address)
        if answer.status != 200:
            return
        found = apart.page(answer)
    except Refusal:
        return
    licence = licence_named(found["licence"])
    own = post.title != post.address
    text = "".join(f"<p>{part}</p>" for part in [clean(found["text"])] if part)
    facts = {"title": post.title if own else (found["title"] or post.title), "author": found["author"]}
    facts |= {"excerpt": excerpt(text), "licence": licence, "frozen": text if may_keep_text(licence) else ""}
    facts |= {"kept_at": timezone.now() if facts["frozen"] else None}
    OutsidePost.objects.filter(pk=post.pk).update(**facts, changed_at=timezone.now())
    post.refresh_from_db()
    gathering.collapse(post)
    post.follow()
