"""What visitors may ask of the planner, so that one cannot starve the others."""

from datetime import timedelta

KEPT_FOR = timedelta(hours=24)
MOST_PARTICIPANTS = 500
MOST_FILE_BYTES = 2_000_000
# Three files, and the form around them.
MOST_REQUEST_BYTES = 3 * MOST_FILE_BYTES + 100_000
SECONDS_TO_PLAN = 30.0
# Calculations waiting or under way: of one visitor, of all of them.
MOST_CALCULATIONS_OF_ONE = 2
MOST_CALCULATIONS_OF_ALL = 40
MOST_PLANS_OF_ONE = 60
