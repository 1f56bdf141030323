"""What may enter the journal: references, codes and numbers."""

import re
from collections.abc import Mapping

from django.db.models import Model

VERB = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")

Fact = str | int | bool


def reference(thing: Model) -> str:
    """Return what the journal keeps of an object: ``app_label.model:key``."""
    if thing.pk is None:
        raise ValueError(f"{thing._meta.label} is not saved yet: the journal can only refer to what exists.")
    return f"{thing._meta.label_lower}:{thing.pk}"


def checked_verb(verb: str) -> str:
    """Return the verb if it is a dotted constant such as ``accounts.invited``."""
    if not VERB.fullmatch(verb):
        raise ValueError(f"« {verb} » is not a dotted verb such as accounts.invited.")
    return verb


def checked_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the facts if none can hold a name, an address or a sentence: those belong to the note."""
    for key, value in facts.items():
        if not isinstance(value, str | int | bool):
            raise TypeError(
                f"The fact « {key} » is a {type(value).__name__}: give a number, a code or a yes/no."
            )
        if isinstance(value, str) and not CODE.fullmatch(value):
            raise ValueError(
                f"The fact « {key} » is free text: the journal keeps codes; free text goes in the note."
            )
    return dict(facts)
