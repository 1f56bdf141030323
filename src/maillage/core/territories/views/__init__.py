"""Pages of territories, by audience."""
