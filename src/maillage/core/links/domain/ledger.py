"""Propose a link (the one door, for people and for programmes), and put right what it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.links.models import Link, LinkParty, LinkStep
from maillage.core.links.origins import NOWHERE, Origin
from maillage.core.links.rules.states import news_on
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.queries import standing, territories_by_organisation
from maillage.core.territories.models import Territory

Parties = Sequence[tuple[Organisation, str]]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Everything that a link begins with.

    ``parties`` are structures with their part in it (or an empty text); one that joined another is followed
    to the sheet that stands. ``origin`` is the object that the link came from, or its words alone. Without
    ``territories``, those of the structures' principal sites that day. ``key`` names the occasion when a
    programme proposes by itself.
    """

    title: str
    parties: Parties
    programme: str
    description: str = ""
    origin: Origin = NOWHERE
    territories: Iterable[Territory] | None = None
    visibility: str = Link.Visibility.PARTIES
    follower: Person | None = None
    state: str = Link.State.PROPOSED
    on: date | None = None
    why: str = ""
    key: str | None = None


def propose(proposal: Proposal, *, actor: Person | None) -> Link:
    """Write a link between two structures or more into the ledger; this is how every programme ends.

    The same ``key`` twice returns the first link and changes nothing. Raises ValidationError in words: fewer
    than two structures, a day that has not come.
    """
    day = proposal.on or timezone.localdate()
    together = distinct(proposal.parties)
    _refuse_the_future(day)
    with transaction.atomic():
        if proposal.key and (known := Link.objects.filter(key=proposal.key).first()):
            return known
        link = Link(
            title=proposal.title,
            description=proposal.description,
            programme=proposal.programme,
            origin_kind=proposal.origin.kind,
            origin_key=proposal.origin.key,
            origin_label=proposal.origin.label,
            key=proposal.key,
            visibility=proposal.visibility,
            follower=proposal.follower,
            state=proposal.state,
            state_since=day,
            began_on=day,
            news_on=news_on(proposal.state, day),
        )
        link.full_clean()
        link.save()
        _join(link, together)
        given = proposal.territories
        link.territories.set(territories_of(together, day) if given is None else list(given))
        LinkStep.objects.create(link=link, state=link.state, day=day, why=proposal.why, by=actor)
        record(
            verb="links.proposed",
            actor=actor,
            target=link,
            others=[organisation for organisation, _role in together],
            screen="links:propose",
            facts={"state": str(link.state), "programme": link.programme},
        )
    return link


def change(
    *, link: Link, parties: Parties, territories: Iterable[Territory], actor: Person, **said: Any
) -> Link:
    """Put right what a link says of itself: words, programme, origin, who sees it, who follows it.

    Its state, its steps and its outcomes have verbs of their own. Raises ValidationError in words.
    """
    together = distinct(parties)
    with transaction.atomic():
        row = locked(link)
        for name, value in said.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        kept = {organisation.pk for organisation, _role in together}
        # A sheet that joined one that stays keeps its row: undoing that merge brings its part back.
        gone = row.parties.exclude(organisation__in=kept).exclude(organisation__merged_into__in=kept)
        gone.order_by().delete()
        _join(row, together)
        row.territories.set(territories)
        record(
            verb="links.corrected",
            actor=actor,
            target=row,
            others=[organisation for organisation, _role in together],
            screen="links:change",
        )
    return row


def locked(link: Link) -> Link:
    """Return the link, held until the end of the transaction."""
    return Link.objects.select_for_update(of=("self",)).get(pk=link.pk)


def distinct(parties: Parties) -> list[tuple[Organisation, str]]:
    """Return the structures that stand, each once, in the order given. Raises ValidationError under two."""
    found: dict[int, tuple[Organisation, str]] = {}
    for organisation, role in parties:
        sheet = standing(organisation)
        found.setdefault(sheet.pk, (sheet, role))
    if len(found) < 2:
        raise ValidationError(_("A link joins two structures at least: name another one."), code="alone")
    return list(found.values())


def territories_of(parties: Parties, on: date) -> list[Territory]:
    """Return the territories of the structures' principal sites on a day, each once, by name."""
    found = territories_by_organisation([organisation for organisation, _role in parties], on)
    return sorted({each.pk: each for each in found.values()}.values(), key=lambda each: each.name)


def _join(link: Link, parties: Parties) -> None:
    for organisation, role in parties:
        LinkParty.objects.update_or_create(link=link, organisation=organisation, defaults={"role": role})


def _refuse_the_future(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet: say what already happened."), code="future")
