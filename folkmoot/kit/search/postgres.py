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
)
UNMAKE = (
    "DROP INDEX kit_document_whole",
    "ALTER TABLE kit_document DROP COLUMN title_index, DROP COLUMN whole_index",
)


def rows(question, limit: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT kind, key, title, text, address, place_path FROM (
                SELECT id, title_index @@ %s::tsquery AS in_title
                FROM kit_document WHERE whole_index @@ %s::tsquery
                ORDER BY in_title DESC, id LIMIT %s) AS found
            JOIN kit_document USING (id) ORDER BY found.in_title DESC, id""",
            [_query(question, words_only=True), _query(question), limit],
        )
        return cursor.fetchall()


def _query(question, words_only: bool = False) -> str:
    """Every word in quotes; a cast to tsquery looks nothing up and cuts nothing apart."""
    *whole, last = (f"'{stem}'" for stem in question.stems)
    if question.beginning:
        last = f"({last} | '{question.beginning}':*)"
    if words_only:
        return " & ".join([*whole, last])
    filters = [question.place and f"'{question.place}'", " | ".join(f"'{kind}'" for kind in question.kinds)]
    return " & ".join([*whole, last, *(f"({part})" for part in filters if part)])
