"""What organisers hear at the door, in people's own words: the most private data here."""
