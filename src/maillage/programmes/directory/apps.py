from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "maillage.programmes.directory"
    label = "directory"
    verbose_name = _("Directory")
    sheets_changed = ("maillage.programmes.directory.domain.listing.refreshing",)
    importers = ("maillage.programmes.directory.structures.columns.IMPORTER",)
    chores = (("maillage.programmes.directory.domain.listing.catch_up", timedelta(minutes=5)),)
