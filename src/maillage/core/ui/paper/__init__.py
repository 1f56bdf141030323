"""Papers of the house: tagged PDF, typeset from a template and JSON data, never from data as source text."""

import json
from collections.abc import Mapping
from functools import lru_cache
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
    return _compile(template, _written(data))


def typeset_once(template: Path, data: Mapping[str, object]) -> bytes:
    """Return the PDF of public facts that anyone may ask for, typeset again only when the facts change.

    Each process keeps the thousand last ones (about 40 kB each): more than a département has communes, so
    that a crowd, or a robot that walks them all, costs each paper once a day.
    """
    return _compiled(template, _written(data))


def _written(data: Mapping[str, object]) -> str:
    language = (get_language() or "fr").split("-")[0]
    return json.dumps({"lang": language, **data}, ensure_ascii=False)


def _compile(template: Path, data: str) -> bytes:
    pdf = typst.compile(
        template,
        root=PACKAGE,
        ignore_system_fonts=True,
        font_paths=[FACES],
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
    )
    return bytes(pdf)


_compiled = lru_cache(maxsize=1024)(_compile)
