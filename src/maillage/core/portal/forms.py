"""Forms of the coordination: identity and pages of the portal."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.models import Page, Portal

LOGO_BYTES = 300_000
# A vector drawing may hold scripts; a logo is a picture of points, recognised by its first bytes.
LOGO_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class PortalForm(forms.ModelForm):
    """Who runs the site and how it looks."""

    class Meta:
        model = Portal
        fields = [
            "name",
            "place",
            "promise",
            "welcome",
            "footer",
            "publisher",
            "contact_email",
            "contact_phone",
            "logo",
            "accent_light",
            "accent_dark",
        ]
        help_texts = {
            "logo": _("PNG or JPEG, 300 kB at most. Without a logo, the woven M of Maillage stands."),
            "accent_light": _("Written #rrggbb. Left empty: plum, the colour of Maillage."),
            "accent_dark": _("Written #rrggbb, for people who read on a dark ground."),
        }

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if not isinstance(logo, UploadedFile):
            return logo
        if logo.size is not None and logo.size > LOGO_BYTES:
            raise forms.ValidationError(
                _("This picture is too heavy: 300 kB at most. The former logo was kept.")
            )
        start = logo.read(8)
        logo.seek(0)
        if not any(start.startswith(signature) for signature in LOGO_SIGNATURES):
            raise forms.ValidationError(
                _("This file is neither a PNG nor a JPEG picture. The former logo was kept.")
            )
        return logo


class PageForm(forms.ModelForm):
    """One text page, in one language."""

    class Meta:
        model = Page
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 24})}
        help_texts = {
            "body": _("An empty line starts a paragraph, ## a heading, - a list, [words](address) a link."),
        }
