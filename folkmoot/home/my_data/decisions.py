"""Both lists for what was asked, answered and decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given

SAID = _("What somebody in a public post answered stands in the record, under the name they held it by.")

GIVEN = (
    Given(
        _("What you asked for"),
        "decisions.Proposition",
        "by",
        "title demand interest good_enough words due_on put_at withdrawn_at withdrawn_because",
    ),
    Given(_("What you laid under it"), "decisions.Ground", "by", "proposition__title sort title address at"),
    Given(_("Ways you thought of"), "decisions.Way", "by", "proposition__title words gain_asker gain_decider at"),
    Given(_("What you stand behind"), "decisions.CoSignature", "person", "proposition__title words at taken_back_at"),
    Given(_("What you carry further"), "decisions.Carrying", "person", "proposition__title name words at ended_at"),
    Given(
        _("What you answered"), "decisions.Response", "by", "proposition__title choice because name is_view given_on"
    ),
    Given(
        _("Answers you wrote down"),
        "decisions.Response",
        "told_by",
        "proposition__title choice because source given_on",
    ),
    Given(_("What you said cannot both be agreed"), "decisions.Contrary", "by", "one__title other__title because at"),
    Given(_("Days before elections you entered"), "decisions.Pause", "by", "because from_on until_on names"),
    Given(_("Decisions you began"), "decisions.Decision", "by", "title why method made_at"),
    Given(_("Decisions you take in the end"), "decisions.Decision", "decider", "title method"),
    Given(_("Where you may say"), "decisions.Eligible", "person", "decision__title name delegated_at added_at"),
    Given(_("Whom you put on a roll"), "decisions.Eligible", "added_by", "decision__title name added_at"),
    Given(_("Versions you wrote"), "decisions.Version", "by", "decision__title number because at"),
    Given(_("Word you sent back to those who spoke"), "decisions.WordBack", "by", "proposition__title words at"),
    Given(_("Decisions you settled"), "decisions.Settlement", "by", "decision__title state words because settled_on"),
)

FORGOTTEN = (
    Forgotten("decisions.Proposition", "by", UNLINK, SHARED),
    Forgotten("decisions.Ground", "by", UNLINK, SHARED),
    Forgotten("decisions.Way", "by", UNLINK, SHARED),
    Forgotten("decisions.CoSignature", "person", UNLINK, SHARED),
    Forgotten("decisions.Carrying", "person", UNLINK, SAID),
    Forgotten("decisions.Response", "by", UNLINK, SAID),
    Forgotten("decisions.Response", "told_by", UNLINK, ACTED_ON),
    Forgotten("decisions.Contrary", "by", UNLINK, SHARED),
    Forgotten("decisions.Pause", "by", UNLINK, ACTED_ON),
    Forgotten("decisions.Decision", "by", UNLINK, SHARED),
    Forgotten("decisions.Decision", "decider", UNLINK, SHARED),
    Forgotten("decisions.Eligible", "person", DELETE),
    Forgotten("decisions.Eligible", "added_by", UNLINK, ACTED_ON),
    Forgotten("decisions.Version", "by", UNLINK, SHARED),
    Forgotten("decisions.WordBack", "by", UNLINK, ACTED_ON),
    Forgotten("decisions.Settlement", "by", UNLINK, ACTED_ON),
)

NOT_ABOUT_A_PERSON = {
    "decisions.Ground": "address: of a page",
    "decisions.Carrying": "name: of a councillor, as a member, in the record",
    "decisions.Response": "name source_address minute_address: of a post as it was held, and of pages",
    "decisions.Eligible": "name: of who may say without an account, kept with the roll",
}
