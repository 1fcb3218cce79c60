"""Pages that weave the apps together: the front page, a place's page, search, my page."""
