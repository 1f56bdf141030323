"""Yardsticks of events: random histories of reminders."""
