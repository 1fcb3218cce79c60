"""Charts, timelines, networks and maps as plain values for the templates that draw them, each with its table."""
