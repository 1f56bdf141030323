"""Fields that several forms of the house ask for: a commune, a SIRET, a day."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.siret import Fault, grouped, read_siren, read_siret
from maillage.core.territories.models import Municipality
from maillage.core.territories.queries import find_municipalities
from maillage.core.territories.search import MatchedBy

FAULTS = {
    Fault.SCIENTIFIC: _(
        "A spreadsheet shortened this number and its last digits are lost: copy it again as text."
    ),
    Fault.NOT_DIGITS: _("Digits only: this is something else than a SIRET or SIREN."),
    Fault.LENGTH: _("A SIRET has fourteen digits, a SIREN nine: some are missing or too many."),
    Fault.CHECK_DIGIT: _("These digits do not fit together: one of them must be wrong."),
}
_WITH_CODE = re.compile(r".*\(\s*([0-9][0-9AB][0-9]{3})\s*\)\s*", re.IGNORECASE)
_SURE = {MatchedBy.NAME, MatchedBy.CODE}
_SHOWN = 8


def day_input() -> forms.DateInput:
    """Return a field for a day that every browser understands."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def commune_text(commune: Municipality | None) -> str:
    """Return how a form writes a commune: « Toul (54528) »."""
    return f"{commune.name} ({commune.reference})" if commune else ""


class CommuneField(forms.CharField):
    """A commune by its name, its postal code or its INSEE code; asks again when several answer."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Commune"))
        options.setdefault("help_text", _("Its name or its postal code."))
        options.setdefault("max_length", 120)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show a commune by its name and code, and keep what was typed as it was."""
        return commune_text(value) if isinstance(value, Municipality) else value

    def clean(self, value: Any) -> Any:
        """Return the commune, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        coded = _WITH_CODE.fullmatch(text)
        matches = find_municipalities(coded[1] if coded else text, limit=_SHOWN)
        sure = [match for match in matches if match.by in _SURE]
        if len(sure) == 1 or len(matches) == 1:
            return (sure or matches)[0].municipality
        if not matches:
            raise forms.ValidationError(gettext("No commune answers to this name."), code="unknown")
        names = ", ".join(commune_text(match.municipality) for match in matches[:_SHOWN])
        raise forms.ValidationError(
            gettext("Several communes answer; copy one with its code: %(names)s.") % {"names": names},
            code="several",
        )


class SiretField(forms.CharField):
    """A SIRET, repaired when a spreadsheet mangled it without doubt, shown in groups."""

    def __init__(self, *, length: int = 14, **options: Any) -> None:
        self.length = length
        options.setdefault("required", False)
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show the number in groups."""
        return grouped(value) if isinstance(value, str) and value.isdigit() else value

    def clean(self, value: Any) -> str:
        """Return the digits, or say why they are refused."""
        text = super().clean(value)
        reading = read_siret(text) if self.length == 14 else read_siren(text)
        if reading.fault:
            raise forms.ValidationError(FAULTS[reading.fault], code=reading.fault.value)
        return reading.value
