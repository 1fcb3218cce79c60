"""A group's file as pages that are read without the site: links lead to the other pages in the file, and nothing on a
page is fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import PurePosixPath

from django.conf import settings

from folkmoot.conversations.models import Attachment, Discussion, Group, Post

# Attributes as the one renderer writes them: in double quotes, escaped.
LINK = re.compile(r'href="([^"]*)"')
PICTURE = re.compile(r"<img\b[^>]*>")
SOURCE, WORDS = re.compile(r' src="([^"]*)"'), re.compile(r' alt="([^"]*)"')
TALK = re.compile(r"/groups/(?:talk|stories)/(\d{1,12})/")
POST = re.compile(r"/groups/posts/(\d{1,12})/")
FILE = re.compile(r"/groups/files/([\w-]{1,20})/")


class Ways:
    """From addresses of this site to what lies in the file. `add` what an app above puts into it."""

    def __init__(self, group: Group, talks: Iterable[Discussion]) -> None:
        self.below = {talk.page_address: f"discussions/{talk.pk}.html" for talk in talks if talk.group_id is None}
        self.talks = talks = {talk.pk for talk in talks}
        self.posts = dict(Post.objects.filter(discussion__in=talks).values_list("pk", "discussion_id"))
        there = Post.objects.shown().filter(discussion__in=talks).values("pk")
        rows = Attachment.objects.filter(post__in=there).exclude(file="").values_list("key", "file")
        self.files = {key: f"files/{key}.{name.rpartition('.')[2]}" for key, name in rows}
        self.known = {group.get_absolute_url(): "index.html"}

    def add(self, address: str, path: str) -> None:
        self.known[address] = path

    def to_post(self, pk: int, here: str) -> str:
        """Where a post stands, seen from the page `here`; "" for one that is in no discussion of the file."""
        talk = self.posts.get(pk)
        return f"{_back(here)}discussions/{talk}.html#post-{pk}" if talk else ""

    def in_page(self, html: str, here: str) -> str:
        """The HTML of a page at `here` ("discussions/7.html"), with every link and picture led to where it now is."""
        html = PICTURE.sub(lambda found: self._picture(found[0], here), html)
        return LINK.sub(lambda found: f'href="{escape(self._link(unescape(found[1]), here))}"', html)

    def _link(self, address: str, here: str) -> str:
        path = address.removeprefix(settings.SITE_URL) if address.startswith(f"{settings.SITE_URL}/") else address
        if not path.startswith("/"):
            return address
        page, _hash, part = path.partition("#")
        page = page.partition("?")[0]
        said = part == "talk" or part.startswith("post-")
        found = self.below[page] if said and page in self.below else self._file_at(page)
        if found.startswith("discussions/") and part.startswith("post-"):
            found = f"{found.partition('#')[0]}#{part}"
        return f"{_back(here)}{found}" if found else f"{settings.SITE_URL}{path}"

    def _file_at(self, path: str) -> str:
        if path in self.known:
            return self.known[path]
        talk, post, file = TALK.fullmatch(path), POST.fullmatch(path), FILE.fullmatch(path)
        if talk and int(talk[1]) in self.talks:
            return f"discussions/{talk[1]}.html"
        if post and int(post[1]) in self.posts:
            return f"discussions/{self.posts[int(post[1])]}.html#post-{post[1]}"
        return self.files.get(file[1], "") if file else ""

    def _picture(self, tag: str, here: str) -> str:
        """The picture out of the file; of one that is not in it, its words: fetching it would tell who reads, when."""
        source, words = SOURCE.search(tag), WORDS.search(tag)
        found = self._file_at(unescape(source[1]).removeprefix(settings.SITE_URL).partition("?")[0]) if source else ""
        alt = words[1] if words else ""
        return f'<img src="{escape(_back(here) + found)}" alt="{alt}">' if found else alt


def _back(here: str) -> str:
    """From a page in the file to its top."""
    return "../" * (len(PurePosixPath(here).parts) - 1)
