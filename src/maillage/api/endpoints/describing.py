"""What every read says of itself in the interface's description."""

from typing import Any

from maillage.api.errors import Refusal

TO_ONE = 404
ALWAYS = (400, 422, 429)


def described(answer: Any, summary: str, description: str, *refusals: int) -> dict[str, Any]:
    """Return the arguments of a read: its answer, its title, what it says, and the refusals it may give.

    Any read may be refused for an address that holds a NUL byte (400), a parameter (422) or a flood (429).
    """
    return {
        "response": {200: answer, **dict.fromkeys(sorted({*refusals, *ALWAYS}), Refusal)},
        "summary": summary,
        "description": description,
    }
