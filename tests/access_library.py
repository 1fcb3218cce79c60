"""What the matrix of tests/test_access.py asks of the library: examples of its routes, and whom each lets in."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils import timezone

from folkmoot.kit.uploads import documents
from folkmoot.library import talking
from folkmoot.library.freshness import link_for
from folkmoot.library.models import Adaptation, AskMe, Attachment, Bringing, Case, Folder, Page, Toolkit, Use
from folkmoot.library.models.attachment import SHELF
from folkmoot.moderation.models import Standing

CANARY = "Zyxomma"
SIGNED_IN = ("bram", "carys", "amina", "dilys", "kofi", "deputy")
LOOK_AFTER = ("amina", "kofi", "deputy")


def _held(thing, village: SimpleNamespace):
    Standing.of(thing, village.amina)
    thing.standing.state = Standing.State.HELD
    thing.standing.save()
    return thing


def _folder(village: SimpleNamespace) -> Folder:
    facts = {"organisation": village.voluntary_action, "writers": "speakers", "made_by": village.amina}
    return Folder.objects.get_or_create(slug="matrix", defaults={"name": "Matrix"} | facts)[0]


def _page(village: SimpleNamespace, name: str, words: str = "Words.") -> Page:
    made = Page.objects.filter(folder=_folder(village), slug=name.lower()).first()
    if made is None:
        made = Page.begin(_folder(village), name, words, village.amina)
        made.write(f"{words} More.", village.amina, base=1)
    return made


def pages(village: SimpleNamespace) -> dict[str, dict]:
    """Kwargs of one page that everybody sees, one held back and one put away; Amina's organisation writes them."""
    if not hasattr(village, "_pages_of_matrix"):
        found = {"live": _page(village, "Live"), "held": _page(village, "Held", f"{CANARY} held")}
        _held(found["held"], village)
        found["removed"] = gone = _page(village, "Gone", f"{CANARY} gone")
        Page.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
        village._pages_of_matrix = {state: {"folder": "matrix", "slug": page.slug} for state, page in found.items()}
    return village._pages_of_matrix


def versions(village: SimpleNamespace) -> dict[str, dict]:
    return {state: kwargs | {"number": 1} for state, kwargs in pages(village).items()}


def cases(village: SimpleNamespace) -> dict[str, dict]:
    if not hasattr(village, "_cases_of_matrix"):
        body = {"organisation": village.voluntary_action, "entered_by": village.amina}
        found = {"live": Case.objects.create(title="Live", **body)}
        AskMe.objects.create(case=found["live"], person=village.bram)
        found["held"] = _held(Case.objects.create(title=f"{CANARY} held", **body), village)
        village._cases_of_matrix = {state: {"pk": case.pk} for state, case in found.items()}
    return village._cases_of_matrix


def toolkits(village: SimpleNamespace) -> dict[str, dict]:
    if not hasattr(village, "_kits_of_matrix"):
        body = {"organisation": village.voluntary_action, "entered_by": village.amina}
        found = {"live": Toolkit.objects.create(title="Live", **body)}
        found["held"] = _held(Toolkit.objects.create(title=f"{CANARY} held", **body), village)
        found["removed"] = Toolkit.objects.create(title=f"{CANARY} gone", gone_at=timezone.now(), **body)
        village._kits_of_matrix = {state: {"pk": kit.pk} for state, kit in found.items()}
    return village._kits_of_matrix


def _adaptation(village: SimpleNamespace) -> dict:
    case = Case.objects.get(pk=cases(village)["live"]["pk"])
    facts = {"organisation": village.voluntary_action, "by": village.amina}
    return {"pk": Adaptation.objects.get_or_create(of=case, **facts)[0].pk}


def _part(village: SimpleNamespace) -> dict:
    kit = Toolkit.objects.get(pk=toolkits(village)["live"]["pk"])
    return {"pk": (kit.parts.first() or kit.add(village.amina, "A part")).pk}


