"""French names of places: their articles, and how two spellings of one name are recognised."""

from functools import lru_cache

from maillage.core.letters import latin_words

# INSEE's kinds of names (TNCC): the article, then the preposition that replaces « de » and the article.
_ARTICLES = ("", "", "Le ", "La ", "Les ", "L’", "Aux ", "Las ", "Los ")
_PREPOSITIONS = ("de ", "d’", "du ", "de la ", "des ", "de l’", "des ", "de Las ", "de Los ")

_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_LEADING_ARTICLES = {"le", "la", "les", "l", "aux"}


def with_article(bare: str, kind: int) -> str:
    """Return a name as it is written alone: ``("Baroches", 4)`` gives « Les Baroches »."""
    return _ARTICLES[kind] + bare


def with_preposition(name: str, kind: int) -> str:
    """Return « de » and a name that carries its article: « des Baroches », « d’Écrouves », « de Nancy »."""
    return _PREPOSITIONS[kind] + name.removeprefix(_ARTICLES[kind])


def article_kind_of(name: str) -> int:
    """Return INSEE's kind of a name that carries its article, as far as its letters tell."""
    for kind in range(2, 9):
        if name.replace("'", "’").startswith(_ARTICLES[kind]):
            return kind
    return 1 if folded(name)[:1] in set("aeiouy") else 0


@lru_cache(maxsize=5_000)
def folded(text: str) -> str:
    """Return what is left of a name when case, accents, hyphens, « St » and a leading article are forgiven.

    « Saint-Nicolas-de-Port », « st nicolas de port » and « SAINT NICOLAS DE PORT » fold alike. Remembered:
    a list says again and again the same communes.
    """
    words = [_SAINTS.get(word, word) for word in latin_words(text)]
    if len(words) > 1 and words[0] in _LEADING_ARTICLES:
        words = words[1:]
    return " ".join(words)
