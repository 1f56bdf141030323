"""Reads on behalf of a person: with a personal key, for the roles named."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema

from maillage.api import schemas
from maillage.api.contact_reading import anomaly
from maillage.api.contact_schemas import CoverageReport
from maillage.api.endpoints.describing import described
from maillage.api.keys import PersonalKey, for_roles, key_of
from maillage.api.pages import cut, next_page
from maillage.api.rules import COVERAGE_READERS, HISTORY_READERS
from maillage.core.activity.queries import entries
from maillage.core.activity.words import verb_in_words
from maillage.core.contacts.queries import report

router = Router(tags=[_("With a personal key")], auth=PersonalKey())

REFUSED = (401, 403)
# What happened to places and contacts; what people do with their accounts is nobody's statistics.
TOLD = Q(verb__startswith="territories.") | Q(verb__startswith="contacts.")


class Key(Schema):
    """The key that came with the request."""

    name: str = Field(description=_("Name that its person gave it."))
    expires_at: datetime = Field(description=_("Instant from which it opens nothing."))
    roles: list[str] = Field(description=_("Roles that its person holds now."))


class Happened(Schema):
    """One line of the journal, without who did it and without free text."""

    number: int = Field(description=_("Number in the journal."))
    at: datetime = Field(description=_("When."))
    verb: str = Field(description=_("What happened, as a constant name."))
    words: str = Field(description=_("What happened, in words."))
    target: str = Field(description=_("Reference of what it happened to."))
    others: list[str] = Field(description=_("References of what else it concerned."))
    facts: dict[str, int | str | bool] = Field(description=_("Numbers and codes."))


@router.get(
    "/key",
    **described(
        Key,
        _("Read the key in use"),
        _("Says whether the key works, until when, and for which roles."),
        401,
    ),
)
def key(request: HttpRequest) -> Key:
    """Tell the key in use."""
    used = key_of(request)
    return Key(name=used.name, expires_at=used.expires_at, roles=sorted(used.person.role_keys))


@router.get(
    "/coverage",
    **described(
        CoverageReport,
        _("Read the coverage report"),
        _("What is missing or doubtful in contacts on a day. For the officers and the coordination."),
        *REFUSED,
    ),
)
@for_roles(*COVERAGE_READERS)
def coverage(request: HttpRequest, on: schemas.On = None) -> CoverageReport:
    """Tell what is wrong on a day."""
    del request
    day = on or timezone.localdate()
    return CoverageReport(on=day, anomalies=[anomaly(each) for each in report(day)])


@router.get(
    "/history",
    **described(
        schemas.Page[Happened],
        _("Read what changed in territories and contacts"),
        _("Lines of the journal, newest first, without the people who acted. For the coordination."),
        *REFUSED,
    ),
)
@for_roles(*HISTORY_READERS)
def history(
    request: HttpRequest,
    response: HttpResponse,
    after: Annotated[
        int | None, Query(ge=1, le=2**62, description=_("Number of the last line already seen."))
    ] = None,
    limit: schemas.Limit = 100,
) -> schemas.Page[Happened]:
    """Tell what changed, a page at a time."""
    told = entries(before=after).filter(TOLD)
    page, more = cut(list(told[: limit + 1]), limit)
    return schemas.Page[Happened](
        items=[
            Happened(
                number=entry.sequence,
                at=entry.at,
                verb=entry.verb,
                words=str(verb_in_words(entry.verb)),
                target=entry.target,
                others=entry.others,
                facts=entry.facts,
            )
            for entry in page
        ],
        next=next_page(request, response, str(page[-1].sequence) if more else None),
    )
