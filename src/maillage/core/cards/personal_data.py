"""What cards keep of people: nothing; they are written in the name of structures."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import NoPersonalData

DECLARATIONS = (
    NoPersonalData("cards.CardSubject", why=_("Subjects of offers and needs.")),
    NoPersonalData(
        "cards.Card", why=_("What structures offer and seek; people are reached by the structure's contacts.")
    ),
)
