"""Reads of personal data: what is kept, what was asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus

from maillage.core.privacy.models import DataCopy, ErasureRequest
from maillage.core.privacy.register import Declaration, Text, model_of, register


@dataclass(frozen=True, kw_only=True)
class DeclaredKind:
    """One declaration as people read it."""

    name: Text
    what: Text
    declaration: Declaration
    kept: str


def declared_kinds() -> Iterator[DeclaredKind]:
    """Yield every declaration of personal data, in words."""
    for declaration in register().declarations:
        fields = (heading(declaration, field) for field in declaration.fields)
        yield DeclaredKind(
            name=declaration.title or str(model_of(declaration)._meta.verbose_name_plural),
            what=declaration.what or ", ".join(fields),
            declaration=declaration,
            kept=duration_in_words(declaration.keep),
        )


def heading(declaration: Declaration, field: str) -> str:
    """Return how a field reads: its name in words where the model gives one."""
    known = {each.name: each for each in model_of(declaration)._meta.get_fields()}
    return str(getattr(known.get(field), "verbose_name", "") or field.replace("_", " "))


def duration_in_words(keep: timedelta | None) -> str:
    """Say how long something is kept, in the largest unit that is exact."""
    if keep is None:
        return _("as long as your account exists")
    days, hours = keep.days, keep.seconds // 3600
    if days and days % 365 == 0:
        return ngettext("%(count)d year", "%(count)d years", days // 365) % {"count": days // 365}
    if days and not hours and days != 1:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    hours += days * 24
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def copies_of(person: AbstractBaseUser) -> QuerySet[DataCopy]:
    """Return the copies that a person asked for, newest first, without their archives."""
    return DataCopy.objects.filter(person_id=person.pk).defer("archive").select_related("job__result")


def copies_under_way(person: AbstractBaseUser) -> QuerySet[DataCopy]:
    """Return the copies that a worker is making or is about to make."""
    going_on = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return copies_of(person).filter(ready_at__isnull=True, job__result__status__in=going_on)


def open_request_of(person: AbstractBaseUser) -> ErasureRequest | None:
    """Return the person's request of erasure that waits, if there is one."""
    return ErasureRequest.objects.filter(person_id=person.pk, state=ErasureRequest.State.ASKED).first()


def requests_to_decide() -> QuerySet[ErasureRequest]:
    """Return the requests of erasure that wait, oldest first."""
    waiting = ErasureRequest.objects.filter(state=ErasureRequest.State.ASKED)
    return waiting.select_related("person").order_by("asked_at", "pk")
