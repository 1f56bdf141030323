"""Demonstration accounts: one for each role, all fictitious, with a password that is no secret."""

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from maillage.core.accounts.domain.roles import grant_role
from maillage.core.accounts.models import Person, Role

PASSWORD = "quatre mots de passage"  # noqa: S105 -- shown on screen, for accounts that hold invented data alone
PEOPLE = (
    (Role.COORDINATOR, "coordination@example.org", "Coordination départementale (démonstration)"),
    (Role.OFFICER, "chargee@example.org", "Chargée de mission (démonstration)"),
    (Role.PARTNER, "partenaire@example.org", "Conseillère partenaire (démonstration)"),
    (Role.MEMBER, "structure@example.org", "Membre d’une structure (démonstration)"),
)


def load() -> list[str]:
    """Open the four accounts that are not there yet; return the lines that say how to sign in."""
    for role, email, name in PEOPLE:
        if Person.objects.filter(email=email).exists():
            continue
        person = Person.objects.create_user(email, PASSWORD, name=name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        grant_role(person=person, role=role, by=None)
    return [
        _("Demonstration accounts, all with the password « %(password)s »:") % {"password": PASSWORD},
        *(f"  {email:28} {role.label}" for role, email, _name in PEOPLE),
    ]
