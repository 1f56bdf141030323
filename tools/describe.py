"""Write what the open interface and the open data say of themselves into ``docs/schemas``, in French.

Run it after a change of the interface; the tests compare these files with what the site serves.
"""

import json
import os
import sys
from typing import Any

from tools.prepare import ROOT

FOLDER = ROOT / "docs" / "schemas"


def documents() -> dict[str, dict[str, Any]]:
    """Return each document by the name of its file; Django must be set up."""
    from django.utils import translation  # needs Django, which the other tools do without

    from maillage.api.interface import description
    from maillage.api.opendata.datasets import DATASETS
    from maillage.programmes.directory.opendata import table_schema

    with translation.override("fr"):
        tables = {f"tableschema-{each.key}.json": each.schema() for each in DATASETS.values()}
        return {"openapi.json": description(), "tableschema-structures.json": table_schema(), **tables}


def main() -> int:
    """Write every document."""
    os.environ.setdefault("MAILLAGE_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    import django  # needs the environment above

    django.setup()
    for name, document in documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
