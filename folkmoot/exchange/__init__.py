"""Open data in and out: reads what people already keep, and gives everything back in open formats."""
