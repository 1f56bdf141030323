"""Forms of personal data."""

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _


class AskErasureForm(forms.Form):
    """Typing one's own address confirms that it is no slip."""

    email = forms.EmailField(
        label=_("Your e-mail address, to confirm"),
        help_text=_("Type the address with which you sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = str(getattr(person, person.get_email_field_name()))

    def clean_email(self) -> str:
        """Accept the address of the account alone."""
        email: str = self.cleaned_data["email"]
        if email.lower() != self._address.lower():
            raise forms.ValidationError(_("This is not the address of your account. Nothing was asked."))
        return email


class RefuseErasureForm(forms.Form):
    """Why a person cannot be erased; they will read it."""

    reason = forms.CharField(
        label=_("Reason, as the person will read it"),
        help_text=_("Only the law allows a refusal: a duty to keep, a claim before a court."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
