"""Small tools for every app: layout, components, search, jobs, fetch, writers."""
