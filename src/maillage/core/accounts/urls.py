"""Addresses of accounts: everything under /compte/.

The library's views keep the names it calls them by; each is listed here with who may open it, so that a new
version of the library opens nothing by itself.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from maillage.core.accounts import proconnect
from maillage.core.accounts.views import closing, coordination, own
from maillage.core.accounts.views.proof import if_one_can_confirm, proved_again
from maillage.core.ui.access import public, signed_in

house = [
    path("", own.me, name="me"),
    path("profil/", own.profile, name="profile"),
    path("repris/", own.kept, name="kept"),
    path("invitation/<str:token>/", own.invitation, name="invitation"),
    path("personnes/", coordination.people, name="people"),
    path("personnes/<int:pk>/", closing.person, name="person"),
    path("personnes/<int:pk>/fermer/", closing.close, name="close"),
    path("personnes/<int:pk>/rouvrir/", closing.reopen, name="reopen"),
    path("personnes/<int:pk>/second-facteur/", closing.reset_second_factor, name="reset_second_factor"),
    path("roles/<int:pk>/retirer/", coordination.end_role, name="end_role"),
    path("invitations/", coordination.invitation_list, name="invitations"),
    path("invitations/nouvelle/", coordination.invite, name="invite"),
    path("invitations/<int:pk>/renvoyer/", coordination.resend, name="resend"),
    path("invitations/<int:pk>/fermer/", coordination.revoke, name="revoke"),
]

signing_in = [
    path("connexion/", public(account.login), name="account_login"),
    path("connexion/code/", public(account.request_login_code), name="account_request_login_code"),
    path("connexion/code/saisie/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("connexion/second-facteur/", public(mfa.authenticate), name="mfa_authenticate"),
    path("connexion/cle/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("deconnexion/", public(account.logout), name="account_logout"),
    path("ouvrir-un-compte/", public(account.signup), name="account_signup"),
    path("compte-ferme/", public(account.account_inactive), name="account_inactive"),
    path("proconnect/", proconnect.sign_in, name="proconnect_login"),
    path("proconnect/retour/", proconnect.come_back, name="proconnect_callback"),
    path("proconnect/annule/", public(social.login_cancelled), name="socialaccount_login_cancelled"),
]

addresses_and_passwords = [
    path("adresse/", signed_in(proved_again(account.email)), name="account_email"),
    path(
        "adresse/verification/",
        public(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("adresse/verification/<str:key>/", public(account.confirm_email), name="account_confirm_email"),
    path("mot-de-passe/", signed_in(account.password_change), name="account_change_password"),
    path("mot-de-passe/choisir/", signed_in(proved_again(account.password_set)), name="account_set_password"),
    path("mot-de-passe/oublie/", public(account.password_reset), name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/", public(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

security = [
    path("confirmer/", signed_in(if_one_can_confirm(account.reauthenticate)), name="account_reauthenticate"),
    path(
        "confirmer/second-facteur/",
        signed_in(if_one_can_confirm(mfa.reauthenticate)),
        name="mfa_reauthenticate",
    ),
    path(
        "confirmer/cle/",
        signed_in(if_one_can_confirm(webauthn.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-facteur/", signed_in(mfa.index), name="mfa_index"),
    path(
        "second-facteur/application/", signed_in(proved_again(totp.activate_totp)), name="mfa_activate_totp"
    ),
    path("second-facteur/application/retirer/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-facteur/secours/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-facteur/secours/nouveaux/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-facteur/secours/fichier/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("cles/", signed_in(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("cles/ajouter/", signed_in(proved_again(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path("cles/<int:pk>/nom/", signed_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", signed_in(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("proconnect/mon-compte/", signed_in(social.connections), name="socialaccount_connections"),
    path(
        "appareils/",
        signed_in(proved_again(sessions.list_usersessions, to_read=False)),
        name="usersessions_list",
    ),
]

urlpatterns = [
    path("", include((house, "accounts"))),
    *signing_in,
    *addresses_and_passwords,
    *security,
]
