"""Yardsticks of territories; run ``python -m bench.territories``."""
