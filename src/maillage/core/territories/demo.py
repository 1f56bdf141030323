"""Demonstration data of territories: the first portal's département and its territories, as published."""

from django.utils.translation import gettext as _

from maillage.core.portal.domain import BUNDLED
from maillage.core.territories.domain.assignments import load_assignments
from maillage.core.territories.domain.loading import load_departement
from maillage.core.territories.models import Territory


def load() -> list[str]:
    """Load the communes and the territories unless some stand already: what was changed on screen is kept."""
    if Territory.objects.exists():
        return []
    geography = load_departement("54")
    load_assignments(path=BUNDLED / "meurthe-et-moselle" / "territories.csv")
    return [
        _("%(communes)d communes of %(name)s, populations of %(year)d.")
        % {"communes": geography.communes, "name": geography.name, "year": geography.population_year}
    ]
