"""Pictures drawn again by the house: what is shown remains, everything else of the sent file is left out."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


class PictureError(ValueError):
    """The file is no picture that can be shown; the text tells the person what to do."""


@dataclass(frozen=True)
class Drawn:
    """A JPEG without any data but its pixels, at most ``LONGEST_SIDE`` pixels on a side."""

    data: bytes
    width: int
    height: int


def redraw(data: bytes) -> Drawn:
    """Return a picture drawn again: upright, reduced, without place, camera or comment.

    Raises PictureError for what is no JPEG, PNG or WebP, is damaged, or has more pixels than can be drawn.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as sent:
                _refuse_too_many_pixels(sent)
                flat = _on_white(ImageOps.exif_transpose(sent))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureError(_("This picture has too many pixels: send a smaller one.")) from bomb
    except UnidentifiedImageError as unknown:
        raise PictureError(_("This is no JPEG, PNG or WebP picture.")) from unknown
    except PictureError:
        raise
    except (OSError, SyntaxError, ValueError) as damage:
        raise PictureError(_("This picture is damaged: save it again, then send it.")) from damage
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn = BytesIO()
    flat.save(drawn, "JPEG", quality=82, optimize=True, progressive=True)
    return Drawn(drawn.getvalue(), flat.width, flat.height)


def _refuse_too_many_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureError(_("This picture has too many pixels: send a smaller one."))


def _on_white(picture: Image.Image) -> Image.Image:
    """Return an opaque copy: what was transparent becomes white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        white = Image.new("RGB", see_through.size, "white")
        white.paste(see_through, mask=see_through.getchannel("A"))
        return white
    return picture.convert("RGB")
