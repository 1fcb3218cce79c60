"""Pages brought from another wiki: looked over first, then taken in; it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import findable, links
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper

from .folder import Folder
from .linked import OldAddress, PageLink
from .page import Page
from .version import Version

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


class Bringing(models.Model):
    """One file of pages. `rows`: what would come of each page of it, as plain values (see `reading.pages`), with a
    verdict and why; nothing is on the shelves before `take_in`."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("library:bringing", args=[self.pk])

    def may_be_seen_by(self, person: Person, day: date) -> bool:
        """Whoever brought it, and the keepers."""
        return self.by_id in acts_for(person, day) or is_keeper(person, day)

    @classmethod
    def look_over(cls, folder: Folder, by: Person, file_name: str, pages: Iterable[dict]) -> Bringing:
        """Keep what was read, each page with what would come of it. Writes no page."""
        folder.check_writer(by)
        rows, seen = [], set()
        for page in pages:
            rows.append(page | _verdict(folder, page, seen))
            seen.add(page["slug"])
        if not rows:
            raise Refusal(_("There is no page in that file that we can read. Bring .txt or .md files, or a zip."))
        return cls.objects.create(folder=folder, by=by, file_name=file_name[:200], rows=rows)

    def count(self, verdict: str) -> int:
        return sum(row["verdict"] == verdict for row in self.rows)

    @property
    def useful(self) -> int:
        return self.count(NEW) + self.count(CHANGED)

    @transaction.atomic
    def take_in(self, by: Person) -> int:
        """Write the pages; gives how many. Taken in twice is taken in once."""
        locked = self._locked(by)
        if locked.taken_at:
            return 0
        done = [_take(locked, row) for row in locked.rows if row["verdict"] in (NEW, CHANGED)]
        for page in done:
            page.refresh_from_db()
        findable.put_pages(done)
        locked.taken_at = timezone.now()
        locked.save(update_fields=["taken_at"])
        self.refresh_from_db()
        if done:
            words = _("%(n)d pages from %(file)s") % {"n": len(done), "file": self.file_name}
            Line.record(by, "brought into the library", self.folder, title=words, place=self.folder.place)
        return len(done)

    @transaction.atomic
    def undo(self, by: Person) -> tuple[int, list[Page]]:
        """Put new pages away and changed ones back, but for those somebody changed since: (how many, those left)."""
        locked = self._locked(by)
        if not locked.taken_at or locked.undone_at:
            return 0, []
        undone, left = 0, []
        for version in self.versions.select_related("page__folder"):
            page = version.page.locked()
            if page.number != version.number:
                left.append(page)
            elif page.gone_at is None:
                _take_back(page, version, by)
                undone += 1
        locked.undone_at = timezone.now()
        locked.save(update_fields=["undone_at"])
        self.refresh_from_db()
        Line.record(by, "took back what was brought into", self.folder, place=self.folder.place)
        return undone, left

    def _locked(self, by: Person) -> Bringing:
        locked = Bringing.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not locked.may_be_seen_by(by, timezone.localdate()):
            raise NotYours(_("Whoever brought these pages, or a keeper, decides on them."))
        locked.folder.check_writer(by)
        return locked


def _verdict(folder: Folder, page: dict, seen: set[str]) -> dict:
    if page.get("wrong"):
        return {"verdict": REFUSED, "why": page["wrong"]}
    if page["slug"] in seen:
        return {"verdict": REFUSED, "why": str(_("Another page of this file has the same name."))}
    there = Page.objects.filter(folder=folder, slug=page["slug"], gone_at=None).only("words").first()
    if there is None:
        return {"verdict": NEW, "why": ""}
    if there.words == page["words"]:
        return {"verdict": SAME, "why": str(_("It is here already, word for word."))}
    return {"verdict": CHANGED, "why": str(_("A page of this name is here; this becomes its newest version."))}


def _take(bringing: Bringing, row: dict) -> Page:
    page = Page.objects.filter(folder=bringing.folder, slug=row["slug"], gone_at=None).first()
    elsewhere = datetime.fromisoformat(row["changed_at"]) if row["changed_at"] else None
    # A page that is here changes today, whenever these words were written: its history runs forward.
    at = timezone.now() if page or elsewhere is None else elsewhere
    page = page.locked() if page else _new_page(bringing, row)
    way = Version.Way.IMPORT if elsewhere or row["who"] else Version.Way.UNKNOWN
    facts = {"at": at, "way": way, "by_words": row["who"][:120], "why": row["why_changed"][:300], "bringing": bringing}
    page._add(row["words"], None, elsewhere_at=elsewhere, **facts)
    return page


def _new_page(bringing: Bringing, row: dict) -> Page:
    """It keeps the name it had in its address; links by its title lead to it too."""
    original = date.fromisoformat(row["original_on"]) if row["original_on"] else None
    facts = {"title": row["title"][:200], "slug": row["slug"], "folder": bringing.folder, "original_on": original}
    facts |= {"entered_by": bringing.by, "place": bringing.folder.place, "source": row["source"][:300]}
    page = Page.objects.create(**facts)
    by_title = links.slug_of(page.title)
    if (
        by_title not in ("", page.slug)
        and not Page.objects.filter(folder=page.folder, slug=by_title, gone_at=None).exists()
    ):
        OldAddress.leads_to(page, page.folder.slug, by_title)
        PageLink.objects.filter(folder_slug=page.folder.slug, slug=by_title, to=None).update(to=page)
    return page


def _take_back(page: Page, version: Version, by: Person) -> None:
    if version.number == 1:
        page._away(timezone.now())
    else:
        page._add(page.versions.get(number=version.number - 1).words, by, why=_("What was brought in is taken back"))
    page.follow_standing()
