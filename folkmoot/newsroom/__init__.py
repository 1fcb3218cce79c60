"""Social reporting: the desk of an event, what others post about it, mentions, and the round-up."""
