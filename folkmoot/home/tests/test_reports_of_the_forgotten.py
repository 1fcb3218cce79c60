"""Whoever is forgotten is in no report any more."""

from folkmoot.home.leaving import forget
from folkmoot.newsroom.models import Piece, Subject


def test_a_report_that_shows_somebody_goes_with_them(village):
    quote = Piece.keep(village.desk, village.bram, "quote", words="Nobody asked us", people="some", once="a")
    purposes = ["record", "wall", "onward"]
    Subject.show(quote, "Carys Hughes", purposes, village.bram, person=village.carys, is_named=True)
    forget(village.carys)
    piece = Piece.objects.get(pk=quote.pk)
    assert piece.erased_at and piece.words == "" and not piece.subjects.exclude(name="").exists()
