"""Lists of structures: how their columns read, and what becomes of their lines."""
