"""Pages of the ESSpresso room."""
