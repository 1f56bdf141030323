"""Papers of the house: tagged PDF, typeset from a template and JSON data, never from data as source text."""

import json
from collections.abc import Mapping
from pathlib import Path

import typst
from django.utils.translation import get_language

import maillage

PACKAGE = Path(maillage.__file__).parent
# The house's face, made at set-up from that of the screens. Not a setting: planning files needs none.
FACES = PACKAGE.parent.parent / "build" / "typefaces"


def typeset(template: Path, data: Mapping[str, object]) -> bytes:
    """Return the PDF (PDF/UA-1) of a template of this package; ``data`` must name its ``title``.

    A template imports what papers share by ``#import "/core/ui/paper/house.typ": *``, and reads ``data``.
    """
    language = (get_language() or "fr").split("-")[0]
    pdf = typst.compile(
        template,
        root=PACKAGE,
        ignore_system_fonts=True,
        font_paths=[FACES],
        format="pdf",
        sys_inputs={"data": json.dumps({"lang": language, **data}, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return bytes(pdf)
