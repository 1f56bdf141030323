"""Make the faces of the papers from the one variable face of the screens: the typesetter reads neither.

The packages of the face hold WOFF2 files for browsers, one by range of letters. Each weight asked for is
instantiated, its ranges merged, and written as TrueType. The face is under the SIL Open Font License, which
reserves no name for it: what is made from it keeps the name and the licence, copied beside.
"""

import logging
import shutil
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tools.prepare import BUILD, VENDOR

FACES = BUILD / "typefaces"
NAME = "atkinson-hyperlegible-next"
RANGES = ("latin", "latin-ext")
WEIGHTS = {"normal": (400, 700), "italic": (400,)}


def instance(file: Path, weight: int) -> BytesIO:
    """Return one weight of a variable WOFF2 file, as TrueType."""
    face = instantiateVariableFont(TTFont(file), {"wght": weight}, updateFontNames=True)
    face.flavor = None
    made = BytesIO()
    face.save(made)
    made.seek(0)
    return made


def make_faces() -> None:
    """Write every face of ``WEIGHTS`` in place of those of an earlier set-up."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    shutil.rmtree(FACES, ignore_errors=True)
    FACES.mkdir(parents=True)
    for slant, weights in WEIGHTS.items():
        for weight in weights:
            parts = [VENDOR / "fonts" / f"{NAME}-{part}-wght-{slant}.woff2" for part in RANGES]
            face = Merger().merge([instance(part, weight) for part in parts])
            face.save(FACES / f"{NAME}-{weight}-{slant}.ttf")
    shutil.copy(VENDOR / "fonts" / "LICENSE", FACES)


if __name__ == "__main__":
    make_faces()
