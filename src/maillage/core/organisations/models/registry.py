"""When the registry of companies may be asked again, for all processes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RegistryTurn(models.Model):
    """The one row that says from when on the registry may be asked; whoever asks takes the next turn.

    Its lock is what keeps every web and worker process, on every machine, within one pace.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    next_at = models.DateTimeField(_("may be asked from"))

    class Meta:
        verbose_name = _("turn at the registry")
        verbose_name_plural = _("turns at the registry")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="organisations_registryturn_only_one"),
        ]

    def __str__(self) -> str:
        return f"{self.next_at:%Y-%m-%d %H:%M:%S}"
