"""The pages of working together, by noun."""