def _bringing(village: SimpleNamespace) -> dict:
    row = {
        "slug": "brought",
        "title": f"{CANARY} brought",
        "words": "x",
        "original_on": "",
        "changed_at": "",
        "who": "",
    }
    row |= {"why_changed": "", "source": "", "name": "x.txt", "wrong": "", "verdict": "new", "why": ""}
    return {"pk": Bringing.objects.create(folder=_folder(village), by=village.amina, file_name="x", rows=[row]).pk}


def _use(village: SimpleNamespace) -> dict:
    case = Case.objects.get(pk=cases(village)["live"]["pk"])
    return {"pk": Use.note(case, village.winter, village.amina).pk}


def _below(village: SimpleNamespace) -> dict:
    case = Case.objects.get(pk=cases(village)["live"]["pk"])
    return {"pk": case.pk, "post": talking.say(case, village.bram, "Below.", once="matrix").pk}


def _files(village: SimpleNamespace) -> dict[str, dict]:
    """One file beside each of those pages."""
    if not hasattr(village, "_files_of_matrix"):
        village._files_of_matrix = {}
        for state, named in pages(village).items():
            page = Page.objects.get(folder__slug=named["folder"], slug=named["slug"])
            facts = {"name": f"{CANARY}.csv" if state != "live" else "list.csv", "kind": "csv", "by": village.amina}
            file = documents.keep(documents.Document("csv", f"{CANARY if state != 'live' else 'x'}\n".encode()), SHELF)
            made = Attachment.objects.create(page=page, mark=state, file=file, **facts)
            village._files_of_matrix[state] = {"key": made.key}
    return village._files_of_matrix


ON_A_PAGE = "files attach page edit history compare links source move about put_away bring_back still_right in_step"
ON_A_CASE = "case case_edit case_history case_undo case_still_right judge used ask_me ask_me_answer case_reply"
ON_A_TOOLKIT = "toolkit toolkit_edit booklet add_part toolkit_put_away toolkit_still_right"
EXAMPLES: dict = {
    **{f"library:{name}": pages for name in ON_A_PAGE.split()},
    **{f"library:{name}": _files for name in ("file", "take_off")},
    **{f"library:{name}": versions for name in ("version", "restore")},
    **{f"library:{name}": cases for name in ON_A_CASE.split()},
    **{f"library:{name}": toolkits for name in ON_A_TOOLKIT.split()},
    **{
        f"library:{name}": lambda village: {"folder": _folder(village).slug}
        for name in ("folder", "new", "folder_settings", "take_away")
    },
    **{f"library:{name}": _adaptation for name in ("used_since", "write_up")},
    **{f"library:{name}": _part for name in ("order", "tick")},
    **{
        f"library:{name}": lambda village: {"removed": _bringing(village)}
        for name in ("bringing", "take_in", "undo_bringing")
    },
    "library:still_right_link": lambda village: {
        "token": link_for(village.tea_page, timezone.localdate()).split("/")[-2]
    },
    "library_use": cases,
    "library_use_page": pages,
    "library_unuse": lambda village: _use(village),
    "library:say": cases,
    "library:unsay": lambda village: _below(village),
}
SENT: dict = {
    "library:new": {"title": "Another", "words": "x", "once": "matrix"},
    "library:edit": {"words": "other", "base": "2"},
    "library:put_away": {"why": "x"},
    "library:toolkit_put_away": {"why": "x"},
    "library:ask_me": {"who": "me"},
    "library:ask_me_answer": {"answer": "yes"},
    "library:judge": {"level": "plain:1", "because": "x"},
    "library:used": {"who": "Somebody", "state": "used"},
    "library:say": {"words": "x"},
    "library:add_part": {"heading": "x"},
    "library:toolkit_edit": {"title": "x", "kind": "howto"},
    "library:case_edit": {"title": "x", "came": "early"},
    "library:move": {"title": "Elsewhere", "folder": "0"},
    "library:bring": {"folder": "0"},
}
LETS_IN: dict = {"library:ask_me_answer": ("bram",), "library:unsay": ("bram",), "library:": LOOK_AFTER}
LETS_IN |= {"library_unuse": LOOK_AFTER}
