from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore
from maillage.core.portal.programmes import MenuLink


class MessagingConfig(AppConfig):
    name = "maillage.core.messaging"
    label = "messaging"
    verbose_name = _("Messages")
    chores = (Chore("maillage.core.messaging.delivery.deliver_waiting", every=timedelta(seconds=10)),)
    baskets = ("maillage.core.messaging.baskets.undelivered",)
    coordination = (
        MenuLink(
            label=_("Messages sent"),
            url_name="messaging:outbox",
            description=_("The e-mails of the house: sent, waiting, or to decide about."),
        ),
    )
