"""How the journal's verbs of territories read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "territories.geography_loaded": _("loaded the communes of a département"),
    "territories.assigned": _("loaded a list of communes and territories"),
    "territories.moved": _("moved a commune to a territory"),
    "territories.move_undone": _("undid a planned move of a commune"),
    "territories.confirmed": _("confirmed the territory of a commune"),
    "territories.created": _("created a territory"),
    "territories.renamed": _("renamed a commune"),
    "territories.divided": _("recorded a division of a commune"),
    "territories.merged": _("recorded a merger of communes"),
}
