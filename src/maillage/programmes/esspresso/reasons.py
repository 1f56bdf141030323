"""Says why a wish is not granted. A reason never lets anybody guess another's refusal."""

from django.utils.translation import gettext as _

from maillage.engines.meetings import Reason


def why_not(reason: Reason | None) -> str:
    """The reason of a refused wish, in a sentence for the organisers."""
    del reason
    return _("Granting it would take their places from other wishes.")
