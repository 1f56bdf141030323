"""Which commune a line speaks of: by its INSEE code, its name with its postal code, or its name alone."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from maillage.core.imports.cells import CellError
from maillage.core.territories.geography.names import folded
from maillage.core.territories.models import Municipality, MunicipalityEvent, PostalCode


@dataclass(frozen=True)
class Places:
    """What leads to a commune, read once for a batch of lines: all in three reads."""

    by_code: dict[str, int]
    by_name: dict[str, frozenset[int]]
    by_postcode: dict[str, frozenset[int]]

    def commune_of(self, values: dict[str, Any]) -> int | None:
        """Return the key of the commune, None when the line names none. Raises CellError when in doubt."""
        code, name, postcode = (values.get(key) for key in ("commune_code", "commune_name", "postcode"))
        if code:
            if code in self.by_code:
                return self.by_code[code]
            raise CellError("commune_unknown")
        if not name and not postcode:
            return None
        named = self.by_name.get(folded(_without_district(name)), frozenset()) if name else frozenset()
        served = self.by_postcode.get(postcode, frozenset()) if postcode else frozenset()
        found = named & served if named and served else named or (served if not name else frozenset())
        if not found:
            raise CellError("commune_unknown")
        if len(found) > 1:
            raise CellError("commune_ambiguous")
        return next(iter(found))


def _without_district(name: str) -> str:
    """Return the commune alone: « NANCY CEDEX 2 » is Nancy."""
    return name.lower().split(" cedex")[0]


def read_places() -> Places:
    """Return today's communes under all their names and codes, former ones included."""
    today = timezone.localdate()
    by_code: dict[str, int] = {}
    by_name: defaultdict[str, set[int]] = defaultdict(set)
    by_postcode: defaultdict[str, set[int]] = defaultdict(set)
    communes = Municipality.objects.communes_at(today).order_by("pk")
    for key, scheme, code, name in communes.values_list("pk", "scheme", "code", "folded"):
        if scheme == Municipality.Scheme.INSEE:
            by_code[code] = key
        by_name[name].add(key)
    former = MunicipalityEvent.objects.in_force(today).order_by("pk")
    for code, name, successor in former.values_list("former_code", "former_folded", "successor"):
        by_code.setdefault(code, successor)
        by_name[name].add(successor)
    served = PostalCode.municipalities.through.objects.filter(municipality__in=communes.values("pk"))
    for code, key in served.order_by("pk").values_list("postalcode__code", "municipality"):
        by_postcode[code].add(key)
    return Places(by_code, _frozen(by_name), _frozen(by_postcode))


def _frozen(sets: defaultdict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {key: frozenset(values) for key, values in sets.items()}
