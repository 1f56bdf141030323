"""What awaits people about links: news to ask for, proposals to answer."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.links.models import Link
from maillage.core.links.queries.ledger import awaiting_members
from maillage.core.links.queries.ledger import awaiting_news as awaiting
from maillage.core.organisations.rules import is_house
from maillage.core.portal.baskets import Basket, BasketLine


def awaiting_news(person: AbstractBaseUser) -> Basket | None:
    """Return the links that the person follows and of which news is due; of nobody's, the coordination's."""
    if not isinstance(person, Person) or not is_house(person):
        return None
    return Basket(
        key="links.news",
        title=_("Links that await news"),
        hint=_("Call one of the structures, then say how it goes."),
        rows=awaiting(person, timezone.localdate()),
        since="news_on",
        line=_line,
    )


def of_my_structures(person: AbstractBaseUser) -> Basket | None:
    """Return the links proposed to the person's structures, and those of which news is due."""
    if not isinstance(person, Person) or is_house(person):
        return None
    return Basket(
        key="links.mine",
        title=_("Links of your structures"),
        hint=_("Do you take it up? How does it go? A word is enough."),
        rows=awaiting_members(person, timezone.localdate()),
        since="state_since",
        line=_line,
    )


def _line(link: Link) -> BasketLine:
    names = [structure.name for structure in link.structures]
    return BasketLine(
        what=link.title,
        detail=_("%(who)s · %(state)s")
        % {"who": get_text_list(names, _("and")), "state": link.get_state_display()},
        url=reverse("links:sheet", args=[link.pk]),
        action=_("Say how it goes"),
        late=link.news_on is not None and link.news_on < timezone.localdate(),
        thread=link.programme,
    )
