from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore
from maillage.core.portal.programmes import MenuLink


class EventsConfig(AppConfig):
    name = "maillage.core.events"
    label = "events"
    demo = "maillage.core.events.demo.load"
    home_sections = ("maillage.core.events.sections.home",)
    territory_sections = ("maillage.core.events.sections.territory",)
    account_links = ("maillage.core.events.sections.account",)
    link_origins = {"events.event": "maillage.core.events.sections.addresses_of"}
    event_circles = ("maillage.core.events.sections.circles",)
    baskets = (
        "maillage.core.events.baskets.to_publish",
        "maillage.core.events.baskets.minutes_to_write",
        "maillage.core.events.baskets.waiting",
        "maillage.core.events.baskets.invited_by_voice",
        "maillage.core.events.baskets.actions_due",
    )
    week = ("maillage.core.events.week.events", "maillage.core.events.week.actions")
    chores = (
        Chore("maillage.core.events.tasks.remind", every=timedelta(minutes=5)),
        Chore("maillage.core.events.tasks.forget_needs", every=timedelta(hours=6)),
    )
    coordination = (
        MenuLink(
            label=_("Events"),
            url_name="events:organise",
            description=_("Half-days, visits, forums: who comes, who waits, what was decided."),
            public=False,
        ),
    )
