"""What leads where: links between pages, addresses that pages had, and links to the world outside."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import markdown
from folkmoot.kit.jobs import job
from folkmoot.library import links
from folkmoot.people.models import Person

HREF = re.compile(r'<a href="(https?://[^"]{1,500})"')
MOST_OUTSIDE = 300
AT_ONCE = 100


class PageLink(models.Model):
    """One page speaks of another, by folder and name; `to` is empty while there is no such page (it is wanted)."""

    page = models.ForeignKey("library.Page", models.CASCADE, related_name="links")
    folder_slug = models.SlugField(max_length=links.SLUG)
    slug = models.SlugField(max_length=links.SLUG)
    to = models.ForeignKey("library.Page", models.SET_NULL, null=True, related_name="links_here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "folder_slug", "slug"], name="page_link_once")]
        indexes = [
            models.Index(fields=["folder_slug", "slug"], condition=Q(to=None), name="page_link_wanted"),
        ]

    def __str__(self) -> str:
        return f"{self.page} → {self.folder_slug}:{self.slug}"

    @classmethod
    def take_up(cls, page) -> None:
        """Links that wanted this page lead to it now."""
        cls.objects.filter(folder_slug=page.folder.slug, slug=page.slug, to=None).update(to=page)


class OldAddress(models.Model):
    """Where a page stood before it was moved; whoever asks there is led on."""

    folder_slug = models.SlugField(max_length=links.SLUG)
    slug = models.SlugField(max_length=links.SLUG)
    page = models.ForeignKey("library.Page", models.CASCADE, related_name="old_addresses")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "old addresses"
        constraints = [models.UniqueConstraint(fields=["folder_slug", "slug"], name="old_address_once")]

    def __str__(self) -> str:
        return f"{self.folder_slug}:{self.slug} → {self.page}"

    @classmethod
    def leads_to(cls, page, folder: str, slug: str) -> None:
        """From the address it had; what stands at its new one needs no leading on."""
        cls.objects.update_or_create(folder_slug=folder, slug=slug, defaults={"page": page})
        cls.objects.filter(folder_slug=page.folder.slug, slug=page.slug).delete()


class OutsideLink(models.Model):
    """A link to the world outside, and what stood there when it was last looked at."""

    class State(models.TextChoices):
        UNSEEN = "unseen", gettext_lazy("Not looked at yet")
        FINE = "fine", gettext_lazy("There")
        GONE = "gone", gettext_lazy("Gone")
        SILENT = "silent", gettext_lazy("Does not answer")
        NONE = "none", gettext_lazy("No address that can be opened")

    BROKEN = (State.GONE, State.SILENT, State.NONE)
    AGAIN = timedelta(days=14)

    page = models.ForeignKey("library.Page", models.CASCADE, related_name="outside")
    address = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State, default=State.UNSEEN)
    said = models.CharField(max_length=200, blank=True, help_text="what is wrong, in words")
    checked_at = models.DateTimeField(null=True, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="outside_link_once")]
        indexes = [
            models.Index(fields=["checked_at"], name="outside_link_oldest"),
            models.Index(fields=["address"], name="outside_link_address"),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return self.page.get_absolute_url()

    @property
    def archived(self) -> str:
        """Where a web archive may hold it, as near as can be to when the page was written. Never fetched by us."""
        day = self.page.original_on or timezone.localdate(self.page.entered_at)
        return f"https://web.archive.org/web/{day:%Y%m%d}/{self.address}"

    @classmethod
    def note(cls, address: str, state: str, said: str = "") -> int:
        """What stood at an address, on every page that links there; gives how many pages."""
        rows, now = cls.objects.filter(address=address), timezone.now()
        if state in cls.BROKEN:
            rows.filter(broken_since=None).update(broken_since=now)
        else:
            rows.update(broken_since=None)
        return rows.update(state=state, said=said[:200], checked_at=now)


def follow_links(page) -> None:
    """The rows of links as the page's text now has them; links elsewhere that wanted this page lead to it."""
    found = {link.name for link in links.find(page.words, page.folder.slug)}
    known = {(row.folder_slug, row.slug): row for row in page.links.all()}
    PageLink.objects.filter(pk__in=[row.pk for name, row in known.items() if name not in found]).delete()
    new = sorted(found - known.keys())
    there = pages_called(new)
    PageLink.objects.bulk_create(
        [PageLink(page=page, folder_slug=folder, slug=slug, to=there.get((folder, slug))) for folder, slug in new],
        ignore_conflicts=True,
    )
    if page.number == 1:
        OldAddress.objects.filter(folder_slug=page.folder.slug, slug=page.slug).delete()
        PageLink.take_up(page)
    _follow_outside(page)


