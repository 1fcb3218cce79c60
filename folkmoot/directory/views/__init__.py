"""The pages that belong to the directory alone."""
