"""French as tests write it."""


def as_typed(text: str) -> str:
    """Return what the product says with the plain spaces of a keyboard: it says spaces that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
