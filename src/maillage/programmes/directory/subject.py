"""What the directory keeps of one person: the sheets that they asked for, what they decided."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from maillage.core.accounts.models import Person
from maillage.programmes.directory.models import Claim, Report


def _email(person: AbstractBaseUser) -> str:
    return person.email if isinstance(person, Person) else ""


def export_claims(person: AbstractBaseUser) -> Iterator[Mapping[str, object]]:
    """Yield the sheets that a person asked for, signed in or by their address."""
    claims = Claim.objects.filter(Q(email=_email(person)) | Q(person=person.pk))
    for claim in claims.select_related("organisation").order_by("pk"):
        yield {
            "organisation": claim.organisation.name,
            "name": claim.name,
            "email": claim.email,
            "function": claim.function,
            "message": claim.message,
            "created_at": claim.created_at,
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
            "organisation": report.organisation.name,
            "email": report.email,
            "subject": report.get_subject_display(),
            "message": report.message,
            "created_at": report.created_at,
        }


def erase_reports(person: AbstractBaseUser) -> int:
    """Empty the address under which a person reported mistakes."""
    return Report.objects.filter(email=_email(person)).exclude(email="").update(email="")
