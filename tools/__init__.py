"""What the Makefile starts: set-up, locks, catalogues, the suite. Nothing here is part of the product."""
