"""Yardsticks of the public directory and of imports, on generated structures."""
