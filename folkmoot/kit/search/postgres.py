"""The index on PostgreSQL: two generated tsvector columns. No dictionary of its own is used: words come stemmed."""

from __future__ import annotations

from django.db import connection

MAKE = (
    """ALTER TABLE kit_document
        ADD COLUMN title_index tsvector GENERATED ALWAYS AS
            (array_to_tsvector(array_remove(string_to_array(title_words, ' '), ''))) STORED,
        ADD COLUMN whole_index tsvector GENERATED ALWAYS AS
            (array_to_tsvector(array_remove(string_to_array(
                title_words || ' ' || text_words || ' ' || mark_words, ' '), ''))) STORED""",
    "CREATE INDEX kit_document_whole ON kit_document USING gin (whole_index) WITH (fastupdate = off)",
    "CREATE INDEX kit_document_title ON kit_document USING gin (title_index) WITH (fastupdate = off)",
)
POOL = 10  # times the limit: how many that hold the words somewhere are looked at to see whose title is nearest
UNMAKE = (
    "DROP INDEX kit_document_whole",
    "DROP INDEX kit_document_title",
    "ALTER TABLE kit_document DROP COLUMN title_index, DROP COLUMN whole_index",
)


def rows(question, limit: int) -> list[tuple]:
    # Ranking every hit of a common word would fetch every row: titles that hold all the words come first,
    # from their own index, then a pool of the others by how much of their title matches.
    words, filters = _words(question), _filters(question)
    whole = " & ".join([*words, *filters])
    titled = "title_index @@ %s::tsquery" + (" AND whole_index @@ %s::tsquery" if filters else "")
    asked = [" & ".join(words), *([" & ".join(filters)] if filters else []), limit]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH pool AS (
                (SELECT id, 2.0 AS rank FROM kit_document WHERE {titled} LIMIT %s)
                UNION ALL
                (SELECT id, ts_rank(title_index, %s::tsquery) FROM kit_document
                 WHERE whole_index @@ %s::tsquery LIMIT %s)),
            found AS (SELECT id, max(rank) AS rank FROM pool GROUP BY id ORDER BY 2 DESC, id LIMIT %s)
            SELECT kind, key, title, text, address, place_path FROM found JOIN kit_document USING (id)
            ORDER BY found.rank DESC, id""",  # noqa: S608
            [*asked, " | ".join(words), whole, POOL * limit, limit],
        )
        return cursor.fetchall()


def _words(question) -> list[str]:
    """Every word in quotes; a cast to tsquery looks nothing up and cuts nothing apart."""
    *whole, last = (_in_any_way(part) for part in question.parts)
    return [*whole, f"({last} | '{question.beginning}':*)" if question.beginning else last]


def _in_any_way(part) -> str:
    ways = (" & ".join(f"'{stem}'" for stem in way) for way in part)
    return "(" + " | ".join(f"({way})" for way in ways) + ")"


def _filters(question) -> list[str]:
    parts = [question.place and f"'{question.place}'", " | ".join(f"'{kind}'" for kind in question.kinds)]
    return [f"({part})" for part in parts if part]
