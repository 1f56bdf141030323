"""The register of personal data: each app says what it keeps of people, why, how long.

An app holds a module ``personal_data`` with ``DECLARATIONS``: one ``Declaration`` or ``NoPersonalData`` for
each of its models (and for those of the third-party apps that it brings). A test fails for a model that
nobody declared. Functions are given as dotted names, so that declaring imports nothing of the app.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from importlib import import_module
from typing import cast

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Basis(Enum):
    """Legal basis of a processing (article 6 of the GDPR), in words."""

    PUBLIC_TASK = _("public-interest task of the département")
    LEGAL_OBLIGATION = _("legal obligation")
    CONTRACT = _("service that the person asked for")
    CONSENT = _("consent of the person")
    LEGITIMATE_INTEREST = _("security of the service and of its users")


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What a model keeps of people.

    ``model``: ``app_label.Model``. ``fields``: the fields that say something of a person.
    ``keep``: how long, None for as long as the account lives. ``title`` and ``what`` name the model and its
    fields in words; left empty, the model's own names are read (a library's are not: give them).
    Dotted names of functions:

    - ``export(person) -> Iterable[Mapping[str, object]]``: the rows about a person, as they will read them;
      left empty, ``not_exported`` says why.
    - ``erase(person) -> int``: remove or empty what is kept about a person; return the number of rows.
      Left empty, ``not_erased`` says why.
    - ``purge(before, dry_run) -> int``: remove what is older than ``before`` (now minus ``keep``), or only
      count it; needed exactly when ``keep`` is given.
    """

    model: str
    fields: tuple[str, ...]
    purpose: Text
    basis: Basis
    title: Text = ""
    what: Text = ""
    keep: timedelta | None = None
    export: str = ""
    not_exported: Text = ""
    erase: str = ""
    not_erased: Text = ""
    purge: str = ""

    def __post_init__(self) -> None:
        if bool(self.export) == bool(self.not_exported):
            raise ValueError(f"{self.model}: give either export or the reason why there is none.")
        if bool(self.erase) == bool(self.not_erased):
            raise ValueError(f"{self.model}: give either erase or the reason why there is none.")
        if (self.keep is None) == bool(self.purge):
            raise ValueError(f"{self.model}: keep and purge go together.")


@dataclass(frozen=True)
class NoPersonalData:
    """A model that keeps nothing of people, and why one can be sure of it."""

    model: str
    why: Text


@dataclass(frozen=True, kw_only=True)
class Register:
    """Every declaration of the house."""

    declarations: tuple[Declaration, ...]
    impersonal: tuple[NoPersonalData, ...]

    def models(self) -> list[str]:
        """Return the declared models, in order, repeated if declared twice."""
        return [each.model for each in self.declarations] + [each.model for each in self.impersonal]


@cache
def register() -> Register:
    """Gather the declarations of the installed apps."""
    found: list[Declaration | NoPersonalData] = []
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "personal_data"):
            found.extend(import_module(f"{config.name}.personal_data").DECLARATIONS)
    return Register(
        declarations=tuple(each for each in found if isinstance(each, Declaration)),
        impersonal=tuple(each for each in found if isinstance(each, NoPersonalData)),
    )


def model_of(declaration: Declaration | NoPersonalData) -> type[Model]:
    """Return the declared model class; raise LookupError when it does not exist."""
    return cast("type[Model]", apps.get_model(declaration.model))
