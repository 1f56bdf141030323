"""A département's accent must stay readable: it carries links and the text of buttons."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.core.ui.colour import contrast, is_hex

# The grounds of tokens.css on which the accent is read, and the text written on the accent itself.
LIGHT_GROUNDS = ("#f7f2e9", "#fffdf8", "#efe8db")
DARK_GROUNDS = ("#1a161c", "#252028", "#120f14")
ON_ACCENT_LIGHT = "#fffdf8"
ON_ACCENT_DARK = "#1a161c"
LEAST_CONTRAST = 4.5


def _readable(colour: str, grounds: tuple[str, ...]) -> None:
    if not is_hex(colour):
        raise ValidationError(_("A colour is written #rrggbb, for example #6b2358."), code="not_a_colour")
    worst = min(contrast(colour, ground) for ground in grounds)
    if worst < LEAST_CONTRAST:
        raise ValidationError(
            _("This colour is hard to read here: contrast %(ratio).1f to 1, at least 4.5 is needed."),
            code="contrast",
            params={"ratio": worst},
        )


def readable_in_light(colour: str) -> None:
    """Refuse an accent that cannot be read on the light theme's grounds."""
    _readable(colour, (*LIGHT_GROUNDS, ON_ACCENT_LIGHT))


def readable_in_dark(colour: str) -> None:
    """Refuse an accent that cannot be read on the dark theme's grounds."""
    _readable(colour, (*DARK_GROUNDS, ON_ACCENT_DARK))
