"""Organisations, programmes and activities: who does what, where, for whom, when, and who says so."""
