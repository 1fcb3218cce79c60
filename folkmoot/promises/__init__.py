"""Who will do what by when: kept, late or dropped, and the evidence."""
