"""What awaits people about sheets: claims and reports for the house, an accepted sheet for its new keeper."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person, Role
from maillage.core.accounts.rules import has_role
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.programmes.directory.models import Claim, Report


def _serves(person: AbstractBaseUser) -> bool:
    return isinstance(person, Person) and has_role(person, Role.COORDINATOR, Role.OFFICER)


def owners_to_recognise(person: AbstractBaseUser) -> Basket | None:
    """Return the people who ask to keep a sheet and wait for the house."""
    if not _serves(person):
        return None
    return Basket(
        key="directory.claims",
        title=_("Owners to recognise"),
        hint=_("Someone asks to keep the sheet of their structure: check, then answer."),
        rows=Claim.objects.filter(state=Claim.State.OPEN).select_related("organisation"),
        since="created_at",
        line=lambda claim: BasketLine(
            what=_("%(name)s asks to keep the sheet of %(structure)s")
            % {"name": claim.name, "structure": claim.organisation.name},
            url=f"{reverse('directory:moderation')}#demande-{claim.pk}",
            action=_("Answer"),
            thread="directory",
        ),
    )


def mistakes_reported(person: AbstractBaseUser) -> Basket | None:
    """Return the mistakes that visitors saw on sheets and that nobody looked at."""
    if not _serves(person):
        return None
    return Basket(
        key="directory.reports",
        title=_("Mistakes to check"),
        hint=_("Visitors say so: look, correct the sheet, or keep it."),
        rows=Report.objects.filter(state=Report.State.NEW).select_related("organisation"),
        since="created_at",
        line=lambda report: BasketLine(
            what=_("Someone says of %(structure)s: %(what)s")
            % {"structure": report.organisation.name, "what": report.get_subject_display()},
            url=f"{reverse('directory:moderation')}#erreur-{report.pk}",
            action=_("Look"),
            thread="directory",
        ),
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
        rows=waiting.select_related("organisation"),
        since="decided_at",
        line=lambda claim: BasketLine(
            what=_("Take the sheet of %(structure)s in hand") % {"structure": claim.organisation.name},
            url=reverse("directory:mine"),
            action=_("Take it"),
            thread="directory",
        ),
    )
