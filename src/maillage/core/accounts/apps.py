from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore
from maillage.core.portal.programmes import MenuLink


class AccountsConfig(AppConfig):
    name = "maillage.core.accounts"
    label = "accounts"
    demo = "maillage.core.accounts.demo.load"
    chores = (Chore("maillage.core.accounts.domain.unused.forget_unused", every=timedelta(days=1)),)
    baskets = ("maillage.core.accounts.baskets.unanswered_invitations",)
    coordination = (
        MenuLink(
            label=_("People and roles"),
            url_name="accounts:people",
            description=_("Who may do what here, since when; end a role."),
            public=False,
        ),
        MenuLink(
            label=_("Invitations"),
            url_name="accounts:invitations",
            description=_("Invite someone, send again, close."),
            public=False,
        ),
    )

    def ready(self) -> None:
        # Signals of the library can be connected once every app is loaded, not before.
        from maillage.core.accounts.journal import listen

        listen()