def _follow_outside(page) -> None:
    shown = HREF.findall(markdown.render(page.words)) if "://" in page.words else []
    found = list(dict.fromkeys(unescape(address) for address in shown))[:MOST_OUTSIDE]
    page.outside.exclude(address__in=found).delete()
    known = set(page.outside.values_list("address", flat=True))
    OutsideLink.objects.bulk_create(
        [OutsideLink(page=page, address=address) for address in found if address not in known], ignore_conflicts=True
    )


def pages_called(names: list[tuple[str, str]]) -> dict:
    """The shown pages at these (folder, name), or that stood there before they were moved: two queries for any
    number."""
    if not names:
        return {}
    folders, slugs = {folder for folder, _slug in names}, {slug for _folder, slug in names}
    rows = (
        apps.get_model("library.Page")
        .objects.shown()
        .filter(folder__slug__in=folders, slug__in=slugs)
        .select_related("folder")
        .defer("words")
    )
    here = {(page.folder.slug, page.slug): page for page in rows}
    moved = OldAddress.objects.filter(folder_slug__in=folders, slug__in=slugs, page__gone_at=None)
    moved = moved.filter(Q(page__standing=None) | Q(page__standing__state="shown"))
    old = {(row.folder_slug, row.slug): row.page for row in moved.select_related("page__folder").defer("page__words")}
    wanted = set(names)
    return {name: page for name, page in (old | here).items() if name in wanted}


def follow_move(page, by: Person | None, folder: str, slug: str) -> None:
    """After a move: whoever wanted a page at the new address has it, and links to the old one are written anew, the
    first hundred at once and the rest by the worker."""
    PageLink.take_up(page)
    rewrite_links(page, by, folder, slug, AT_ONCE)
    if _speaking_of(page, folder, slug).exists():
        follow_moved.enqueue(page.pk, by.pk if by else None, folder, slug)


@job
def follow_moved(page: int, by: int | None, folder: str, slug: str) -> None:
    """The rest of the links to where a page stood, a hundred pages at a time. Safe twice."""
    moved = apps.get_model("library.Page").objects.filter(pk=page).first()
    who = Person.objects.filter(pk=by).first()
    while moved:
        with transaction.atomic():
            if not rewrite_links(moved, who, folder, slug, AT_ONCE):
                return


def rewrite_links(page, by: Person | None, folder: str, slug: str, most: int) -> int:
    """Write links to an old address of this page anew, on at most `most` pages; gives how many. Safe twice."""
    why = _("“%(title)s” moved; the link follows") % {"title": page.title}
    done = 0
    for key in list(_speaking_of(page, folder, slug).values_list("page", flat=True)[:most]):
        other = type(page).objects.select_for_update(of=("self",)).get(pk=key)
        words = links.rewritten(other.words, other.folder.slug, {(folder, slug): page.target()})
        if words != other.words:
            other._add(words, by, why=why, minor=True)
        else:
            other.links.filter(folder_slug=folder, slug=slug).delete()
        done += 1
    return done


def _speaking_of(page, folder: str, slug: str):
    rows = PageLink.objects.filter(to=page, folder_slug=folder, slug=slug, page__story=False)
    return rows.order_by("page")
