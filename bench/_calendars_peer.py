"""The peers, `ics` and `vobject`, run by the interpreter of a throw-away environment that has them: see calendars.py.

Reads JSON {name: text of a calendar} from standard input; prints {parser: {name: [entry, …] or what it raised}}. An
entry has uid, sequence, status, summary, location, description, url, organizer, and start and end as the moment (UTC)
or, for whole days, the day; the end of whole days is the first day after.
"""

import json
import sys
import warnings
from datetime import UTC, date, datetime, timedelta

import ics
import vobject

TEXTS = ("uid", "sequence", "status", "summary", "location", "description", "url")


def moment(value):
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return value.isoformat()
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else None


def by_vobject(text):
    found = []
    for calendar in vobject.readComponents(text):
        for entry in calendar.contents.get("vevent", []):
            said = {name: entry.contents[name][0].value if name in entry.contents else "" for name in TEXTS}
            said["organizer"] = "".join(entry.organizer.params.get("CN", [])) if "organizer" in entry.contents else ""
            said["start"] = moment(entry.dtstart.value) if "dtstart" in entry.contents else None
            said["end"] = moment(entry.dtend.value) if "dtend" in entry.contents else None
            found.append(said)
    return found


def by_ics(text):
    found = []
    for calendar in ics.Calendar.parse_multiple(text):
        for entry in calendar.events:
            extra = {line.name: line.value for line in entry.extra}
            whole = entry.all_day
            end = entry.end and entry.end.datetime
            said = {
                "uid": entry.uid,
                "sequence": extra.get("SEQUENCE", ""),
                "status": entry.status or "",
                "summary": entry.name or "",
                "location": entry.location or "",
                "description": entry.description or "",
                "url": entry.url or "",
                "organizer": entry.organizer.common_name if entry.organizer else "",
            }
            start = entry.begin and entry.begin.datetime
            said["start"] = moment(start.date() if whole and start else start)
            # It keeps the last moment or the first of the day after, by how long the entry is said to be.
            said["end"] = moment((end + timedelta(microseconds=0)).date() if whole and end else end)
            found.append(said)
    return found


def read(parser, text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return sorted(parser(text), key=lambda one: (one["uid"] or "", one["start"] or ""))
    except Exception as wrong:  # whatever a parser raises is its answer
        return f"{type(wrong).__name__}: {str(wrong)[:120]}"


def main():
    asked = json.load(sys.stdin)
    parsers = {"ics": by_ics, "vobject": by_vobject}
    print(json.dumps({name: {file: read(one, text) for file, text in asked.items()} for name, one in parsers.items()}))


if __name__ == "__main__":
    main()
