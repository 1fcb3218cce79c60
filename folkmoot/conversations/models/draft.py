"""What somebody has begun to write and not sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from folkmoot.directory.models import Organisation
from folkmoot.people.models import Person

from .discussion import Discussion
from .group import Group


class Draft(models.Model):
    """Begun and not sent: an answer in a discussion, or a new one in a group. Nobody else sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, models.CASCADE, null=True, blank=True, related_name="drafts")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="drafts")
    kind = models.CharField(max_length=6, choices=Discussion.Kind, default=Discussion.Kind.TALK)
    title = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=20_000, blank=True)
    reply_to = models.ForeignKey("conversations.Post", models.SET_NULL, null=True, blank=True, related_name="+")
    excerpt = models.CharField(max_length=400, blank=True, help_text="words of the post that is answered")
    as_body = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    mandate = models.CharField(max_length=300, blank=True)
    interest = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True, help_text="why what came by mail was not posted")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discussion__isnull=False, group=None) | Q(discussion=None, group__isnull=False),
                name="draft_is_for_one",
            ),
            models.UniqueConstraint(
                fields=["person", "discussion"], condition=Q(discussion__isnull=False), name="draft_of_answer_once"
            ),
            models.UniqueConstraint(
                fields=["person", "group", "kind"], condition=Q(group__isnull=False), name="draft_of_new_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.words[:80]

    @classmethod
    def save_for(cls, person: Person, place: Discussion | Group, kind: str, **said) -> Draft | None:
        """Keep what was typed so far; None, and nothing kept, when there is nothing. `said`: title, words, why,
        reply_to, excerpt, as_body, mandate, interest."""
        where = _where(place, kind)
        if not (said.get("words", "").strip() or said.get("title", "").strip()):
            cls.objects.filter(person=person, **where).delete()
            return None
        kept = {"title": said.get("title", "")[:300], "words": said.get("words", "")[:20_000]}
        kept |= {"why": said.get("why", "")[:300], "saved_at": timezone.now()}
        kept |= {"reply_to": said.get("reply_to"), "excerpt": said.get("excerpt", "")[:400]}
        kept |= {"as_body": said.get("as_body"), "mandate": said.get("mandate", "")[:300]}
        kept |= {"interest": said.get("interest", "")[:200]}
        return cls.objects.update_or_create(person=person, **where, defaults=kept)[0]

    @classmethod
    def of(cls, person: Person, place: Discussion | Group, kind: str = "talk") -> Draft | None:
        return cls.objects.filter(person=person, **_where(place, kind)).first()


def _where(place: Discussion | Group, kind: str) -> dict:
    return {"discussion": place} if isinstance(place, Discussion) else {"group": place, "kind": kind}
