"""Demonstration data of the portal: the first département's identity, once."""

from maillage.core.portal.domain import load_portal
from maillage.core.portal.models import Portal


def load() -> None:
    """Load the first portal unless one stands already: what was changed on screen is kept."""
    if not Portal.objects.exists():
        load_portal("meurthe-et-moselle")
