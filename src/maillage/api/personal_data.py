"""What the interface for programs keeps of people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration

_SUBJECT = "maillage.api.subject"

DECLARATIONS = (
    Declaration(
        model="api.ApiKey",
        fields=("person", "name", "created_at", "expires_at", "revoked_at", "last_used_on"),
        purpose=_("Let your own programs read what your role opens, and let you stop them."),
        basis=Basis.CONTRACT,
        keep=timedelta(days=365),
        export=f"{_SUBJECT}.export_keys",
        erase=f"{_SUBJECT}.erase_keys",
        purge=f"{_SUBJECT}.purge_keys",
    ),
)
