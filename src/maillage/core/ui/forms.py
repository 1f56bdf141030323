"""How the house renders forms: label, hint, error and control, in that order, and a summary on top."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CONTROLS = {
    forms.CheckboxInput: "form-check-input",
    # Their class would go to the box around the choices too: the stylesheet reaches them by « m-options ».
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
    forms.Select: "form-select",
}


class OneOf(forms.RadioSelect):
    """Choices one below the other, of which a person takes one.

    Where one must be taken, the empty choice that a model's field brings is left out: it would be offered
    as an answer.
    """

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[tuple[Any, Any, Any]]:
        groups = super().optgroups(name, value, attrs)
        if not self.is_required:
            return groups
        return [group for group in groups if [option["value"] for option in group[1]] != [""]]


class HouseBoundField(BoundField):
    """A bound field whose control carries the house's class."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        control = next((css for kind, css in CONTROLS.items() if isinstance(widget, kind)), "form-control")
        names = [
            widget.attrs.get("class", ""),
            control,
            "is-invalid" if self.form.is_bound and self.errors else "",
        ]
        built["class"] = " ".join(name for name in names if name)
        return built

    @property
    def is_checkbox(self) -> bool:
        """Say whether the label reads after the control."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class HouseRenderer(TemplatesSetting):
    """Django's form renderer with the house's templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = HouseBoundField
