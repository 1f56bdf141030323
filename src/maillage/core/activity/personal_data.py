"""What the journal keeps of people."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

DECLARATIONS = (
    Declaration(
        model="activity.Entry",
        fields=("actor", "target", "others", "facts"),
        purpose=_("Know who did what, to answer for a decision and find the origin of an error."),
        basis=Basis.LEGITIMATE_INTEREST,
        export="maillage.core.activity.subject.export_entries",
        not_erased=_(
            "An entry holds a number, never a name: once your account is erased, the number leads nowhere."
        ),
    ),
    Declaration(
        model="activity.Note",
        fields=("text", "redacted_by"),
        purpose=_("Keep the explanation that someone gave with what they did."),
        basis=Basis.LEGITIMATE_INTEREST,
        export="maillage.core.activity.subject.export_notes",
        erase="maillage.core.activity.subject.redact_notes",
    ),
    Declaration(
        model="activity.Mention",
        fields=("reference",),
        purpose=_("Find the entries of the journal that concern someone or something."),
        basis=Basis.LEGITIMATE_INTEREST,
        not_exported=_("An index of the journal: what it finds is in the journal's own part."),
        not_erased=_("It holds numbers, never names."),
    ),
    NoPersonalData("activity.Head", why=_("A count and a digest.")),
)
