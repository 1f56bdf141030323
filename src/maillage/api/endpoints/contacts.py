"""Who helps with what, where: the offer by subject, the contacts, the one answer for a commune."""

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from maillage.api import contact_reading as reading
from maillage.api import contact_schemas
from maillage.api.endpoints.describing import TO_ONE, described
from maillage.api.endpoints.lookups import the_commune, the_territory
from maillage.api.errors import not_found
from maillage.api.pages import cut, next_page
from maillage.api.schemas import REFERENCE, Limit, On, Page, TerritoryCode
from maillage.core.contacts.models import Contact, Subject
from maillage.core.contacts.queries import answer_for, contacts_of
from maillage.core.contacts.rules import Place

router = Router(tags=[_("Contacts")])


@router.get(
    "/contact",
    **described(
        contact_schemas.Answer,
        _("Find the contact of a commune"),
        _("Whom to ask in a commune on a day, on one subject or on all, and why; somebody always answers."),
        TO_ONE,
    ),
)
def contact(
    request: HttpRequest,
    commune: Annotated[
        str, Query(pattern=REFERENCE, description=_("Reference of the commune, for example 54580."))
    ],
    subject: contact_schemas.SubjectKey = None,
    on: On = None,
) -> contact_schemas.Answer:
    """Tell whom to ask, and why."""
    del request
    day = on or timezone.localdate()
    asked = Subject.objects.filter(key=subject).first() if subject else None
    if subject and asked is None:
        raise not_found(gettext("No subject known here has this key."))
    return reading.answer(answer_for(the_commune(commune, day), asked, day))


@router.get(
    "/subjects",
    **described(
        list[contact_schemas.Subject],
        _("List the subjects"),
        _("What one may ask help for, and whether the officers or the partners answer."),
    ),
)
def subjects(request: HttpRequest) -> list[contact_schemas.Subject]:
    """List the offer."""
    del request
    return [
        contact_schemas.Subject(key=each.key, name=each.name, summary=each.summary, family=each.family)
        for each in Subject.objects.order_by("position", "key")
    ]


@router.get(
    "/contacts",
    **described(
        Page[contact_schemas.ContactDetail],
        _("List the contacts"),
        _("Roles in post on a day, with what they cover: functions, never people's names."),
    ),
)
def contacts(
    request: HttpRequest,
    response: HttpResponse,
    on: On = None,
    kind: Annotated[
        str | None, Query(pattern=contact_schemas.KIND_PATTERN, description=_("Only this kind of contact."))
    ] = None,
    after: Annotated[
        int | None, Query(ge=0, le=2**62, description=_("Number of the last contact already seen."))
    ] = None,
    limit: Limit = 100,
) -> Page[contact_schemas.ContactDetail]:
    """List the contacts of a day, a page at a time."""
    day = on or timezone.localdate()
    rows = Contact.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day).order_by("pk")
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(pk__gt=after)
    page, more = cut(list(rows[: limit + 1]), limit)
    return Page[contact_schemas.ContactDetail](
        items=reading.contacts(page, day),
        next=next_page(request, response, str(page[-1].pk) if more else None),
    )


@router.get(
    "/territories/{code}/contacts",
    **described(
        list[contact_schemas.Proposed],
        _("List the officers of a territory"),
        _("The officers to ask somewhere in a territory on a day, those of most communes first."),
        TO_ONE,
    ),
)
def territory_contacts(
    request: HttpRequest, code: TerritoryCode, on: On = None
) -> list[contact_schemas.Proposed]:
    """List who works in a territory."""
    del request
    row = the_territory(code)
    somewhere = Place(code="", name=row.name, territory=row.code, territory_name=row.name)
    names = reading.subject_names()
    return [reading.proposed(each, somewhere, names) for each in contacts_of(row, on)]
