"""A page anyone may mend: written, changed, put together where two wrote at once, restored and moved."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import newcomers
from folkmoot.directory.models import Organisation, Programme
from folkmoot.kit.refusals import Refusal
from folkmoot.library import findable, links
from folkmoot.library.sums import together
from folkmoot.people.models import Person

from .folder import Folder
from .linked import OldAddress, PageLink, follow_links, follow_move
from .shelf import Shelved, ShelvedSet


class Clash(Refusal):
    """Somebody else changed the same lines since this person began. Carries all that is needed to put them together."""

    def __init__(self, page: Page, base: int, words: str) -> None:
        super().__init__(_("Somebody else changed the same lines while you were writing. Nothing you wrote is lost."))
        self.page, self.base, self.words = page, base, words


class AlreadyThere(Refusal):
    """A page of that name stands in that folder."""


class PageSet(ShelvedSet):
    def listed(self) -> PageSet:
        """With what a row of a list shows, and without the text."""
        rows = self.select_related("folder", "last__by", "place")
        return rows.defer("words", "last__words")

    def orphans(self) -> PageSet:
        """Shown pages that no other page and no toolkit leads to, and that no full page has as its easy-read one."""
        parts = self.model._meta.get_field("parts").related_model
        linked = PageLink.objects.filter(to=models.OuterRef("pk")).exclude(page=models.OuterRef("pk"))
        told = parts.objects.filter(page=models.OuterRef("pk"), toolkit__gone_at=None)
        alone = ~models.Exists(linked.filter(page__gone_at=None)), ~models.Exists(told)
        return self.live().shown().filter(*alone, easy_of=None, easy_of_case=None, easy_of_toolkit=None)


class Page(Shelved):
    """One page in a folder. `words` is the newest version's text; `original_*` is when its words were first written,
    which may be long before the page was made here."""

    LONGEST = 100_000

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="pages")
    slug = models.SlugField(max_length=links.SLUG)
    words = models.TextField(max_length=LONGEST, blank=True)
    number = models.PositiveIntegerField(default=0, help_text="that of the newest version")
    last = models.OneToOneField("library.Version", models.SET_NULL, null=True, related_name="+")
    programmes = models.ManyToManyField(Programme, blank=True, related_name="+")
    original_on = models.DateField(null=True, blank=True, help_text="the day its words were first written")
    original_said = models.CharField(max_length=120, blank=True, help_text="the same as it was said, where it is vague")
    source = models.CharField(max_length=300, blank=True, help_text="where it comes from, in words")
    source_address = models.URLField(max_length=500, blank=True)
    easy_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="easy", help_text="the full page it says plainly"
    )
    easy_of_case = models.OneToOneField(
        "library.Case", models.SET_NULL, null=True, blank=True, related_name="easy", help_text="or the case"
    )
    easy_of_toolkit = models.OneToOneField(
        "library.Toolkit", models.SET_NULL, null=True, blank=True, related_name="easy", help_text="or the toolkit"
    )
    in_step_at = models.DateTimeField(
        null=True, blank=True, help_text="the change of that case or toolkit that it was last held against"
    )
    in_step_with = models.PositiveIntegerField(
        default=0, help_text="the version of the full page that the easy-read one was last held against"
    )

    objects = PageSet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["folder", "slug"], condition=Q(gone_at=None), name="page_one_at_address"),
            models.CheckConstraint(condition=~Q(easy_of=models.F("id")), name="page_easy_of_another"),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="page_newest"),
            models.Index(fields=["folder", "title"], name="page_in_order"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("library:page", args=[self.folder.slug, self.slug])

    def body(self) -> Organisation | None:
        return self.folder.organisation

    def may_be_edited_by(self, person: Person | None, day: date) -> bool:
        return not self.story and self.folder.may_be_written_by(person, day)

    def follow_standing(self) -> None:
        findable.refresh_page(self)

    def target(self) -> str:
        """What a link from anywhere says to lead here."""
        return f"{self.folder.slug}:{self.slug}"

    # Writing

    @classmethod
    def begin(cls, folder: Folder, title: str, words: str, by: Person, *, once: str = "", **told: str) -> Page:
        """A new page. `once`: the same word by the same person is the same page. `told`: why, interest."""
        once = f"{by.pk}:{once}"[:80] if once else None
        already = cls.objects.filter(once=once).first() if once else None
        if already:
            return already
        folder.check_writer(by)
        newcomers.check_deed(by, "page", 3, title, words)
        page = cls(folder=folder, title=" ".join(title.split()), entered_by=by, place=folder.place, once=once)
        try:
            with transaction.atomic():
                page._set_up()
                page._add(words, by, **told)
                page.tell(by, "wrote")
        except IntegrityError:
            again = cls.objects.filter(once=once).first() if once else None
            if again is None:
                raise AlreadyThere(page._taken()) from None
            return again
        return page

    def _set_up(self) -> None:
        self.slug = links.slug_of(self.title)
        if not self.slug:
            raise Refusal(_("Give the page a title with letters or figures in it."))
        if Page.objects.filter(folder=self.folder, slug=self.slug, gone_at=None).exists():
            raise AlreadyThere(self._taken())
        self.confirmed_on = timezone.localdate()
        self.save()

    def _taken(self) -> str:
        words = _("“%(title)s” is there already in “%(folder)s”. Add to that page, or choose another title.")
        return words % {"title": self.title, "folder": self.folder}

    def write(self, words: str, by: Person, *, base: int, once: str = "", **told):
        """The text as `by` would have it, who began with version `base`. The new version, or None where nothing is
        different. What others changed meanwhile is put together with it; `version.merged` says with how many.

        Raises Clash where both changed the same lines. `once`: sent again it is the version there is. `told`: why,
        minor, interest.
        """
        once = f"{by.pk}:{once}"[:80] if once else None
        with transaction.atomic():
            page = self.locked()
            page.check_editor(by)
            known = page.versions.filter(once=once).first() if once else None
            if known:
                return known
            newcomers.check_deed(by, "change of a page", 5, _new_links(page.words, words))
            merged = page.number - base if 0 < base < page.number else 0
            words = page._put_together(words, base) if merged else words
            if words == page.words:
                return None
            version = page._add(words, by, once=once, **told)
            page.tell(by, "changed", detail={"version": version.number})
        version.merged = merged
        self.refresh_from_db()
        return version

    def _put_together(self, words: str, base: int) -> str:
        began = self.versions.get(number=base)
        both = together(began.words, words, self.words)
        if both.text is None:
            raise Clash(self, base, words)
        return both.text

    @transaction.atomic
    def restore(self, number: int, by: Person):
        """The text of that version again, as a new version; None where it is what stands there now."""
        page = self.locked()
        page.check_editor(by)
        earlier = page.versions.shown().filter(number=number).first()
        if earlier is None:
            raise Refusal(_("There is no version %(n)d of this page to restore.") % {"n": number})
        if earlier.words == page.words:
            return None
        version = page._add(earlier.words, by, why=_("Version %(n)d again") % {"n": number}, restores=earlier)
        page.tell(by, "restored", detail={"version": number})
        self.refresh_from_db()
        return version

    def _add(self, words: str, by: Person | None, *, at: datetime | None = None, **facts):
        """One more version and all that follows from it; the page is locked, or new."""
        words, at = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), at or timezone.now()
        if len(words) > self.LONGEST:
            raise Refusal(_("That is over 100,000 letters. Make two pages of it."))
        grew, most = len(words) - len(self.words), {"why": 300, "interest": 200}
        facts |= {name: facts.get(name, "").strip()[:long] for name, long in most.items()}
        version = self.versions.create(
            number=self.number + 1,
            title=self.title,
            words=words,
            by=by,
            at=at,
            grew=grew,
            **facts,
        )
        self.words, self.number, self.last, self.changed_at = words, version.number, version, at
        self.save(update_fields=["words", "number", "last", "changed_at", "title"])
        follow_links(self)
        return version

    # Moving

    @transaction.atomic
    def move(self, by: Person, folder: Folder, title: str) -> bool:
        """To another title or folder. The old address leads here, and links in other pages are written anew, each as
        a version. False where nothing is different."""
        page = self.locked()
        page.check_editor(by)
        folder.check_writer(by)
        title, before = " ".join(title.split()), (page.folder.slug, page.slug)
        if (folder.pk, title) == (page.folder_id, page.title):
            return False
        page.folder, page.title = folder, title
        page._new_slug()
        page.save(update_fields=["folder", "title", "slug"])
        if before != (folder.slug, page.slug):
            OldAddress.leads_to(page, *before)
            follow_move(page, by, *before)
        page.tell(by, "moved")
        self.refresh_from_db()
        return True

    def _new_slug(self) -> None:
        self.slug = links.slug_of(self.title)
        if not self.slug:
            raise Refusal(_("Give the page a title with letters or figures in it."))
        others = Page.objects.filter(folder=self.folder, slug=self.slug, gone_at=None).exclude(pk=self.pk)
        if others.exists():
            raise AlreadyThere(self._taken())

    def _away(self, at) -> None:
        """Links to it are to nowhere while it is away."""
        if at is None and Page.objects.filter(folder=self.folder, slug=self.slug, gone_at=None).exists():
            raise AlreadyThere(self._taken())
        super()._away(at)
        if at:
            PageLink.objects.filter(to=self).update(to=None)
        else:
            PageLink.take_up(self)

    @transaction.atomic
    def describe(self, by: Person, facts: dict, **many) -> None:
        """What it concerns and who looks after it: fields by name, and lists for those that hold several."""
        page = self.locked()
        page.check_editor(by)
        Page.objects.filter(pk=self.pk).update(**facts)
        for name, things in many.items():
            getattr(page, name).set(things)
        self.refresh_from_db()
        self.tell(by, "said more about")

    # Easy read

    def puts_plainly(self) -> Shelved | models.Model | None:
        """The full page, the case or the toolkit that this easy-read page says in plain words."""
        return self.easy_of or self.easy_of_case or self.easy_of_toolkit

    def falls_behind(self) -> bool:
        """Whether the full one has moved on since this easy-read page was held against it."""
        if self.easy_of_id:
            return self.easy_of.number > self.in_step_with
        full = self.puts_plainly()
        return bool(full and self.in_step_at and full.changed_at > self.in_step_at)

    @transaction.atomic
    def keep_in_step(self, by: Person, number: int) -> bool:
        """`by` says that this easy-read page says what version `number` of the full page says, or what its case or
        toolkit says today. True the first time."""
        page = self.locked()
        page.check_editor(by)
        if page.easy_of_id and number <= page.easy_of.number:
            new, facts = number > page.in_step_with, {"in_step_with": number}
        elif not page.easy_of_id and page.puts_plainly():
            new, facts = page.falls_behind(), {"in_step_at": page.puts_plainly().changed_at}
        else:
            raise Refusal(_("There is no such version of the full page."))
        if not new:
            return False
        Page.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
        self.tell(by, "brought into step")
        return True

    @transaction.atomic
    def say_plainly(self, full, by: Person) -> None:
        """This page is the easy-read one of `full` (a page, a case or a toolkit), or of none. Each has one."""
        page = self.locked()
        page.check_editor(by)
        if full is not None:
            page._check_full(full)
        if page.puts_plainly() != full:
            facts = dict.fromkeys(("easy_of", "easy_of_case", "easy_of_toolkit", "in_step_at"))
            if full is not None:
                facts |= {_easy_field(full): full, "in_step_at": full.changed_at}
            number = full.number if isinstance(full, Page) else 0
            Page.objects.filter(pk=self.pk).update(**facts, in_step_with=number)
            self.refresh_from_db()
            self.tell(by, "said which page this puts plainly:")

    def _check_full(self, full) -> None:
        if isinstance(full, Page) and (full.pk == self.pk or full.puts_plainly()) or hasattr(self, "easy"):
            raise Refusal(_("An easy-read page belongs to one full page, and has none of its own."))
        if Page.objects.filter(**{_easy_field(full): full}).exclude(pk=self.pk).exists():
            raise Refusal(_("“%(page)s” has an easy-read page already. Mend that one.") % {"page": full})


def _new_links(before: str, after: str) -> str:
    """The lines that are new: what stood there already is nobody's new link."""
    known = set(before.splitlines())
    return "\n".join(line for line in after.splitlines() if line not in known)


def _easy_field(full) -> str:
    return "easy_of" if isinstance(full, Page) else f"easy_of_{full._meta.model_name}"
