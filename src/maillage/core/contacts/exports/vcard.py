"""A contact as a card for a telephone's address book: vCard 3.0 (RFC 2426), which every telephone reads."""

from collections.abc import Iterable

WIDEST = 75  # octets a line; longer ones are folded (RFC 2425, 5.8.1)


def vcard(
    *,
    title: str,
    organisation: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    place: str = "",
    hours: str = "",
    address: str,
    note: str = "",
) -> str:
    """Return one card, with CRLF line ends. ``address`` is the permalink, ``name`` a name shown by consent.

    The role is the name of the card (« Chargée de mission, Longwy »): people call a function here.
    """
    shown = f"{name}, {title}" if name else title
    note = "\n".join(part for part in (note, place, hours) if part)
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_text(shown)};;;;",
        f"FN:{_text(shown)}",
        f"ORG:{_text(organisation)}" if organisation else "",
        f"TITLE:{_text(title)}",
        f"TEL;TYPE=WORK,VOICE:{_text(phone)}" if phone else "",
        f"EMAIL;TYPE=INTERNET,WORK:{_text(email)}" if email else "",
        f"URL:{_text(address)}",
        f"NOTE:{_text(note)}" if note else "",
        "END:VCARD",
    ]
    return "".join(f"{folded}\r\n" for line in lines if line for folded in _fold(line))


def _text(value: str) -> str:
    r"""Escape what has a meaning in a card: ``\``, ``;``, ``,`` and line ends; other controls are dropped."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(sign for sign in value if sign >= " " or sign == "\n")
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterable[str]:
    """Cut a line at 75 octets, never inside a letter; what follows begins with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > WIDEST:
            yield piece
            piece = " "
        piece += letter
    yield piece
