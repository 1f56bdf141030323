"""French as it is printed: the spaces that never break."""

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
_OPENED = re.compile("(?<=«) ")
_CLOSED = re.compile(r" (?=[:;?!»](?:\W|$))")


def french_spaces(text: str) -> str:
    """Return a text where « : ; ? ! » and quotation marks stay on the line of the word that they go with.

    Texts are written with plain spaces, which everyone can type and see; a line may end at those.
    """
    return _CLOSED.sub(NO_BREAK, _OPENED.sub(NO_BREAK, text))
