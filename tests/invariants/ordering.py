"""A query without ``order_by`` comes back in another order each time, as a database is free to do.

PostgreSQL does it one day in production; here it is every day. The seed is printed at the head of the run;
``MAILLAGE_TEST_SEED`` replays it.
"""

import os
import random
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

SEED = int(os.environ.setdefault("MAILLAGE_TEST_SEED", str(random.SystemRandom().randrange(10**6))))
_shuffler = random.Random(SEED)  # noqa: S311 -- an order to try, not a secret


def install() -> None:
    """Shuffle the rows of unordered querysets as they are read."""
    fetch_all = QuerySet._fetch_all
    iterate = QuerySet.iterator

    def shuffled_fetch_all(self: QuerySet[Any]) -> None:
        first_reading = self._result_cache is None
        fetch_all(self)
        if first_reading and self._result_cache and not self.ordered:
            _shuffler.shuffle(self._result_cache)

    def shuffled_iterator(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        if self.ordered:
            return iterate(self, *args, **kwargs)
        rows = list(iterate(self, *args, **kwargs))
        _shuffler.shuffle(rows)
        return iter(rows)

    QuerySet._fetch_all = shuffled_fetch_all
    QuerySet.iterator = shuffled_iterator
