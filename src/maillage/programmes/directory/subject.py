"""What the directory keeps of one person: the sheets that they asked for, what they decided."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import AbstractBaseUser

from maillage.core.accounts.models import Person
from maillage.programmes.directory.models import Claim, Report


def _email(person: AbstractBaseUser) -> str:
    return person.email if isinstance(person, Person) else ""


def export_claims(person: AbstractBaseUser) -> Iterator[Mapping[str, object]]:
    """Yield the sheets that a person asked for."""
    for claim in Claim.objects.filter(email=_email(person)).select_related("organisation").order_by("pk"):
        yield {
            "structure": claim.organisation.name,
            "function": claim.function,
            "message": claim.message,
            "asked": claim.created_at,
            "state": claim.get_state_display(),
        }


def erase_claims(person: AbstractBaseUser) -> int:
    """Remove the claims of a person; the memberships that came of them have their own declaration."""
    return (
        Claim.objects.filter(email=_email(person)).delete()[0]
        + Claim.objects.filter(person=person.pk).delete()[0]
    )


def export_reports(person: AbstractBaseUser) -> Iterator[Mapping[str, object]]:
    """Yield the mistakes that were reported under a person's address."""
    for report in Report.objects.filter(email=_email(person)).select_related("organisation").order_by("pk"):
        yield {
            "structure": report.organisation.name,
            "subject": report.get_subject_display(),
            "message": report.message,
            "received": report.created_at,
        }


def erase_reports(person: AbstractBaseUser) -> int:
    """Empty the address under which a person reported mistakes."""
    return Report.objects.filter(email=_email(person)).exclude(email="").update(email="")
