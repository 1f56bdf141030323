"""Under which programme a link stands: the threads of the house, and what each is called.

A programme that this portal switched on gives its own name; the threads whose room is not built yet have one
here, since their links are written by hand until then.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import programmes

OTHER = "contacts"
THREADS: dict[str, str | Promise] = {
    "esspresso": _("ESSpresso"),
    "synergies": _("Synergies between companies"),
    "galerie": _("Gallery shared by structures"),
    "cantines": _("Local canteens"),
    "domicile": _("Growing old at home"),
    "tourisme": _("Tourism with a purpose"),
    "ensemble": _("Doing together"),
    OTHER: _("Another encounter"),
}


def programme_names() -> dict[str, str]:
    """Return the programmes that a link may stand under, by key, in the order of the house."""
    own = {programme.key: str(programme.name) for programme in programmes() if programme.key in THREADS}
    return {key: own.get(key, str(name)) for key, name in THREADS.items()}


def programme_name(key: str) -> str:
    """Return what a programme is called; one that is gone keeps its key."""
    return programme_names().get(key, key)
