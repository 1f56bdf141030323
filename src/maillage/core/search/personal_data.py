"""What search keeps of people: nothing of its own."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import NoPersonalData

DECLARATIONS = (
    NoPersonalData(
        "search.Document",
        why=_("Words of sheets that are public anyway, taken out as soon as the sheet is withdrawn."),
    ),
    NoPersonalData("search.Word", why=_("Single words, without the sheets that hold them.")),
)
