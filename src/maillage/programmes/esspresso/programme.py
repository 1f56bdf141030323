"""The room « ESSpresso », declared to the house."""

from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink, Programme

PROGRAMME = Programme(
    key="esspresso",
    slug="esspresso",
    name=_("ESSpresso"),
    purpose=_("Fifteen-minute meetings, prepared from everyone's wishes."),
    urls="maillage.programmes.esspresso.urls",
    tools=(
        MenuLink(
            label=_("Plan an ESSpresso with my files"),
            url_name="esspresso:start",
            description=_("Drop your lists of participants and wishes: the schedule is ready in a minute."),
        ),
    ),
)
