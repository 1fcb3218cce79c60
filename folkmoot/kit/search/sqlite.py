"""The index on SQLite: an FTS5 table over the documents, kept by triggers."""

from __future__ import annotations

from django.db import connection

RANK = "bm25(kit_document_words, 8.0, 1.0, 0.0)"

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


def rows(question, limit: int) -> list[tuple]:
    # The inner query alone is ranked and cut off; joining inside it would make FTS5 read every row.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT d.kind, d.key, d.title, d.text, d.address, d.place_path
            FROM (SELECT rowid, {RANK} AS r FROM kit_document_words
                  WHERE kit_document_words MATCH %s ORDER BY r, rowid LIMIT %s) AS found
            JOIN kit_document d ON d.id = found.rowid ORDER BY found.r, found.rowid""",  # noqa: S608
            [_match(question), limit],
        )
        return cursor.fetchall()


def _match(question) -> str:
    """Every word in quotes, so that nothing a person types is an operator."""
    *whole, last = (f'"{stem}"' for stem in question.stems)
    if question.beginning:
        last = f'({last} OR "{question.beginning}"*)'
    filters = [question.place and f'"{question.place}"', " OR ".join(f'"{kind}"' for kind in question.kinds)]
    return " AND ".join([*whole, last, *(f"({part})" for part in filters if part)])
