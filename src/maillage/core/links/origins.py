"""Where a link came from: a plain reference, which leads somewhere only while its app is there.

The ledger imports no programme. An app whose objects give rise to links names in ``AppConfig.link_origins``,
for each kind (« events.event »), the dotted name of a function of ``(keys)`` that returns the addresses that
anybody may open, by key. The words of an origin are kept with the link: they stay when the object is gone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import import_string

from maillage.core.links.models import Link


@dataclass(frozen=True)
class Origin:
    """What gives rise to a link: an object (kind, key) and what it is called that day, or words alone."""

    kind: str = ""
    key: str = ""
    label: str = ""

    @classmethod
    def of(cls, thing: Model) -> "Origin":
        """Return the origin that an object is."""
        return cls(thing._meta.label_lower, str(thing.pk), str(thing)[:200])


NOWHERE = Origin()


def addresses_of(links: Iterable[Link]) -> dict[int, str]:
    """Return where the origin of each link can be read, by the key of the link; one call a kind."""
    declared = {
        kind: name
        for config in apps.get_app_configs()
        for kind, name in getattr(config, "link_origins", {}).items()
    }
    by_kind: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for link in links:
        if link.origin_kind in declared:
            by_kind[link.origin_kind][link.pk] = link.origin_key
    found: dict[int, str] = {}
    for kind, keys in by_kind.items():
        addresses: dict[str, str] = import_string(declared[kind])(set(keys.values()))
        found |= {pk: addresses[key] for pk, key in keys.items() if key in addresses}
    return found
