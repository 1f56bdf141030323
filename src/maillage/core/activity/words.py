"""How the journal's verbs read.

An app (or a programme's room) that records entries holds a module ``journal_words`` with ``VERBS``, a mapping
from each of its verbs to words in the third person: ``{"accounts.invited": _("invited")}``.
"""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

Words = str | Promise


@cache
def declared_verbs() -> dict[str, Words]:
    """Return the words of every verb of the installed apps."""
    found: dict[str, Words] = {}
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "journal_words"):
            found.update(import_module(f"{config.name}.journal_words").VERBS)
    return found


def verb_in_words(verb: str) -> Words:
    """Return how a verb reads; one recorded by an app that is gone stays as it was written."""
    return declared_verbs().get(verb, verb)
