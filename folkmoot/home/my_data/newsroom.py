"""Both lists for the newsroom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given

GONE = _("Reports that show you are taken down and erased; that there were some stays counted.")

GIVEN = (
    Given(_("Reporters’ desks you opened"), "newsroom.Desk", "opened_by", "event__title tag opened_at"),
    Given(_("Where you report"), "newsroom.Reporter", "person", "desk__event__title part asked_at accepted_at left_at"),
    Given(_("Whom you asked to report"), "newsroom.Reporter", "asked_by", "desk__event__title part asked_at"),
    Given(
        _("What you reported from events"),
        "newsroom.Piece",
        "by",
        "desk__event__title kind words link alt transcript people happened_at hidden_because",
    ),
    Given(_("Reports you approved"), "newsroom.Piece", "checked_by", "desk__event__title checked_at"),
    Given(_("Reports you took off"), "newsroom.Piece", "hidden_by", "desk__event__title hidden_at"),
    Given(
        _("Reports that show you"),
        "newsroom.Subject",
        "person",
        "piece__desk__event__title piece__words name is_named guardian entered_at withdrawn_at",
    ),
    Given(_("Whom you named in reports"), "newsroom.Subject", "entered_by", "piece__desk__event__title name"),
    Given(_("Blogs you added"), "newsroom.Outlet", "by", "name address feed owner added_at"),
    Given(_("Posts elsewhere you added"), "newsroom.OutsidePost", "added_by", "title address author found_at"),
    Given(_("Posts elsewhere you decided on"), "newsroom.OutsidePost", "decided_by", "title state decided_at"),
    Given(_("Mentions you decided on"), "newsroom.Mention", "decided_by", "source target approved"),
    Given(_("Round-ups you edited"), "newsroom.RoundUp", "by", "title words begun_at published_at"),
    Given(_("That you want no round-ups"), "newsroom.NoRoundUp", "person", "since"),
)

FORGOTTEN = (
    Forgotten("newsroom.Desk", "opened_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.Reporter", "person", DELETE),
    Forgotten("newsroom.Reporter", "asked_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.Piece", "by", UNLINK, SHARED),
    Forgotten("newsroom.Piece", "checked_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.Piece", "hidden_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.Subject", "person", UNLINK, GONE),
    Forgotten("newsroom.Subject", "entered_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.Outlet", "by", UNLINK, SHARED),
    Forgotten("newsroom.OutsidePost", "added_by", UNLINK, SHARED),
    Forgotten("newsroom.OutsidePost", "decided_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.Mention", "decided_by", UNLINK, ACTED_ON),
    Forgotten("newsroom.RoundUp", "by", UNLINK, SHARED),
    Forgotten("newsroom.NoRoundUp", "person", DELETE),
)

NOT_ABOUT_A_PERSON = {
    "newsroom.OutsidePost": "address: of a page elsewhere",
    "newsroom.Outlet": "name address: of a blog",
}
