"""Who did what, where, when; watches on it, and notices of it."""
