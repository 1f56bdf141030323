"""Sign-in by ProConnect: OpenID Connect with signed identities.

Beyond django-allauth's provider: a nonce bound to the state, the signature of the identity token and of the
user information (a signed JWT) checked against the server's keys, the level ``eidas1`` asked for, and the
session at ProConnect ended with ours (``id_token_hint``). What ProConnect says is kept as little as can be:
its identifier of the person, their address and names.
"""

import secrets
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from maillage.core.ui.access import public

PROVIDER_ID = "proconnect"
SIGNATURES = frozenset({"RS256", "ES256"})
KEPT_CLAIMS = ("sub", "email", "given_name", "usual_name")
_SESSION_KEY = "proconnect"


class ProConnectAdapter(OpenIDConnectOAuth2Adapter):
    """The exchanges with ProConnect's server."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 -- library's signature
        return request.build_absolute_uri(reverse("proconnect_callback"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return who signs in; raise OAuth2Error when any proof is missing or wrong."""
        raw = kwargs["response"].get("id_token", "")
        identity = self._verified(app, raw)
        if not constant_time_compare(str(identity.get("nonce", "")), nonce_of(request.GET.get("state", ""))):
            raise OAuth2Error("The nonce is not the one that was sent.")
        userinfo = self._verified(app, self._signed_user_info(token.token))
        if userinfo.get("sub") != identity.get("sub"):
            raise OAuth2Error("The identity and the user information speak of two people.")
        request.session[_SESSION_KEY] = {
            "id_token": raw,
            "end_session": self.openid_config.get("end_session_endpoint", ""),
        }
        return self.get_provider().sociallogin_from_response(request, {"userinfo": userinfo})

    def _signed_user_info(self, access_token: str) -> str:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
        response.raise_for_status()
        return str(response.text).strip()

    def _verified(self, app: SocialApp, credential: str) -> dict[str, Any]:
        """Return the claims of a signed token, once signature, issuer, audience and expiry are checked."""
        try:
            if jwt.get_unverified_header(credential).get("alg") not in SIGNATURES:
                raise OAuth2Error("The token is not signed as agreed.")
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=credential,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError, TypeError) as error:
            raise OAuth2Error("The token cannot be read.") from error
        return claims


class ProConnectProvider(OpenIDConnectProvider):
    """ProConnect as a provider of identities."""

    oauth2_adapter_class = ProConnectAdapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Send the person to ProConnect with a state, and the nonce that goes with it."""
        state = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce_of(state)}
        kwargs["scope"] = self.get_scope()
        response: HttpResponseBase = super().redirect(
            request, process, next_url, data, state_id=state, **kwargs
        )
        return response

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ARG002 -- the library's signature
        url = reverse("proconnect_login")
        return f"{url}?{urlencode(kwargs)}" if kwargs else url

    def get_callback_url(self) -> str:
        return reverse("proconnect_callback")

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "userinfo": {claim: data["userinfo"][claim] for claim in KEPT_CLAIMS if claim in data["userinfo"]}
        }

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """An address opens an account only when ProConnect says in so many words that it is verified."""
        userinfo = data["userinfo"]
        if not userinfo.get("email"):
            return []
        verified = userinfo.get("email_verified") is True
        return [EmailAddress(email=userinfo["email"].lower(), verified=verified, primary=True)]


def nonce_of(state: str) -> str:
    """Return the nonce of a state; bound to it by our key, it needs no storage of its own."""
    return salted_hmac("maillage.proconnect.nonce", state, algorithm="sha256").hexdigest()


def end_session_url(request: HttpRequest) -> str:
    """Return where to end the session at ProConnect, or nothing when the person did not come by it."""
    session: dict[str, str] = request.session.get(_SESSION_KEY) or {}
    if not session.get("end_session"):
        return ""
    query = urlencode(
        {
            "id_token_hint": session["id_token"],
            "state": secrets.token_urlsafe(24),
            "post_logout_redirect_uri": request.build_absolute_uri(reverse("portal:home")),
        }
    )
    return f"{session['end_session']}?{query}"


def _exchange(view: type[OAuth2View], request: HttpRequest) -> HttpResponseBase:
    """Answer one step of the exchange; 404 when ProConnect is not set."""
    try:
        answer: HttpResponseBase = view.adapter_view(ProConnectAdapter(request, PROVIDER_ID))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


@public
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask (GET), then go to ProConnect (POST)."""
    return _exchange(OAuth2LoginView, request)


@public
def come_back(request: HttpRequest) -> HttpResponseBase:
    """Receive the person back from ProConnect."""
    return _exchange(OAuth2CallbackView, request)
