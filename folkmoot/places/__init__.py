"""Places from a street to a nation, with dates of validity, and where a postcode is."""
