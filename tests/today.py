"""The day on which the tests live, whatever day it is: what Thornbeck has still before it must not pass meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.db.models.functions import Now

TODAY = datetime(2026, 11, 30, 10, tzinfo=UTC)
# By how many seconds every clock of the tests is behind the machine's.
BEHIND = (datetime.now(UTC) - TODAY) // timedelta(seconds=1)


def go_back() -> time_machine.travel:
    """The clock of Python and that of the database go back together, and go on from there. `stop` ends it for Python."""
    back = time_machine.travel(datetime.now(UTC) - timedelta(seconds=BEHIND))
    back.start()
    sqlite = f"STRFTIME('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%f', 'NOW', '{-BEHIND} seconds')"
    postgres = f"(STATEMENT_TIMESTAMP() - INTERVAL '{BEHIND} seconds')"
    Now.as_sqlite = lambda self, *asked, **more: self.as_sql(*asked, template=sqlite, **more)
    Now.as_postgresql = lambda self, *asked, **more: self.as_sql(*asked, template=postgres, **more)
    return back


# The same for a page in a browser; what it waits for still takes as long as it takes.
IN_A_BROWSER = f"""(() => {{
  const Real = Date, now = () => Real.now() - {BEHIND * 1000};
  globalThis.Date = new Proxy(Real, {{
    construct: (made, given, by) => Reflect.construct(made, given.length ? given : [now()], by),
    apply: () => new Real(now()).toString(),
    get: (made, name) => (name === "now" ? now : Reflect.get(made, name)),
  }});
}})();"""
