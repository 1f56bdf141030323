"""What the directory keeps of people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

A_YEAR = timedelta(days=365)
_SUBJECT = "maillage.programmes.directory.subject"
_DOMAIN = "maillage.programmes.directory.domain"

DECLARATIONS = (
    Declaration(
        model="directory.Claim",
        fields=("person", "name", "email", "function", "message", "code_digest", "decided_by"),
        purpose=_("Give the sheet of a structure to those who run it, and to nobody else."),
        basis=Basis.PUBLIC_TASK,
        keep=A_YEAR,
        export=f"{_SUBJECT}.export_claims",
        erase=f"{_SUBJECT}.erase_claims",
        purge=f"{_DOMAIN}.claims.purge",
    ),
    Declaration(
        model="directory.Report",
        fields=("email", "message", "handled_by"),
        purpose=_("Correct sheets that visitors find mistaken, and ask them for details if they agree."),
        basis=Basis.CONSENT,
        keep=A_YEAR,
        export=f"{_SUBJECT}.export_reports",
        erase=f"{_SUBJECT}.erase_reports",
        purge=f"{_DOMAIN}.reports.purge",
    ),
    NoPersonalData(
        "directory.Listing",
        why=_("What published sheets of structures show to everyone, without contacts; it leaves with them."),
    ),
    NoPersonalData("directory.DataChange", why=_("Addresses of sheets, and when they changed.")),
)
