"""What is new, as people want it: digests, Atom and iCalendar of every list, and private addresses for them."""
