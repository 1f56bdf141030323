"""What the directory keeps of people."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import NoPersonalData

DECLARATIONS = (
    NoPersonalData(
        "directory.Listing",
        why=_("What published sheets of structures show to everyone, without contacts; it leaves with them."),
    ),
    NoPersonalData("directory.DataChange", why=_("Addresses of sheets, and when they changed.")),
)
