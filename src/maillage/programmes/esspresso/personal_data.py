"""What plans made from files keep of people: a day, behind a private link."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration
from maillage.programmes.esspresso.rules import KEPT_FOR

DECLARATIONS = (
    Declaration(
        model="esspresso.Plan",
        fields=("visitor", "brief", "findings", "event", "planning"),
        purpose=_(
            "Plan the meetings of an event from the lists that a visitor gives, and hand over its papers."
        ),
        basis=Basis.CONTRACT,
        keep=KEPT_FOR,
        not_exported=_("No account is needed: whoever holds the private link downloads everything there."),
        not_erased=_(
            "Whoever holds the private link erases everything there; all is erased after a day anyway."
        ),
        purge="maillage.programmes.esspresso.domain.purge",
    ),
)
