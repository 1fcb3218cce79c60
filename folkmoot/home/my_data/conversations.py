"""Both lists for groups and what is said in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lines import ACTED_ON, DELETE, SHARED, UNLINK, Forgotten, Given

SAID = _("What you said in discussions stays, without your name, so that the answers to it make sense.")

GIVEN = (
    Given(
        _("What you said"),
        "conversations.Post",
        "by",
        "discussion__title number as_body__name mandate interest name words at",
    ),
    Given(_("What your posts said before you changed them"), "conversations.Wording", "by", "words interest at"),
    Given(_("Posts that name you"), "conversations.Named", "person", "post__discussion__title post__at"),
    Given(_("Discussions and stories you began"), "conversations.Discussion", "by", "title kind begun_at"),
    Given(_("Groups you began"), "conversations.Group", "began_by", "name began_at"),
    Given(
        _("Groups you are or were in"),
        "conversations.Member",
        "person",
        "group__name role came since until removed goes_along",
    ),
    Given(_("Duties you hold or held"), "conversations.Holder", "person", "duty__group__name duty__name since until"),
    Given(_("Duties you gave to others"), "conversations.Holder", "by", "duty__name since until"),
    Given(_("Duties you named"), "conversations.Duty", "by", "group__name name purview at laid_down_at"),
    Given(
        _("Terms you proposed for a group"),
        "conversations.Terms",
        "proposed_by",
        "proposer__name version voices words proposed_at",
    ),
    Given(_("Terms you answered for a group"), "conversations.Terms", "answered_by", "answer because answered_at"),
    Given(_("Terms you ended for a group"), "conversations.Terms", "ended_by", "ended_because ended_at"),
    Given(_("Whom you invited"), "conversations.Invitation", "by", "group__name email words at"),
    Given(_("Invitations you used"), "conversations.Invitation", "used_by", "group__name used_at"),
    Given(_("House agreements you wrote"), "conversations.HouseAgreement", "by", "group__name version words at"),
    Given(
        _("House agreements you said yes to"),
        "conversations.Acceptance",
        "person",
        "agreement__group__name agreement__version at",
    ),
    Given(_("What you did for groups"), "conversations.LogRow", "by", "group__name what words because at"),
    Given(_("Your drafts"), "conversations.Draft", "person", "title words interest saved_at"),
    Given(_("Pictures and files you sent"), "conversations.Attachment", "by", "name alt kind size at"),
    Given(_("Discussions you muted"), "conversations.Mute", "person", "discussion__title at"),
    Given(_("Summaries you wrote"), "conversations.Summary", "by", "discussion__title at"),
    Given(_("Lines of summaries you saw otherwise"), "conversations.Contest", "by", "words at"),
    Given(_("Files of whole groups you had made"), "conversations.Export", "by", "group__name at"),
    Given(_("Groups you brought in with their file"), "conversations.Arrival", "by", "what from_address at"),
    Given(_("Groups you took elsewhere"), "conversations.Departure", "by", "group__name because moved_to at"),
)
FORGOTTEN = (
    Forgotten("conversations.Post", "by", UNLINK, SAID),
    Forgotten("conversations.Wording", "by", UNLINK, SAID),
    Forgotten("conversations.Named", "person", DELETE),
    Forgotten("conversations.Discussion", "by", UNLINK, SAID),
    Forgotten("conversations.Group", "began_by", UNLINK, SHARED),
    Forgotten("conversations.Member", "person", DELETE),
    Forgotten("conversations.Holder", "person", DELETE),
    Forgotten("conversations.Holder", "by", UNLINK, ACTED_ON),
    Forgotten("conversations.Duty", "by", UNLINK, SHARED),
    Forgotten("conversations.Terms", "proposed_by", UNLINK, ACTED_ON),
    Forgotten("conversations.Terms", "answered_by", UNLINK, ACTED_ON),
    Forgotten("conversations.Terms", "ended_by", UNLINK, ACTED_ON),
    Forgotten("conversations.Invitation", "by", UNLINK, ACTED_ON),
    Forgotten("conversations.Invitation", "used_by", UNLINK, ACTED_ON),
    Forgotten("conversations.HouseAgreement", "by", UNLINK, SHARED),
    Forgotten("conversations.Acceptance", "person", DELETE),
    Forgotten("conversations.LogRow", "by", UNLINK, ACTED_ON),
    Forgotten("conversations.Draft", "person", DELETE),
    Forgotten("conversations.Attachment", "by", UNLINK, SAID),
    Forgotten("conversations.Mute", "person", DELETE),
    Forgotten("conversations.Summary", "by", UNLINK, SHARED),
    Forgotten("conversations.Contest", "by", UNLINK, SHARED),
    Forgotten("conversations.Export", "by", UNLINK, ACTED_ON),
    Forgotten("conversations.Arrival", "by", UNLINK, ACTED_ON),
    Forgotten("conversations.Departure", "by", UNLINK, ACTED_ON),
)
NOT_ABOUT_A_PERSON = {
    "conversations.Discussion": "address: of a page",
    "conversations.Post": "name: of somebody with no account; stands where it was written until it is taken back",
    "conversations.Group": "name for_address: of a group and a page",
    "conversations.Duty": "name: of what somebody looks after",
    "conversations.LogRow": "address: of a page",
    "conversations.Arrival": "from_address: of a group elsewhere",
    "conversations.Summary": "name: as the file of a group brought here says; stands until its group takes it off",
    "conversations.Contest": "name: as the file of a group brought here says; stands until its group takes it off",
}
