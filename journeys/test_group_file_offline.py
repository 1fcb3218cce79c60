"""A group's file, unpacked on a machine without a network: every page opens, every link in it leads somewhere in it, the
pictures are there, and nothing is asked of anybody."""

from __future__ import annotations

import io
import zipfile

from PIL import Image
from playwright.sync_api import expect

from folkmoot.conversations import jobs, speaking
from folkmoot.conversations.speaking import Said


def filled(village):
    """A group with what its pages can link to: each other, a page of the library, a photograph, and the world."""
    from folkmoot.events.models import Photo
    from folkmoot.kit.uploads import Picture
    from folkmoot.library.models import Folder, Page

    group, amina = village.neighbours_first, village.amina
    folder = Folder.make("First streets", amina, group=group)
    Page.begin(folder, "The ladder", "Borrowed. See [[How we began]] and {{offers}}.", amina)
    began = Page.begin(folder, "How we began", "With [[The ladder]], ![a spy](https://spy.example/p.png).", amina)
    first = village.first_street.post_at(1)
    words = f"See [what you said]({first.about_address}), [how]({began.get_absolute_url()}), ![x](/static/kit/mark.svg)"
    other = speaking.begin(group, amina, Said(f"{words} and [us]({group.get_absolute_url()}).", title="Links"))
    speaking.say(other, amina, Said("Quoting.", reply_to=other.post_at(1), excerpt="what you said"))
    sheet = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 90, 60)).save(sheet, "JPEG")
    picture = Picture("jpeg", 64, 48, sheet.getvalue(), sheet.getvalue())
    Photo.add(village.autumn, picture, "The hall before the doors opened.", "nobody", by=amina)
    group.for_address = village.autumn.get_absolute_url()
    group.save()
    return group


def test_it_is_read_in_a_browser_without_the_site(village, browser, tmp_path):
    from folkmoot.home import group_file

    export = jobs.ask_for_export(filled(village), village.amina)
    assert group_file.write_waiting() == 1
    zipfile.ZipFile(export.path).extractall(tmp_path)
    context = browser.new_context(offline=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"file://{tmp_path}/index.html")
    expect(page.get_by_role("heading", level=1, name=village.neighbours_first.name)).to_be_visible()
    page.get_by_role("link", name="Links", exact=True).click()
    page.get_by_role("link", name="what you said").click()
    assert page.locator(":target").get_attribute("id") == f"post-{village.first_street.post_at(1).pk}"
    page.get_by_role("link", name="All of the group").click()
    page.get_by_role("link", name="Photographs").click()
    expect(page.get_by_text("Nobody in it can be recognised").first).to_be_visible()

    seen, todo = set(), [f"file://{tmp_path}/index.html"]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        page.goto(here)
        broken = page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)")
        assert broken == [], here
        for link in page.evaluate("[...document.links].map(one => one.href)"):
            file, _hash, part = link.partition("#")
            if not link.startswith("file://"):
                assert link.startswith("http"), link
                continue
            inside = tmp_path / file.removeprefix(f"file://{tmp_path}/")
            assert inside.is_file(), (here, link)
            if part:
                assert f'id="{part}"' in inside.read_text(), (here, link)
            todo += [file] if file.endswith(".html") else []
    assert len(seen) >= 6 and all(one.startswith("file://") for one in asked), asked
    context.close()
