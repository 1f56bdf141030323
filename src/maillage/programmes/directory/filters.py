"""What the list is narrowed to: read from its address, written back into addresses.

The whole state of the list stands in its address, so that it can be kept, sent, printed and embedded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model
from django.utils import timezone

from maillage.core.organisations.models import Answer
from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.core.sql import Sql, every, in_force, objects
from maillage.core.territories.models import Municipality, Territory
from maillage.programmes.directory.activities import SECTIONS
from maillage.programmes.directory.rules import DISTANCES_KM, LONGEST_SEARCH

ESS_WORDS = {"oui": Answer.YES, "non": Answer.NO, "inconnu": Answer.UNKNOWN}
CARD_WORDS = {"propose": "offers", "cherche": "needs"}
T = TypeVar("T", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the list is narrowed to; empty means everything. ``around_km`` goes with ``commune``."""

    search: str = ""
    territory: Territory | None = None
    commune: Municipality | None = None
    around_km: int = 0
    ess: str = ""
    family: str = ""
    section: str = ""
    cards: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Something is left out."""
        return bool(self.parameters())

    @property
    def by_distance(self) -> bool:
        """Nearest first: around a place, and nothing typed."""
        return bool(self.around_km and self.commune and not self.search)

    def parameters(self) -> dict[str, str]:
        """Return the parameters of the address that says these filters."""
        said = {
            "q": self.search,
            "territoire": self.territory.slug if self.territory else "",
            "commune": self.commune.reference if self.commune else "",
            "km": str(self.around_km) if self.around_km and self.commune else "",
            "ess": next((word for word, answer in ESS_WORDS.items() if answer == self.ess), ""),
            "famille": self.family,
            "activite": self.section,
            "fiches": next((word for word, field in CARD_WORDS.items() if field == self.cards), ""),
        }
        return {key: value for key, value in said.items() if value}

    def address(self, **more: object) -> str:
        """Return the query of the address, with what else it must say: « ?q=velo&ess=oui »."""
        query = urlencode(self.parameters() | {key: str(value) for key, value in more.items() if value})
        return f"?{query}" if query else "?"

    def without(self, *names: str) -> "Filters":
        """Return these filters without some of them."""
        bare = Filters()
        return replace(self, **{name: getattr(bare, name) for name in names})


def read_filters(said: Mapping[str, Any]) -> Filters:
    """Read the filters of an address; what means nothing is left out, at most two reads."""
    slug, reference = _word(said, "territoire"), _word(said, "commune")
    family, section = _word(said, "famille"), _word(said, "activite").upper()
    kilometres = _word(said, "km")
    commune = _commune(reference) if reference else None
    around = int(kilometres) if kilometres in {str(each) for each in DISTANCES_KM} else 0
    return Filters(
        search=" ".join(_word(said, "q").split()),
        territory=_first(Territory, Sql("slug = %s", (slug,))) if slug else None,
        commune=commune,
        around_km=around if commune and commune.latitude is not None else 0,
        ess=ESS_WORDS.get(_word(said, "ess"), ""),
        family=family if family in EssPerimeterRule.Family.values else "",
        section=section if section in SECTIONS else "",
        cards=CARD_WORDS.get(_word(said, "fiches"), ""),
    )


def _word(said: Mapping[str, Any], key: str) -> str:
    """Return a parameter; NUL bytes, which no database takes, are taken out."""
    return str(said.get(key, "")).replace("\0", "")[:LONGEST_SEARCH].strip()


def _commune(reference: str) -> Municipality | None:
    scheme, _dash, code = reference.rpartition("-")
    scheme = scheme or Municipality.Scheme.INSEE.value
    named = Sql("scheme = %s AND kind = %s AND code = %s", (scheme, Municipality.Kind.COMMUNE.value, code))
    return _first(Municipality, every([named, in_force(timezone.localdate())]))


def _first(model: type[T], condition: Sql) -> T | None:
    return next(iter(objects(model, condition)), None)
