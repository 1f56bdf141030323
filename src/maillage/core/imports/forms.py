"""Forms of imports: give a list, choose its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.imports.importer import Importer
from maillage.core.imports.models import ImportRun
from maillage.core.imports.reading import MOST_BYTES


class ListForm(forms.Form):
    """The file, whose it is, and by what right it may be used."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("A spreadsheet (.xlsx, .ods, .xls) or a CSV file, one structure a line, headers on top."),
    )
    source_name = forms.CharField(
        label=_("Whose list is it?"),
        help_text=_("The same name each time: the list then updates the sheets that it created."),
        max_length=200,
    )
    licence = forms.CharField(
        label=_("By what right may it be used?"),
        help_text=_("« Licence Ouverte 2.0 », « accord du réseau du 12 mars 2026 »…"),
        max_length=120,
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too heavy before anything reads it."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            raise forms.ValidationError(
                gettext("This file weighs more than %(most)s MB: it was not read. Cut it in two.")
                % {"most": most}
            )
        return file


class ColumnsForm(forms.Form):
    """For each thing that a list may say, the header that says it."""

    publish = forms.BooleanField(
        label=_("Publish at once the new sheets that are complete"),
        help_text=_("Otherwise they wait in « to complete » until someone publishes them."),
        required=False,
    )

    def __init__(self, data: Any, *, importer: Importer, run: ImportRun) -> None:
        initial = {key: str(index) for key, index in run.mapping.items()} | {"publish": run.publish}
        super().__init__(data, initial=initial)
        self.importer = importer
        choices = [("", gettext("Not in this list"))]
        choices += [(str(index), _shown(header, run, index)) for index, header in enumerate(run.headers)]
        publish = self.fields.pop("publish")
        for column in importer.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=str(column.label), help_text=str(column.hint), required=column.required, choices=choices
            )
        self.fields["publish"] = publish

    def mapping(self) -> dict[str, int]:
        """Return what was chosen: for a column's key, the rank of its header."""
        chosen = {column.key: self.cleaned_data[column.key] for column in self.importer.columns}
        return {key: int(index) for key, index in chosen.items() if index}


def _shown(header: str, run: ImportRun, index: int) -> str:
    """Return a header with an example of what stands under it."""
    under = (row[index] for row in run.samples if index < len(row) and row[index])
    example = next(under, "")
    name = header or gettext("Column %(number)d, without a header") % {"number": index + 1}
    return f"{name} ({example[:40]})" if example else name
