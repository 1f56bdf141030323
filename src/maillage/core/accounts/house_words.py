"""Words that everybody ties to this site: a password made of them is guessed by whoever knows the house.

Those below are the same in every département; the portal adds its name and its place, the apps what their
``AppConfig.password_words`` returns (dotted names), as the names of the territories.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.portal.queries import the_portal

WORDS = (
    "adherent",
    "annuaire",
    "association",
    "bienvenue",
    "bonjour",
    "charte",
    "conseil",
    "coordination",
    "cooperative",
    "ctes",
    "demarche",
    "departement",
    "departemental",
    "economie",
    "ensemble",
    "ess",
    "esspresso",
    "maillage",
    "mot de passe",
    "partenaire",
    "partenaires",
    "rencontre",
    "social",
    "sociale",
    "solidaire",
    "solidarite",
    "structure",
    "territoire",
    "territorial",
)
# A shorter part of a name (« val », « de ») is in every other word.
SHORTEST_PART = 4
# Up to this length a word counts only where no letter touches it: « ess » is no part of « adresse ».
ALONE_UP_TO = 4
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def house_words() -> set[str]:
    """Return the words as ``folded`` writes them; names stand there whole, and by their longer parts."""
    portal = the_portal()
    names = [portal.name, portal.place]
    for config in apps.get_app_configs():
        for dotted in getattr(config, "password_words", ()):
            names += import_string(dotted)()
    split = [re.findall(r"[^\W\d_]+", folded(name)) for name in names]
    whole = {" ".join(parts) for parts in split if parts}
    return whole.union(WORDS, (part for parts in split for part in parts if len(part) >= SHORTEST_PART))


def folded(text: str) -> str:
    """Return a text in small letters without accents, one character for each that ``NFC`` gives."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFKD", character)[0].lower()[0] for character in composed)


def without_words(password: str, words: Iterable[str]) -> tuple[str, list[str]]:
    """Return what a password holds beside ``words``, and those that it holds, in alphabetical order.

    Capitals, accents, digits that look like letters (« M4illage ») and what stands between the parts of a
    name hide no word.
    """
    plain = folded(password)
    taken: set[int] = set()
    found: set[str] = set()
    for word in words:
        pattern = r"[\W\d_]*".join(re.escape(part) for part in word.split())
        if len(word) <= ALONE_UP_TO:
            pattern = rf"(?<![^\W\d_]){pattern}(?![^\W\d_])"
        for text in (plain, plain.translate(_LOOKALIKES)):
            for match in re.finditer(pattern, text):
                taken.update(range(*match.span()))
                found.add(word)
    composed = unicodedata.normalize("NFC", password)
    rest = "".join(character for place, character in enumerate(composed) if place not in taken)
    # « terres de lorraine » says « terres » and « lorraine » already.
    return rest, sorted(word for word in found if not any(word != other and word in other for other in found))
