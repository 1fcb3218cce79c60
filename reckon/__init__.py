"""The sums: plain values in, plain values out.

No Django, no clock, no network, no dice (a seed is passed in). Whatever Folkmoot
counts, it counts here, where anyone can read it and run it without the site.
"""
