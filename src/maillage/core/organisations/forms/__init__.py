"""Forms of structures, by what they ask."""
