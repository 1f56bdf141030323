"""Pages: the interface explained, open data, personal keys."""
