"""How the journal's verbs of imports read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "imports.received": _("gave a list to import"),
    "imports.confirmed": _("asked to import a list"),
    "imports.done": _("imported a list"),
    "imports.undo_asked": _("asked to undo an import"),
    "imports.undone": _("undid an import"),
    "imports.discarded": _("gave up importing a list"),
}
