"""Yardsticks of contacts; run ``python -m bench.contacts``."""
