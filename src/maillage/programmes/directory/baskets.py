"""What awaits people about sheets: claims and reports for the house, an accepted sheet for its new keeper."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person, Role
from maillage.core.accounts.rules import has_role
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.programmes.directory.models import Claim, Report

SHOWN = 20


def asked_of_sheets(person: AbstractBaseUser) -> Basket | None:
    """Return the claims and reports that wait for the house."""
    if not isinstance(person, Person) or not has_role(person, Role.COORDINATOR, Role.OFFICER):
        return None
    page = reverse("directory:moderation")
    claims = Claim.objects.filter(state=Claim.State.OPEN).select_related("organisation")
    reports = Report.objects.filter(state=Report.State.NEW).select_related("organisation")
    lines = [
        BasketLine(
            what=_("%(name)s asks to keep the sheet of %(structure)s")
            % {"name": claim.name, "structure": claim.organisation.name},
            since=claim.created_at,
            url=f"{page}#demande-{claim.pk}",
            action=_("Answer"),
            thread="directory",
        )
        for claim in claims.order_by("created_at", "pk")[:SHOWN]
    ]
    lines += [
        BasketLine(
            what=_("Someone says of %(structure)s: %(what)s")
            % {"structure": report.organisation.name, "what": report.get_subject_display()},
            since=report.created_at,
            url=f"{page}#erreur-{report.pk}",
            action=_("Look"),
            thread="directory",
        )
        for report in reports.order_by("created_at", "pk")[:SHOWN]
    ]
    return Basket(
        key="directory.moderation",
        title=_("Asked about sheets"),
        hint=_("Owners to recognise, mistakes to check."),
        lines=tuple(sorted(lines, key=lambda line: line.since)),
    )


def sheets_to_take(person: AbstractBaseUser) -> Basket | None:
    """Return the sheets that a person may take in hand."""
    if not isinstance(person, Person):
        return None
    waiting = Claim.objects.filter(state=Claim.State.ACCEPTED, email=person.email)
    return Basket(
        key="directory.to_take",
        title=_("Your sheets"),
        hint=_("Your request was accepted."),
        lines=tuple(
            BasketLine(
                what=_("Take the sheet of %(structure)s in hand") % {"structure": claim.organisation.name},
                since=claim.decided_at or timezone.now(),
                url=reverse("directory:mine"),
                action=_("Take it"),
                thread="directory",
            )
            for claim in waiting.select_related("organisation").order_by("decided_at", "pk")
        ),
    )
