"""Hostile words in every field of a group and a discussion, on every page of theirs, in a browser with the content
policy off: nothing of them runs. The payloads are a few of our own, and with FOLKMOOT_REAL_DATA the collected ones."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from folkmoot.conversations import founding, joining, settling, speaking, summing
from folkmoot.conversations.models import Draft, Group, Post
from folkmoot.conversations.speaking import Said
from folkmoot.moderation.models import Standing

OWN = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg/onload=hit()>",
    "[x](javascript:hit())",
    '![x](x "onerror=hit()")',
    "<a href='jAvAsCrIpT:hit()'>x</a>",
    "[x](data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==)",
    "\"><iframe srcdoc='<script>parent.hit()</script>'>",
    "'-hit()-'",
    "{{constructor.constructor('hit()')()}}",
    "</textarea><script>hit()</script>",
    "</title><script>hit()</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=hit()>",
    "@<b onmouseover=hit()>Dilys Price</b>",
)
HOOK = """
window.struck = [];
for (const name of ["hit", "alert", "confirm", "prompt", "print"]) window[name] = () => window.struck.push(name);
"""
# What stands in the page and could run: handlers, scripts not ours, addresses that run, frames.
ACTIVE = """() => {
  const bad = [];
  for (const one of document.querySelectorAll("*")) {
    for (const at of one.attributes) {
      if (at.name.startsWith("on")) bad.push(one.outerHTML.slice(0, 120));
      if (/^(href|src|action|formaction|data|xlink:href)$/.test(at.name)
          && /^\\s*(javascript|vbscript|data):/i.test(at.value)) bad.push(one.outerHTML.slice(0, 120));
    }
    if (/^(IFRAME|OBJECT|EMBED|BASE)$/.test(one.tagName)) bad.push(one.tagName);
    if (one.tagName === "SCRIPT" && !one.src.startsWith(location.origin + "/static/")) bad.push(one.outerHTML.slice(0, 120));
    if (one.tagName === "IMG" && one.src && !one.src.startsWith(location.origin)) bad.push(one.outerHTML.slice(0, 120));
  }
  return bad.concat(window.struck);
}"""


def payloads() -> list[str]:
    data = os.environ.get("FOLKMOOT_REAL_DATA")
    found = list(OWN)
    hostile = Path(data or "/none") / "hostile"
    if (hostile / "blns/blns.json").exists():
        found += json.loads((hostile / "blns/blns.json").read_text())
    for path in sorted(hostile.glob("markdown-xss/**/*")):
        if path.is_file() and path.suffix in (".md", ".txt"):
            found += path.read_text(errors="replace").split("\n\n")
    cases = hostile / "markdown-xss/tests/test_cmark_spec/commonmark.json"
    if cases.exists():
        found += [case["markdown"] for case in json.loads(cases.read_text())]
    return [one.replace("\x00", "").strip() for one in found if one.strip()]


def batches(words: list[str], most: int = 9_000) -> list[str]:
    made, now = [], ""
    for one in words:
        one = one[:most]
        if len(now) + len(one) > most:
            made.append(now)
            now = ""
        now += f"{one}\n\n"
    return [*made, now]


@pytest.fixture
def hostile(village):
    """A group in which every field holds payloads; the addresses of all pages that show them."""
    short = [" ".join(one.split())[:110] for one in OWN]
    every = "".join(short)[:900]
    facts = {"name": short[1], "about": batches(list(OWN))[0][:3900], "way_in": "request", "readers": "everyone"}
    facts |= {"for_title": short[0], "for_address": "/events/", "place": village.thornbeck}
    group = founding.begin(village.bram, facts, agreement="\n\n".join(OWN))
    founding.change(group, village.bram, {"about": facts["about"] + "."}, every)
    asked = joining.ask(group, village.amina, every, accepts=True)
    group.members.create(person=village.dilys)
    group.agreement().accept(village.dilys)
    talk = speaking.begin(group, village.bram, Said(OWN[1], title=every[:290]))
    for words in batches(payloads()):
        speaking.say(talk, village.dilys, Said(words, reply_to=talk.post_at(1), excerpt=OWN[1]))
    post = talk.post_at(2)
    speaking.edit(post, village.dilys, f"{OWN[0]}\n\n{post.words[:5000]}")
    summary = summing.sum_up(talk, village.dilys, "\n".join(f"{one} [1]" for one in short[:8]))
    summing.contest(summary.lines.first(), village.bram, every[:600])
    Draft.save_for(village.bram, talk, "talk", words="\n\n".join(OWN), title=short[1])
    between = settling.ask(post, village.bram, every)
    Standing.of(post, village.dilys).report("abuse", every, village.bram)
    return _pages(group, talk, post, between, asked, summary)


def _pages(group: Group, talk, post: Post, between, asked, summary) -> list[str]:
    here, there = group.get_absolute_url(), talk.get_absolute_url()
    pages = ["/groups/", "/groups/talk/", "/groups/drafts/", here, f"{here}log/", f"{here}agreement/", f"{here}edit/"]
    pages += [f"{here}members/", f"{here}moderation/", f"{here}leaving/", f"{here}agreement/write/", f"{here}begin/"]
    pages += [f"{there}?page={number}" for number in range(1, talk.pages + 1)]
    pages += [f"{there}?quote={post.pk}", f"{there}copy/", f"{there}sum-up/", f"{post.about_address}before/"]
    pages += [f"{post.about_address}rule/", f"{post.about_address}settle/", between.address, asked.address]
    pages += [
        f"/groups/lines/{summary.lines.first().pk}/contest/",
        summary.get_absolute_url(),
        "/search/?q=script",
        "/journal/",
        "/me/news/",
    ]
    return [*pages, f"/report/?about={post.about_address}", "/places/thornbeck/"]


def test_nothing_that_people_write_runs_anywhere(village, hostile, site, browser, sign_in):
    context = browser.new_context(base_url=site, bypass_csp=True, locale="en-GB")
    context.add_init_script(HOOK)
    page = context.new_page()
    sign_in(page, village.bram)
    found = {}
    for address in hostile:
        answer = page.goto(address)
        assert answer is not None and answer.status < 400, f"{address} is no page any more"
        struck = page.evaluate(ACTIVE)
        if struck:
            found[address] = struck[:3]
    context.close()
    assert found == {}


def test_the_hook_would_be_struck(browser, site):
    context = browser.new_context(base_url=site, bypass_csp=True)
    context.add_init_script(HOOK)
    page = context.new_page()
    page.set_content("<img src=x onerror='hit()'><a href='javascript:hit()'>x</a>")
    page.wait_for_timeout(200)
    assert len(page.evaluate(ACTIVE)) >= 3
    context.close()
