"""Two pictures of the autumn afternoon, drawn here: nobody is in them."""

from __future__ import annotations

import io
import random
from types import SimpleNamespace

from PIL import Image, ImageDraw, ImageFilter

from folkmoot.events.models import Photo
from folkmoot.kit.uploads import Picture

WALL, WOOD, LINEN = (226, 219, 203), (150, 108, 74), (246, 242, 233)
CARDS = ((247, 214, 120), (164, 208, 190), (240, 176, 150), (180, 196, 228), (250, 246, 236))
INK = (70, 74, 72)


def plant_photos(village: SimpleNamespace) -> None:
    """Adds the wall of cards, and the hall before the doors opened, to village.autumn."""
    if village.autumn.photos.exists():
        return
    session = village.autumn.sessions.order_by("pk").first()
    facts = {"by": village.amina, "credit": "Amina"}
    words = "Cards in five colours on a wall, in three columns: what is there, what is missing, who would help."
    Photo.add(village.autumn, _picture(_wall()), words, "nobody", session=session, once="seed wall", **facts)
    words = "The hall of the Old School before the doors opened: six round tables with white cloths."
    Photo.add(village.autumn, _picture(_hall()), words, "nobody", once="seed hall", **facts)


def _picture(drawn: Image.Image) -> Picture:
    """Drawn at twice the size, so that edges are soft when it is halved."""
    whole = drawn.resize((drawn.width // 2, drawn.height // 2), Image.Resampling.LANCZOS)
    small = whole.resize((640, 640 * whole.height // whole.width), Image.Resampling.LANCZOS)
    return Picture("jpeg", whole.width, whole.height, _jpeg(whole), _jpeg(small))


def _jpeg(seen: Image.Image) -> bytes:
    sheet = io.BytesIO()
    seen.save(sheet, "JPEG", quality=82)
    return sheet.getvalue()


def _wall() -> Image.Image:
    dice, size = random.Random(1017), (2400, 1800)  # noqa: S311 - the same picture each time
    paper = _lit(size, WALL)
    for column in range(3):
        left = 190 + column * 720
        _card(paper, (left, 130, left + 560, 250), LINEN, 0, 1)
        for row in range(5):
            for side in range(2):
                x, y = left + side * 300 + dice.randint(-14, 14), 330 + row * 275 + dice.randint(-16, 16)
                _card(paper, (x, y, x + 260, y + 215), dice.choice(CARDS), dice.uniform(-4, 4), dice.randint(2, 4))
    return paper


def _card(paper: Image.Image, box: tuple[int, int, int, int], colour: tuple, turned: float, lines: int) -> None:
    """A card with its shadow and a few lines nobody can read."""
    wide, high = box[2] - box[0], box[3] - box[1]
    card = Image.new("RGBA", (wide + 80, high + 80))
    pen = ImageDraw.Draw(card)
    pen.rectangle((40, 40, 40 + wide, 40 + high), fill=(*colour, 255))
    for line in range(lines):
        y = 40 + high * (line + 1) // (lines + 1)
        pen.line((66, y, 40 + wide - 30 - 40 * (line % 2), y), fill=(*INK, 150), width=9)
    card = card.rotate(turned, Image.Resampling.BICUBIC)
    shade = Image.new("RGBA", card.size, (40, 34, 24, 0))
    shade.putalpha(card.getchannel("A").filter(ImageFilter.GaussianBlur(9)).point(lambda level: level // 3))
    paper.paste(shade, (box[0] - 34, box[1] - 28), shade)
    paper.paste(card, (box[0] - 40, box[1] - 40), card)


def _hall() -> Image.Image:
    size = (2400, 1600)
    paper = _lit(size, WALL)
    pen = ImageDraw.Draw(paper)
    pen.polygon([(0, 1600), (0, 1060), (520, 700), (1880, 700), (2400, 1060), (2400, 1600)], fill=WOOD)
    for at in range(13):  # the boards run to one point
        pen.line((200 * at, 1600, 520 + 1360 * at // 12, 700), fill=(132, 94, 64), width=5)
    for left in (620, 1060, 1500):
        pen.rectangle((left, 170, left + 280, 560), fill=(236, 243, 246), outline=(196, 186, 168), width=16)
        pen.line((left + 140, 170, left + 140, 560), fill=(196, 186, 168), width=12)
        pen.line((left, 365, left + 280, 365), fill=(196, 186, 168), width=12)
    for x, y, wide in (
        (620, 830, 150),
        (1200, 810, 145),
        (1790, 830, 150),
        (420, 1210, 240),
        (1200, 1250, 250),
        (2000, 1210, 240),
    ):
        for chair in (-1, 1):
            pen.rounded_rectangle(
                (x + chair * wide - 40, y - 60, x + chair * wide + 40, y + wide // 3), 16, fill=(92, 74, 60)
            )
        pen.ellipse((x - wide, y - wide // 3 + 26, x + wide, y + wide // 3 + 26), fill=(116, 82, 56))
        pen.ellipse((x - wide, y - wide // 3, x + wide, y + wide // 3), fill=LINEN)
        pen.ellipse((x - 26, y - 34, x + 26, y + 6), fill=CARDS[1])
    return paper


def _lit(size: tuple[int, int], colour: tuple) -> Image.Image:
    """A wall with light from above."""
    light = Image.linear_gradient("L").resize(size).point(lambda level: 255 - level // 5)
    return Image.composite(Image.new("RGB", size, colour), Image.new("RGB", size, (150, 140, 122)), light)
