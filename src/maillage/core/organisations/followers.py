"""Who wants to know that structures changed: an app names functions in ``AppConfig.organisation_followers``.

A follower takes the primary keys of structures and keeps what it derives from them in step (the public
directory, its search). It runs in the transaction that changes them: both are kept or neither.
"""

from collections.abc import Iterable

from django.apps import apps
from django.utils.module_loading import import_string


def tell_changed(keys: Iterable[int]) -> None:
    """Tell every follower that these structures changed: fields, sites, state, merges, cards."""
    changed = sorted(set(keys))
    if not changed:
        return
    for config in apps.get_app_configs():
        for name in getattr(config, "organisation_followers", ()):
            import_string(name)(changed)
