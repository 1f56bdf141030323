"""What imports keep of people: who gave which list, and the list itself, for a year."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

A_YEAR = timedelta(days=365)

DECLARATIONS = (
    Declaration(
        model="imports.ImportRun",
        fields=(
            "owner",
            "file_name",
            "content",
            "source_name",
            "headers",
            "samples",
            "mapping",
            "outcome",
        ),
        purpose=_("Import a list of structures, explain what was refused, and be able to undo it."),
        basis=Basis.PUBLIC_TASK,
        keep=A_YEAR,
        export="maillage.core.imports.subject.export",
        not_erased=_("Who imported what is kept with the list for a year, then both are erased."),
        purge="maillage.core.imports.domain.purge",
    ),
    NoPersonalData(
        "imports.ImportLine", why=_("What lists say of structures; erased with the list after a year.")
    ),
    NoPersonalData(
        "imports.ImportFault",
        why=_("Refused cells of lists of structures; erased with the list after a year."),
    ),
)
