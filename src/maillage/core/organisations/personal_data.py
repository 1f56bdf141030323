"""What structures keep of people: who belongs to one, who answers for a function, who corrected a field."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

_SUBJECT = "maillage.core.organisations.subject"

DECLARATIONS = (
    Declaration(
        model="organisations.Membership",
        fields=("person", "kind", "role", "title", "state", "since", "until", "follows"),
        purpose=_("Know who speaks for a structure and who keeps its sheet."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_memberships",
        erase=f"{_SUBJECT}.erase_memberships",
    ),
    Declaration(
        model="organisations.ContactPoint",
        fields=("email", "phone", "name", "consent_on"),
        purpose=_("Reach a function of a structure; a name is shown only with the person's dated consent."),
        basis=Basis.CONSENT,
        export=f"{_SUBJECT}.export_contact_points",
        erase=f"{_SUBJECT}.erase_contact_points",
    ),
    Declaration(
        model="organisations.FieldProvenance",
        fields=("person",),
        purpose=_("Know who corrected a field, so that an import leaves it alone."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_corrections",
        erase=f"{_SUBJECT}.erase_corrections",
    ),
    Declaration(
        model="organisations.MatchCandidate",
        fields=("reasons", "decided_by"),
        purpose=_("Know who said that two sheets are one structure, or two."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_match_decisions",
        not_erased=_("The decision stands; the erased account that took it names nobody."),
    ),
    Declaration(
        model="organisations.Merge",
        fields=("changes", "by", "undone_by"),
        purpose=_("Know who joined two sheets, so that it can be undone."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_merges",
        not_erased=_("The event stands; the erased account behind it names nobody."),
    ),
    NoPersonalData("organisations.Organisation", why=_("Structures: names, codes, what they do.")),
    NoPersonalData("organisations.Site", why=_("Places of structures and when they open.")),
    NoPersonalData("organisations.AccessFact", why=_("Accessibility of places.")),
    NoPersonalData("organisations.Label", why=_("Labels of structures.")),
    NoPersonalData(
        "organisations.Picture",
        why=_("Pictures of structures; whoever adds one vouches for the agreement of the people seen."),
    ),
    NoPersonalData(
        "organisations.NameKey", why=_("Pieces of names and of contacts, rebuilt with each sheet.")
    ),
    NoPersonalData("organisations.Source", why=_("Registries and files that the sheets come from.")),
    NoPersonalData("organisations.SourceIdentity", why=_("Identifiers of structures in sources.")),
    NoPersonalData(
        "organisations.SourceRecord",
        why=_("What a source says of a structure; importers leave out what a source says of people."),
    ),
    NoPersonalData("organisations.RegistryTurn", why=_("An instant.")),
    NoPersonalData("organisations.EssPerimeterRule", why=_("Rules read from the law and from INSEE.")),
)
