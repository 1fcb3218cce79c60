"""What people fill in: a question, a sheet, where they are known."""
