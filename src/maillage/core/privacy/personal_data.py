"""What the register’s own pages keep of people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration

DECLARATIONS = (
    Declaration(
        model="privacy.DataCopy",
        fields=("person", "archive"),
        purpose=_("Give you the copy of your data that you asked for."),
        basis=Basis.LEGAL_OBLIGATION,
        keep=timedelta(days=7),
        not_exported=_("It is the copy itself."),
        erase="maillage.core.privacy.subject.erase_copies",
        purge="maillage.core.privacy.subject.purge_copies",
    ),
    Declaration(
        model="privacy.ErasureRequest",
        fields=("person", "removed"),
        purpose=_("Answer your request of erasure, and be able to show that it was answered."),
        basis=Basis.LEGAL_OBLIGATION,
        keep=timedelta(days=3 * 365),
        export="maillage.core.privacy.subject.export_requests",
        not_erased=_("Once you are erased, the request leads to nobody: it proves that it was answered."),
        purge="maillage.core.privacy.subject.purge_requests",
    ),
)
