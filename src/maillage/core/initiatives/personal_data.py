"""What démarches keep of people."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

_PEOPLE = "maillage.core.initiatives.subject"

DECLARATIONS = (
    Declaration(
        model="initiatives.Member",
        fields=("person", "facilitates", "since"),
        purpose=_("Let you into the workspace of the démarches that you take part in."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_places",
        erase=f"{_PEOPLE}.erase_places",
    ),
    Declaration(
        model="initiatives.Action",
        fields=("owner",),
        purpose=_("Remind you of what you said you would follow."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_actions",
        erase=f"{_PEOPLE}.erase_actions",
    ),
    NoPersonalData("initiatives.Initiative", why=_("What structures do together.")),
    NoPersonalData("initiatives.Actor", why=_("Which structure plays which part.")),
    NoPersonalData("initiatives.Funding", why=_("Which body pays what share.")),
    NoPersonalData("initiatives.CharterVersion", why=_("What signatories of a charter promise.")),
    NoPersonalData("initiatives.Commitment", why=_("One promise of a charter.")),
    NoPersonalData("initiatives.Signature", why=_("Which structure signed, through which function.")),
    NoPersonalData("initiatives.Assessment", why=_("How a structure keeps a commitment.")),
    NoPersonalData("initiatives.Subcontractor", why=_("Which company works for a signatory.")),
    NoPersonalData("initiatives.Review", why=_("When a charter was read again, and what came of it.")),
    NoPersonalData("initiatives.Snooze", why=_("Until when warnings keep quiet.")),
    NoPersonalData("initiatives.Stage", why=_("The steps of a démarche.")),
    NoPersonalData("initiatives.Document", why=_("Papers of a démarche, by title.")),
    NoPersonalData("initiatives.TimelineEntry", why=_("What a démarche did, told without names.")),
)
