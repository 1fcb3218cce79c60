"""People talking: groups with rules of their own, discussions and stories, by page and by mail."""
