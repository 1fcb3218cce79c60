"""Rows in, sums done, plain values out: the only files of this app that call reckon."""
