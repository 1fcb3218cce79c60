"""The site: one folder for each thing people do, each leaning only on the folders below it."""
