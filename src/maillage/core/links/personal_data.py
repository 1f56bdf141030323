"""What the ledger of links keeps of people: who follows, who said, who recorded."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

_PEOPLE = "maillage.core.links.subject"

DECLARATIONS = (
    Declaration(
        model="links.Link",
        fields=("follower", "title", "description"),
        purpose=_("Know who asks for news of a link, and remind them."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_followed",
        erase=f"{_PEOPLE}.erase_followed",
    ),
    Declaration(
        model="links.LinkStep",
        fields=("by", "why"),
        purpose=_("Know who said how a link goes."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_steps",
        erase=f"{_PEOPLE}.erase_steps",
    ),
    Declaration(
        model="links.Outcome",
        fields=("by", "evidence", "file"),
        purpose=_("Know who recorded what came of a link, and from what it is known."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_outcomes",
        erase=f"{_PEOPLE}.erase_outcomes",
    ),
    NoPersonalData("links.LinkParty", why=_("Which structures are part of a link.")),
    NoPersonalData("links.LinkReminder", why=_("Which reminder was decided, by number.")),
    NoPersonalData("links.OutcomeUnit", why=_("Tonnes, euros, meals…")),
)
