"""Forms of accounts: those of django-allauth in the house's words, and those of the house."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Invitation, Person
from maillage.core.accounts.passwords import LengthAndVarietyValidator
from maillage.core.ui.forms import OneOf

Words = dict[str, str | Promise]

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
BROWSER_ANSWER = _("Answer of your browser")
AGAIN = _("The same password again")


class InHouseWords(forms.BaseForm):
    """Gives a library's form the house's labels and hints; a placeholder is no label and goes away."""

    labels: ClassVar[Words] = {}
    hints: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.labels:
                field.label = str(self.labels[name])
            field.help_text = str(self.hints.get(name, ""))
            if field.widget.attrs.get("autocomplete") == "new-password" and name == "password1":
                field.help_text = LengthAndVarietyValidator().get_help_text()
            if name == "code":
                field.widget.attrs.update(autocomplete="one-time-code", autocapitalize="characters")


class SignInForm(InHouseWords, account.LoginForm):
    labels: ClassVar[Words] = {"login": EMAIL, "password": PASSWORD}


class AskCodeForm(InHouseWords, account.RequestLoginCodeForm):
    labels: ClassVar[Words] = {"email": EMAIL}
    hints: ClassVar[Words] = {"email": _("The one under which you were invited.")}


class SignInCodeForm(InHouseWords, account.ConfirmLoginCodeForm):
    labels: ClassVar[Words] = {"code": _("Code received by e-mail")}


class ConfirmPasswordForm(InHouseWords, account.ReauthenticateForm):
    labels: ClassVar[Words] = {"password": PASSWORD}


class PasswordChangeForm(InHouseWords, account.ChangePasswordForm):
    labels: ClassVar[Words] = {
        "oldpassword": _("Present password"),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class PasswordSetForm(InHouseWords, account.SetPasswordForm):
    labels: ClassVar[Words] = {"password1": PASSWORD, "password2": AGAIN}


class PasswordForgottenForm(InHouseWords, account.ResetPasswordForm):
    labels: ClassVar[Words] = {"email": EMAIL}


class PasswordRenewForm(InHouseWords, account.ResetPasswordKeyForm):
    labels: ClassVar[Words] = {"password1": NEW_PASSWORD, "password2": AGAIN}


class EmailChangeForm(InHouseWords, account.AddEmailForm):
    labels: ClassVar[Words] = {"email": _("New e-mail address")}


class SecondFactorForm(InHouseWords, mfa.AuthenticateForm):
    labels: ClassVar[Words] = {"code": _("Code of your application, or a recovery code")}


class ConfirmSecondFactorForm(InHouseWords, mfa.ReauthenticateForm):
    labels: ClassVar[Words] = {"code": _("Code of your application, or a recovery code")}


class ActivateAppForm(InHouseWords, totp.ActivateTOTPForm):
    labels: ClassVar[Words] = {"code": _("Code shown by the application")}
    hints: ClassVar[Words] = {"code": _("Six digits, renewed every thirty seconds.")}


class PasskeyForm(InHouseWords, webauthn.AddWebAuthnForm):
    labels: ClassVar[Words] = {
        "credential": BROWSER_ANSWER,
        "name": _("Name of this passkey"),
        "passwordless": _("Sign in with it alone, without a password"),
    }
    hints: ClassVar[Words] = {"name": _("For instance: office computer. It tells your keys apart.")}


class PasskeyNameForm(InHouseWords, webauthn.EditWebAuthnForm):
    labels: ClassVar[Words] = {"name": _("Name of this passkey")}


class SignInByPasskeyForm(InHouseWords, webauthn.LoginWebAuthnForm):
    labels: ClassVar[Words] = {"credential": BROWSER_ANSWER}


class ConfirmPasskeyForm(InHouseWords, webauthn.ReauthenticateWebAuthnForm):
    labels: ClassVar[Words] = {"credential": BROWSER_ANSWER}


class InvitationForm(forms.ModelForm[Invitation]):
    """Whom to invite, and as what."""

    class Meta:
        model = Invitation
        fields = ("name", "email", "role")
        labels: ClassVar[Words] = {"name": _("Name of the person"), "email": EMAIL, "role": _("Role")}
        help_texts: ClassVar[Words] = {
            "email": _("A link is sent there; it opens for fourteen days."),
            "role": _("What the person will be able to do here."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"role": OneOf()}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class ReasonForm(forms.Form):
    """Why the coordination decides on someone's account."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The person reads it in a message, and the journal keeps it."),
    )


class AcceptanceForm(forms.Form):
    """Enter by an invitation: how one is called, and a password or none."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=PASSWORD,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Without one, a code is sent to your mailbox each time you sign in."),
    )

    def __init__(self, *args: Any, invitation: Invitation, welcome_back: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = invitation.name
        self.invitation = invitation
        if welcome_back:
            del self.fields["name"], self.fields["password"]

    def clean_password(self) -> str | None:
        password: str = self.cleaned_data["password"]
        if not password:
            return None
        validate_password(password, Person(email=self.invitation.email, name=self.invitation.name))
        return password


class ProfileForm(forms.ModelForm[Person]):
    """How a person is called, and the language they read."""

    language = forms.ChoiceField(label=_("Language of the pages and messages"), required=False)

    class Meta:
        model = Person
        fields = ("name", "language")
        labels: ClassVar[Words] = {"name": _("Your name")}
        help_texts: ClassVar[Words] = {"name": _("What others read beside what you do here.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        names = [
            (code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ]
        language = self.fields["language"]
        language.choices = [("", _("That of the site")), *names]  # type: ignore[attr-defined]  # a ChoiceField
