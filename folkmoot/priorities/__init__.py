"""Questions, opinion maps, trade-offs, and what a place puts first, with who is missing from the evidence."""
