"""The index on SQLite: an FTS5 table over the documents, kept by triggers."""

from __future__ import annotations

from django.db import connection

MAKE = (
    """CREATE VIRTUAL TABLE kit_document_words USING fts5(
        title_words, text_words, mark_words, content='kit_document', content_rowid='id',
        tokenize="ascii tokenchars '_'", prefix='2 3 4')""",
    """CREATE TRIGGER kit_document_put AFTER INSERT ON kit_document BEGIN
        INSERT INTO kit_document_words(rowid, title_words, text_words, mark_words)
        VALUES (new.id, new.title_words, new.text_words, new.mark_words);
    END""",
    """CREATE TRIGGER kit_document_drop AFTER DELETE ON kit_document BEGIN
        INSERT INTO kit_document_words(kit_document_words, rowid, title_words, text_words, mark_words)
        VALUES ('delete', old.id, old.title_words, old.text_words, old.mark_words);
    END""",
    """CREATE TRIGGER kit_document_anew AFTER UPDATE ON kit_document BEGIN
        INSERT INTO kit_document_words(kit_document_words, rowid, title_words, text_words, mark_words)
        VALUES ('delete', old.id, old.title_words, old.text_words, old.mark_words);
        INSERT INTO kit_document_words(rowid, title_words, text_words, mark_words)
        VALUES (new.id, new.title_words, new.text_words, new.mark_words);
    END""",
)
UNMAKE = ("DROP TABLE kit_document_words",)


RANKED = (
    "SELECT rowid, bm25(kit_document_words, 8.0, 1.0, 0.0) AS r FROM kit_document_words "
    "WHERE kit_document_words MATCH %s ORDER BY r, rowid LIMIT %s"
)
TITLED = """SELECT rowid, min(r) AS r FROM (
    SELECT * FROM (SELECT rowid, 0 AS r FROM kit_document_words WHERE kit_document_words MATCH %s LIMIT %s)
    UNION ALL
    SELECT * FROM (SELECT rowid, 1 AS r FROM kit_document_words WHERE kit_document_words MATCH %s LIMIT %s))
    GROUP BY rowid ORDER BY 2, rowid LIMIT %s"""
COUNTED = "SELECT count(*) FROM (SELECT 1 FROM kit_document_words WHERE kit_document_words MATCH %s LIMIT %s)"
MOST_RANKED = 2_000


def rows(question, limit: int) -> list[tuple]:
    # To rank is to read every hit: past 2,000 of them, those with all the words in their title come first, unranked.
    # The document is joined outside, or FTS5 would no longer stop at the limit.
    match, in_title = _match(question), _match(question, "title_words : ")
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [match, MOST_RANKED + 1])
        few = cursor.fetchone()[0] <= MOST_RANKED
        found, asked = (RANKED, [match, limit]) if few else (TITLED, [in_title, limit, match, limit, limit])
        cursor.execute(
            f"""SELECT d.kind, d.key, d.title, d.text, d.address, d.place_path
            FROM ({found}) AS found JOIN kit_document d ON d.id = found.rowid ORDER BY found.r, found.rowid""",  # noqa: S608
            asked,
        )
        return cursor.fetchall()


def _match(question, where: str = "") -> str:
    """Every word in quotes, so that nothing a person types is an operator. `where`: a column the words stand in."""
    *whole, last = (_in_any_way(part) for part in question.parts)
    if question.beginning:
        last = f'({last} OR "{question.beginning}"*)'
    words = f"{where}({' AND '.join([*whole, last])})"
    filters = [question.place and f'"{question.place}"', " OR ".join(f'"{kind}"' for kind in question.kinds)]
    return " AND ".join([words, *(f"({part})" for part in filters if part)])


def _in_any_way(part) -> str:
    ways = (" AND ".join(f'"{stem}"' for stem in way) for way in part)
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"
