"""What is left of a text when people look for it: words without case, accents, hyphens or little words."""

from functools import lru_cache

from maillage.core.letters import latin_words

LONGEST_WORD = 40
MOST_WORDS = 12
# Said all the time, and telling nothing apart.
LITTLE_WORDS = frozenset(
    {
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "est",
        "et",
        "eux",
        "il",
        "je",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "ma",
        "mais",
        "mes",
        "mon",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sur",
        "ta",
        "te",
        "tes",
        "toi",
        "ton",
        "tu",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
    }
)


@lru_cache(maxsize=5_000)
def folded(text: str) -> str:
    """Return the folded words of a text: « L’Écrin des Œuvres » is « l ecrin des oeuvres ».

    Remembered: what a batch of objects says is put in the index of several kinds, and repeats its places.
    """
    return " ".join([word[:LONGEST_WORD] for word in latin_words(text)])


def telling_words(text: str) -> list[str]:
    """Return the first dozen folded words that tell something, each once; little words if only they stand."""
    words = list(dict.fromkeys(folded(text).split()))
    return ([word for word in words if word not in LITTLE_WORDS] or words)[:MOST_WORDS]


def singulars(word: str) -> list[str]:
    """Return the singulars that a French plural may have: « chevaux » gives « cheval » and « chevau »."""
    if len(word) < 4:
        return []
    found = [f"{word[:-3]}al"] if word.endswith("aux") else []
    return [*found, word[:-1]] if word[-1] in "sx" else found
