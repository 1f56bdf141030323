"""Yardsticks of structures; run ``python -m bench.structures``."""
