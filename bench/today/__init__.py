"""Yardsticks of « Aujourd’hui »; run ``python -m bench.today``."""
