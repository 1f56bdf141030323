"""Finding someone at a noisy door: a few letters, without accents, in any order."""

import unicodedata


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def named_like(text: str, wanted: str) -> bool:
    """Tell whether every word that is looked for begins a word of the text."""
    words = plain(text).replace("-", " ").split()
    return all(
        any(word.startswith(part) for word in words) for part in plain(wanted).replace("-", " ").split()
    )
