"""Pages of structures: sheets, what hangs on them, people, duplicates."""
