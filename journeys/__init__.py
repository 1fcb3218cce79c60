"""Whole journeys in a real browser, one file for each."""
