"""What a command says when it refuses."""


class CommandError(Exception):
    """A refusal to be read by a person: what happened, what was kept, what to do."""

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
