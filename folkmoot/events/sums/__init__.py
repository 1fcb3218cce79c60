"""What events ask of the sums: rows in, plain values out."""
