"""What the command `maillage espresso` does once its arguments are read."""
