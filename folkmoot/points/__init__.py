"""What people said, in their words, with consent and source, and the themes people make of it."""
