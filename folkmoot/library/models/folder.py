"""A folder of pages, and who may write in it."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations.models import Group
from folkmoot.directory.models import Membership, Organisation, Programme, Topic
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import links
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_keeper
from folkmoot.places.models import Place

# First parts of addresses under /library/ that are pages of their own.
TAKEN = {"new", "cases", "toolkits", "recent", "wanted", "orphans", "stale", "broken", "bring", "folders", "pages"}
TAKEN |= {"drafts", "still-right", "easy", "used", "search", "files"}


class Folder(models.Model):
    """Pages that belong together: a programme's, a group's, a topic's, a place's. Everybody may read; `writers` says
    who may write."""

    class Writers(models.TextChoices):
        ANYBODY = "anybody", gettext_lazy("Anybody with an account")
        MEMBERS = "members", gettext_lazy("People of the organisation it belongs to")
        SPEAKERS = "speakers", gettext_lazy("Only those who speak for that organisation")
        GROUP = "group", gettext_lazy("Members of the group it belongs to")

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=links.SLUG, unique=True)
    about = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    writers = models.CharField(max_length=8, choices=Writers, default=Writers.ANYBODY)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    story = models.BooleanField(default=False, help_text="part of the 2009 story: read only")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(writers="anybody")
                | models.Q(writers__in=("members", "speakers"), organisation__isnull=False)
                | models.Q(writers="group", group__isnull=False),
                name="folder_closed_by_its_body",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:folder", args=[self.slug])

    def may_be_written_by(self, person: Person | None, day: date) -> bool:
        """Whether this person may write and change pages here on that day; nobody writes in the 2009 story."""
        if person is None or not person.is_authenticated or not person.is_active or self.story:
            return False
        if self.writers == self.Writers.ANYBODY or is_keeper(person, day):
            return True
        if self.writers == self.Writers.GROUP:
            return self.group.member(person, day) is not None
        if self.writers == self.Writers.SPEAKERS:
            return self.organisation_id in Membership.objects.spoken_by(person, day)
        mine = Membership.objects.held_on(day).filter(person__in=acts_for(person, day))
        return mine.filter(organisation=self.organisation_id).exists()

    def may_be_changed_by(self, person: Person | None, day: date) -> bool:
        """Its name and who may write here: whoever looks after its group or its pages, or speaks for its body, or
        made it where it has neither; and keepers."""
        if person is None or not person.is_authenticated or self.story:
            return False
        if is_keeper(person, day):
            return True
        if self.group_id:
            return self.group.may(person, "keeps_pages", day)
        if self.organisation_id:
            return self.organisation_id in Membership.objects.spoken_by(person, day)
        return self.made_by_id in acts_for(person, day)

    def check_writer(self, person: Person | None) -> None:
        if not self.may_be_written_by(person, timezone.localdate()):
            who = self.owner() or _("a keeper of the site")
            raise NotYours(_("“%(folder)s” is written by %(who)s. Ask them, or write in another folder.") % {
                "folder": self, "who": who})  # fmt: skip

    def owner(self) -> Group | Organisation | None:
        """The group or body it belongs to, as far as everybody may know of it."""
        group = self.group if self.group_id and self.group.readers == Group.Readers.EVERYONE else None
        return group or self.organisation

    @classmethod
    @transaction.atomic
    def make(cls, name: str, by: Person, **facts) -> Folder:
        """A new folder; the same name by anybody is the folder there is, said in words."""
        slug = links.slug_of(name)
        if not slug or slug in TAKEN:
            raise Refusal(_("Choose another name: that one is no name for a folder here."))
        if cls.objects.filter(slug=slug).exists():
            raise Refusal(_("There is a folder of that name already. Write there, or choose another name."))
        folder = cls(name=" ".join(name.split()), slug=slug, made_by=by, **facts)
        folder.check_body(by)
        folder.save()
        Line.record(by, "made the folder", folder, place=folder.place)
        return folder

    @transaction.atomic
    def change(self, by: Person, facts: dict) -> None:
        """Another name, owner or rule; the address stays, so that no link breaks."""
        if not self.may_be_changed_by(by, timezone.localdate()):
            raise NotYours(_("Whoever speaks for its organisation, or a keeper, can change this folder."))
        for name, value in facts.items():
            setattr(self, name, value)
        self.check_body(by)
        self.save(update_fields=[*facts])
        Line.record(by, "changed the folder", self, place=self.place)

    def check_body(self, by: Person) -> None:
        """A folder is closed to others only in the name of a body one speaks for, or a group one looks after. What
        stands in it is for everybody to read, so a group that others cannot read has none."""
        day = timezone.localdate()
        speaks = self.organisation_id in Membership.objects.spoken_by(by, day) or is_keeper(by, day)
        if self.organisation_id and not speaks:
            raise NotYours(_("Only somebody who speaks for %(body)s can make a folder in its name.") % {
                "body": self.organisation})  # fmt: skip
        if self.group_id and not self.group.may(by, "keeps_pages", day):
            raise NotYours(
                _("Only somebody who looks after %(group)s can make a folder for it.") % {"group": self.group}
            )
        if self.group_id and self.group.readers != Group.Readers.EVERYONE:
            raise Refusal(_("Everybody can read the library, and not everybody can read that group."))
        if self.writers == self.Writers.GROUP and not self.group_id:
            raise Refusal(_("Say which group it belongs to, or let anybody with an account write here."))
        if self.writers in (self.Writers.MEMBERS, self.Writers.SPEAKERS) and not self.organisation_id:
            raise Refusal(_("Say which organisation it belongs to, or let anybody with an account write here."))
