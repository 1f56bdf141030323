"""What territories keep of people: nothing. Files on elected people are never read."""

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import NoPersonalData

DECLARATIONS = (
    NoPersonalData("territories.Epci", why=_("Public bodies.")),
    NoPersonalData("territories.Municipality", why=_("Communes: names, codes, where they are.")),
    NoPersonalData("territories.PostalCode", why=_("Postal codes and communes.")),
    NoPersonalData("territories.Population", why=_("Counts of inhabitants of whole communes.")),
    NoPersonalData("territories.Contour", why=_("Outlines of communes.")),
    NoPersonalData(
        "territories.TownHall",
        why=_("The public contact of a town hall, which is an office's, not a person's."),
    ),
    NoPersonalData("territories.MunicipalityEvent", why=_("Former names and codes of communes.")),
    NoPersonalData("territories.GeographyLoad", why=_("Counts of what was read, and from which files.")),
    NoPersonalData("territories.Territory", why=_("The département's own territories.")),
    NoPersonalData("territories.TerritoryAssignment", why=_("Which commune belongs to which territory.")),
)
