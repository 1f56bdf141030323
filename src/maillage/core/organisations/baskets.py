"""What awaits officers and the coordination: sheets to complete, pairs to look at, requests to answer."""

from datetime import datetime, time

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.organisations import wording
from maillage.core.organisations.models import Membership, Organisation
from maillage.core.organisations.queries import ess_to_decide, open_candidates, unseen_identities
from maillage.core.organisations.rules import is_house, lacking
from maillage.core.portal.baskets import Basket, BasketLine

AT_MOST = 10


def _serves(person: AbstractBaseUser) -> bool:
    return isinstance(person, Person) and is_house(person)


def to_complete(person: AbstractBaseUser) -> Basket | None:
    """Return the sheets that wait to be completed, oldest first."""
    if not _serves(person):
        return None
    rows = Organisation.objects.standing().filter(state=Organisation.State.TO_COMPLETE)
    return Basket(
        key="organisations.to_complete",
        title=_("Sheets to complete"),
        hint=_("A sheet is shown to everyone once someone has read it again."),
        lines=tuple(
            BasketLine(
                what=str(each),
                detail=" ".join(lacking(each).values()) or _("Ready to be published."),
                since=each.created_at,
                url=reverse("organisations:sheet", args=[each.slug]),
                action=_("Complete"),
            )
            for each in rows.order_by("created_at", "pk")[:AT_MOST]
        ),
    )


def duplicates(person: AbstractBaseUser) -> Basket | None:
    """Return the pairs of sheets that may be one structure."""
    if not _serves(person):
        return None
    return Basket(
        key="organisations.duplicates",
        title=_("Possible duplicates"),
        hint=_("One structure or two? Nothing is joined without you."),
        lines=tuple(
            BasketLine(
                what=_("%(first)s and %(second)s") % {"first": pair.first, "second": pair.second},
                detail=", ".join(str(reason) for reason in wording.match_reasons(pair.reasons)),
                since=pair.found_at,
                url=reverse("organisations:pair", args=[pair.pk]),
                action=_("Compare"),
            )
            for pair in open_candidates()[:AT_MOST]
        ),
    )


def contradictions(person: AbstractBaseUser) -> Basket | None:
    """Return the structures whose belonging to the ESS is told in two ways."""
    if not _serves(person):
        return None
    return Basket(
        key="organisations.ess",
        title=_("ESS: what contradicts itself"),
        hint=_("Read the statutes, then decide."),
        lines=tuple(
            BasketLine(
                what=str(each),
                since=each.changed_at,
                url=reverse("organisations:decide_ess", args=[each.slug]),
                action=_("Decide"),
            )
            for each in ess_to_decide()[:AT_MOST]
        ),
    )


def unseen(person: AbstractBaseUser) -> Basket | None:
    """Return the structures that their source has not shown for thirty days."""
    if not _serves(person):
        return None
    return Basket(
        key="organisations.unseen",
        title=_("No longer seen by their source"),
        hint=_("Closed, moved, or forgotten by the source? Nothing was removed."),
        lines=tuple(
            BasketLine(
                what=str(each.organisation),
                detail=str(each.source),
                since=each.last_seen_at,
                url=reverse("organisations:sheet", args=[each.organisation.slug]),
                action=_("Check"),
            )
            for each in unseen_identities()[:AT_MOST]
            if each.organisation
        ),
    )


def asked_memberships(person: AbstractBaseUser) -> Basket | None:
    """Return the people who asked to belong to a structure and wait for an answer."""
    if not _serves(person):
        return None
    rows = Membership.objects.filter(
        state=Membership.State.ASKED, organisation__merged_into=None
    ).select_related("person", "organisation")
    return Basket(
        key="organisations.asked",
        title=_("People who ask to belong to a structure"),
        hint=_("Check with the structure, then answer."),
        lines=tuple(
            BasketLine(
                what=_("%(person)s, %(organisation)s")
                % {"person": each.person, "organisation": each.organisation},
                detail=str(each.get_role_display()),
                since=timezone.make_aware(datetime.combine(each.since, time.min)),
                url=reverse("organisations:answer", args=[each.organisation.slug, each.pk]),
                action=_("Answer the request"),
            )
            for each in rows.order_by("since", "pk")[:AT_MOST]
        ),
    )
