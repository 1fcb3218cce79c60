"""Both lists for the library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given

GIVEN = (
    Given(_("Library pages you began"), "library.Page", "entered_by", "title entered_at"),
    Given(_("Library pages you look after"), "library.Page", "carer", "title"),
    Given(
        _("Changes you made to library pages"), "library.Version", "by", "title number words why interest at by_words"
    ),
    Given(_("Pictures and files you laid beside library pages"), "library.Attachment", "by", "name alt kind size at"),
    Given(_("Drafts of yours"), "library.Draft", "person", "title words why interest saved_at"),
    Given(_("Folders you made"), "library.Folder", "made_by", "name about made_at"),
    Given(_("Pages you brought"), "library.Bringing", "by", "file_name at taken_at undone_at"),
    Given(_("What you wrote up as a case"), "library.Case", "entered_by", "title entered_at"),
    Given(_("Cases whose evidence you judged"), "library.Judgement", "by", "case__title scale level because who at"),
    Given(_("Cases you can be asked about"), "library.AskMe", "person", "case__title yes_at no_at"),
    Given(_("Whom you asked whether they can be asked"), "library.AskMe", "proposed_by", "case__title proposed_at"),
    Given(_("What you said you used"), "library.Adaptation", "by", "of__title who_words changed happened at"),
    Given(_("What you said draws on the library"), "library.Use", "by", "title at"),
    Given(_("Toolkits you began"), "library.Toolkit", "entered_by", "title entered_at"),
    Given(_("Toolkits you look after"), "library.Toolkit", "carer", "title"),
    Given(_("Parts of toolkits you worked through"), "library.Tick", "person", "part__heading at"),
)

FORGOTTEN = (
    Forgotten("library.Page", "entered_by", UNLINK, SHARED),
    Forgotten("library.Page", "carer", UNLINK, SHARED),
    Forgotten("library.Version", "by", UNLINK, SHARED),
    Forgotten("library.Attachment", "by", UNLINK, SHARED),
    Forgotten("library.Draft", "person", DELETE),
    Forgotten("library.Folder", "made_by", UNLINK, SHARED),
    Forgotten("library.Bringing", "by", UNLINK, SHARED),
    Forgotten("library.Case", "entered_by", UNLINK, SHARED),
    Forgotten("library.Judgement", "by", UNLINK, ACTED_ON),
    Forgotten("library.AskMe", "person", DELETE),
    Forgotten("library.AskMe", "proposed_by", UNLINK, SHARED),
    Forgotten("library.Adaptation", "by", UNLINK, SHARED),
    Forgotten("library.Use", "by", UNLINK, SHARED),
    Forgotten("library.Toolkit", "entered_by", UNLINK, SHARED),
    Forgotten("library.Toolkit", "carer", UNLINK, SHARED),
    Forgotten("library.Tick", "person", DELETE),
)

NOT_ABOUT_A_PERSON = {
    "library.Folder": "name: of a folder",
    "library.Page": "source_address: of a page elsewhere",
    "library.OutsideLink": "address: of a page elsewhere",
    "library.Bringing": "file_name: of a file",
    "library.Case": "people contact_words who_pays source_address: groups served, a desk or a role, a body, a page",
    "library.Use": "address: of a page on this site",
}
