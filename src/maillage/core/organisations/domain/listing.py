"""What follows from every change of a sheet: it is found by its words, and meets those that resemble it."""

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.organisations import traits
from maillage.core.organisations.matching import keys_of
from maillage.core.organisations.models import NameKey, Organisation
from maillage.core.organisations.queries import KIND
from maillage.core.search import domain as search


def sheet_changed(organisation: Organisation) -> None:
    """Put a changed sheet in the index and under its keys; call it inside the transaction that changes it.

    Apps that keep something of sheets name functions in ``AppConfig.sheet_changed``: each is given the
    structure, in the same transaction.
    """
    Organisation.objects.filter(pk=organisation.pk).update(compared_at=None)
    NameKey.objects.filter(organisation=organisation).delete()
    if organisation.merged_into_id:
        search.remove(KIND, [organisation.pk])
    else:
        compared = traits.of(organisation)
        keys = sorted(keys_of(compared))
        NameKey.objects.bulk_create(NameKey(organisation=organisation, key=key) for key in keys)
        search.index(KIND, [search.Entry(organisation.pk, _texts(organisation))])
    for config in apps.get_app_configs():
        for name in getattr(config, "sheet_changed", ()):
            import_string(name)(organisation)


def _texts(organisation: Organisation) -> tuple[str, ...]:
    communes = organisation.sites.order_by("pk").values_list("commune__name", flat=True)
    return (organisation.name, organisation.acronym, organisation.summary, *communes)
