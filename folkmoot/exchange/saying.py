"""What is said of a list that was taken in, in sentences."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.exchange.models import Intake
from folkmoot.kit.templatetags.kit import figure

# What is still done once the rows are in, in this order; told["step"] says which, "done" once it is through.
STEPS = {
    "looking": gettext_lazy("Still comparing your list with everything here"),
    "tidying": gettext_lazy("Still looking through postcodes, twins and web pages"),
}
PATIENCE = timedelta(hours=1)


def still_doing(intake: Intake) -> str:
    """What is still being done with a list that was taken in, in words; "" once all is through, or an hour later."""
    step = intake.told.get("step", "looking")
    late = intake.taken_at is not None and intake.taken_at < timezone.now() - PATIENCE
    return "" if late else str(STEPS.get(step, ""))


def noticed(told: dict[str, int]) -> str:
    """What the tidier sheet says, in a sentence; counts of nothing are left out, and what was not looked at is not
    praised."""
    twins, missing, dead, untried = (told.get(name, 0) for name in ("twins", "missing", "dead", "untried"))
    said = [
        twins and ngettext("one row may have a twin", "%(n)s rows may have a twin", twins) % {"n": figure(twins)},
        missing
        and ngettext("one has no real postcode", "%(n)s have no real postcode", missing) % {"n": figure(missing)},
        dead and ngettext("one web page does not answer", "%(n)s web pages do not answer", dead) % {"n": figure(dead)},
        untried
        and ngettext("one web page was not tried", "%(n)s web pages were not tried", untried) % {"n": figure(untried)},
    ]
    found = [words for words in said if words]
    if not found:
        good = [_("no twins")]
        good += [_("a real postcode in every row")] if told.get("postcodes") else []
        good += [_("each web page answers")] if told.get("pages") else []
        return _("Nothing to mend: %(what)s.") % {"what": ", ".join(good)}
    *first, last = found
    words = _("%(first)s and %(last)s.") % {"first": ", ".join(first), "last": last} if first else f"{last}."
    return words[:1].upper() + words[1:]
