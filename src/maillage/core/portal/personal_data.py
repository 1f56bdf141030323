"""What the portal keeps of people: nothing but the publisher's public contact."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import NoPersonalData

DECLARATIONS = (
    NoPersonalData("portal.Portal", why=_("The publisher's contact is an office's, and public.")),
    NoPersonalData("portal.Page", why=_("Public texts.")),
    NoPersonalData("portal.MenuEntry", why=_("Labels and addresses.")),
)
