"""The language in which commands speak: French, or the one that ``MAILLAGE_LANGUAGE`` names.

Read from the catalogue beside this file without Django, because ``maillage --help`` speaks before any
setting is known.
"""

import gettext as library
import os
from pathlib import Path

_catalogue = library.translation(
    "django",
    Path(__file__).parent / "locale",
    languages=[os.environ.get("MAILLAGE_LANGUAGE", "fr")],
    fallback=True,
)
gettext = _catalogue.gettext
ngettext = _catalogue.ngettext
