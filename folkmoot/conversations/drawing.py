"""The posts of one page as HTML.

They are put together here and not by a template, since a page holds up to fifty: a template takes six times as long for
each. What is the same for all of them (words, addresses, names) is worked out once for a page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from urllib.parse import quote as quoted

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Post
from folkmoot.conversations.reading import Reading, Row

Weave = Callable[[str, object], str]


def posts(shown: Reading, request: HttpRequest, woven: Weave | None = None) -> SafeString:
    """Every post of a page for whoever asks; `woven` draws what apps above add below each."""
    page = Page(shown, request, woven)
    return mark_safe("".join(page.article(row) for row in shown.rows))  # noqa: S308 - each part is escaped below


def cited(posts: list[Post]) -> SafeString:
    """The numbers of some posts of one discussion, each a link to where it stands."""
    unseen = f'<span class="unseen">{_("Post")} </span>'
    links = (f'<a href="{escape(post.get_absolute_url())}">{unseen}{post.number}</a>' for post in posts)
    return mark_safe(", ".join(links))  # noqa: S308 - addresses are escaped, numbers are numbers


def addressing(name: str) -> Callable[[int], str]:
    """Addresses of one kind, by key: the first is looked up, the others differ from it by their key alone."""
    before, after = reverse(f"conversations:{name}", args=[0]).split("/0/")
    return lambda pk: f"{before}/{pk}/{after}"


class Page:
    """What all posts of a page have in common, and how one is drawn."""

    def __init__(self, shown: Reading, request: HttpRequest, woven: Weave | None) -> None:
        self.shown, self.request, self.woven = shown, request, woven
        self.speaks = not shown.why_silent
        self.moderates = shown.moderates
        self.signed_in = request.user.is_authenticated
        self.reads_only = shown.talk.in_story
        self.at = {name: addressing(name) for name in ("post", "history", "edit_post", "take_back", "rule", "settle")}
        self.names: dict[int, str] = {}
        self.beside = f"&amp;page={shown.page}" if shown.page > 1 else ""

    @cached_property
    def words(self) -> dict[str, str]:
        return {
            "post": _("Post"),
            "edited": _("edited"),
            "body": _("speaks as a body"),
            "interest": _("says they have an interest"),
            "quote": _("Quote and answer"),
            "change": _("Change"),
            "take_back": _("Take back"),
            "report": _("Report this"),
            "rule": _("Decide about it"),
            "settle": _("Settle it between us"),
            "gone": _("What was quoted here is no longer there to read."),
        }

    @cached_property
    def token(self) -> str:
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(self.request)}">'

    def article(self, row: Row) -> str:
        post = row.post
        look = ("post gone" if row.gone else "post") + (" first" if post.number == 1 else "")
        label = escape(_("Post %(n)s") % {"n": post.number})
        inside = self._gone(row) if row.gone else self._said(row)
        return f'<article class="{look}" id="post-{post.pk}" aria-label="{label}">{inside}</article>\n'

    def _gone(self, row: Row) -> str:
        post = row.post
        return f'<p class="soft"><a class="number" href="#post-{post.pk}">{post.number}</a> {escape(row.gone)}</p>'

    def _said(self, row: Row) -> str:
        post = row.post
        parts = [self._head(post), self._mandate(post), self._interest(post), self._answers(post)]
        parts += [self._quote(one, words) for one, words in row.quotes]
        parts.append(f'<div class="prose">{row.html}</div>')
        if post.attachments.all():
            parts.append(render_to_string("conversations/_attached.html", {"post": post}))
        if not self.reads_only:
            parts.append(f'<footer class="row small">{"".join(self._below(row))}</footer>')
        return "\n".join(filter(None, parts))

    def _head(self, post: Post) -> str:
        at = timezone.localtime(post.at)
        came = f'<span class="small soft">{escape(post.get_came_display())}</span>' if post.came != "screen" else ""
        edited = f'<a class="small" href="{self.at["history"](post.pk)}">{self.words["edited"]}</a>'
        return (
            f'<header class="row"><a class="number" href="#post-{post.pk}"><span class="unseen">{self.words["post"]} '
            f"</span>{post.number}</a><strong>{self._who(post)}</strong>"
            f'<time class="small soft" datetime="{at.isoformat()}">{_when(at)}</time>{came}'
            f"{edited if post.edited_at else ''}</header>"
        )

    def _who(self, post: Post) -> str:
        """The body or the person, with a link to their page where they have one."""
        if post.as_body is not None:
            return f'<a href="{escape(post.as_body.get_absolute_url())}">{escape(post.as_body)}</a>'
        if post.by is None or not post.by.is_here:
            return escape(post.whose())
        if post.by_id not in self.names:
            self.names[post.by_id] = f'<a href="{escape(post.by.get_absolute_url())}">{escape(post.by)}</a>'
        return self.names[post.by_id]

    def _mandate(self, post: Post) -> str:
        if post.as_body is None:
            return f'<p class="small mandate">{escape(post.mandate)}</p>' if post.mandate else ""
        typed = ""
        if self.moderates:
            why = _("(typed by %(who)s; only those who look after the group see this)") % {"who": post.by}
            typed = f' <span class="soft">{escape(why)}</span>'
        tag = f'<span class="tag on">{self.words["body"]}</span>'
        return f'<p class="small mandate">{tag} {escape(post.mandate)}{typed}</p>'

    def _interest(self, post: Post) -> str:
        if not post.interest:
            return ""
        return (
            f'<p class="small interest"><span class="tag">{self.words["interest"]}</span> {escape(post.interest)}</p>'
        )

    def _answers(self, post: Post) -> str:
        if post.reply_to is None:
            return ""
        whom = escape(_("answers %(who)s") % {"who": post.reply_to.whose()})
        link = f'<a href="{self.at["post"](post.reply_to_id)}">{post.reply_to.number}</a>'
        return f'<p class="small soft">{whom}, {link}</p>'

    def _quote(self, quote, words: str) -> str:
        if not words:
            return f'<blockquote class="quoted"><p class="soft">{self.words["gone"]}</p></blockquote>'
        whose = f"{escape(quote.quoted.whose())}, {quote.quoted.number}"
        link = f'<a href="{self.at["post"](quote.quoted_id)}">{whose}</a>'
        foot = f'<footer class="small soft">{link}</footer>'
        return f'<blockquote class="quoted"><p>{escape(words)}</p>{foot}</blockquote>'

    def _below(self, row: Row) -> list[str]:
        """What may be done about it."""
        post, words = row.post, self.words
        about = self.at["post"](post.pk)
        done = [f'<a href="?quote={post.pk}{self.beside}#say">{words["quote"]}</a>'] if self.speaks else []
        if row.mine:
            take_back = f'{self.token}<button class="plain-link">{words["take_back"]}</button>'
            done.append(f'<a href="{self.at["edit_post"](post.pk)}">{words["change"]}</a>')
            where = self.at["take_back"](post.pk)
            done.append(f'<form class="inline" method="post" action="{where}">{take_back}</form>')
        done.append(f'<a rel="nofollow" href="/report/?about={quoted(about)}">{words["report"]}</a>')
        if self.moderates:
            done.append(f'<a href="{self.at["rule"](post.pk)}">{words["rule"]}</a>')
        elif self.signed_in and not row.mine and post.by_id and self.speaks:
            done.append(f'<a href="{self.at["settle"](post.pk)}">{words["settle"]}</a>')
        return [*done, self.woven("post", post)] if self.woven else done


def _when(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month]} {at.year}, {at:%H:%M}"
