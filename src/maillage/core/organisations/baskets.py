"""What awaits officers and the coordination: sheets to complete, pairs to look at, requests to answer."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.organisations import wording
from maillage.core.organisations.models import Membership, Organisation
from maillage.core.organisations.queries import (
    ess_to_decide,
    open_candidates,
    source_says_closed,
    unseen_identities,
)
from maillage.core.organisations.rules import is_house, lacking
from maillage.core.portal.baskets import Basket, BasketLine


def _serves(person: AbstractBaseUser) -> bool:
    return isinstance(person, Person) and is_house(person)


def to_complete(person: AbstractBaseUser) -> Basket | None:
    """Return the sheets that wait to be completed."""
    if not _serves(person):
        return None
    return Basket(
        key="organisations.to_complete",
        title=_("Sheets to complete"),
        hint=_("A sheet is shown to everyone once someone has read it again."),
        rows=Organisation.objects.standing().filter(state=Organisation.State.TO_COMPLETE),
        since="created_at",
        line=lambda each: BasketLine(
            what=str(each),
            detail=" ".join(lacking(each).values()) or _("Ready to be published."),
            url=reverse("organisations:sheet", args=[each.slug]),
            action=_("Complete"),
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
        rows=open_candidates(),
        since="found_at",
        line=lambda pair: BasketLine(
            what=_("%(first)s and %(second)s") % {"first": pair.first, "second": pair.second},
            detail=", ".join(str(reason) for reason in wording.match_reasons(pair.reasons)),
            url=reverse("organisations:pair", args=[pair.pk]),
            action=_("Compare"),
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
        rows=ess_to_decide(),
        since="changed_at",
        line=lambda each: BasketLine(
            what=str(each), url=reverse("organisations:decide_ess", args=[each.slug]), action=_("Decide")
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
        rows=unseen_identities(),
        since="last_seen_at",
        line=lambda each: BasketLine(
            what=str(each.organisation),
            detail=str(each.source),
            url=reverse("organisations:sheet", args=[each.organisation.slug]),
            action=_("Check"),
        ),
    )


def told_closed(person: AbstractBaseUser) -> Basket | None:
    """Return the structures that a source calls closed."""
    if not _serves(person):
        return None
    return Basket(
        key="organisations.told_closed",
        title=_("Closed, says a registry"),
        hint=_("Check with the structure. Nothing was closed: you say it, or say that it is still there."),
        rows=source_says_closed(),
        since="last_seen_at",
        line=lambda each: BasketLine(
            what=str(each.organisation),
            detail=str(each.source),
            url=reverse("organisations:sheet", args=[each.organisation.slug]),
            action=_("Check"),
        ),
    )


def asked_memberships(person: AbstractBaseUser) -> Basket | None:
    """Return the people who asked to belong to a structure and wait for an answer."""
    if not _serves(person):
        return None
    rows = Membership.objects.filter(state=Membership.State.ASKED, organisation__merged_into=None)
    return Basket(
        key="organisations.asked",
        title=_("People who ask to belong to a structure"),
        hint=_("Check with the structure, then answer."),
        rows=rows.select_related("person", "organisation"),
        since="since",
        line=lambda each: BasketLine(
            what=_("%(person)s, %(organisation)s")
            % {"person": each.person, "organisation": each.organisation},
            detail=str(each.get_role_display()),
            url=reverse("organisations:answer", args=[each.organisation.slug, each.pk]),
            action=_("Answer the request"),
        ),
    )
