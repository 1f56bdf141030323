"""What the Makefile starts."""
