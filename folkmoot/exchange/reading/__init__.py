"""Reads spreadsheets and open-data files into plain rows, in a child process with limits; knows nothing of Django."""
