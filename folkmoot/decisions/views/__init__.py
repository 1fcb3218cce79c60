"""The pages of what is asked, answered and settled."""
