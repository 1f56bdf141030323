"""No test closes its connection inside a transaction, as a response that is closed by hand does.

On SQLite a closed connection keeps the lock of its transaction until the last of its cursors is thrown away,
which may be minutes later: the tests that follow find the database locked.
"""

from django.db.backends.base.base import BaseDatabaseWrapper


class ClosedInTransactionError(AssertionError):
    """A connection was closed before its transaction ended."""


def install() -> None:
    """Wrap the closing of connections."""
    close = BaseDatabaseWrapper.close

    def watched_close(self: BaseDatabaseWrapper) -> None:
        if self.in_atomic_block and self.connection is not None and not self.closed_in_transaction:
            raise ClosedInTransactionError(
                "A connection is closed inside its transaction; a response is read to its end, not closed."
            )
        close(self)

    BaseDatabaseWrapper.close = watched_close
