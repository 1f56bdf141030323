"""What is read of the ledger: its list, a link, its documents, its files."""

from io import BytesIO
from pathlib import PurePath

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maillage.core.accounts.access import PersonRequest
from maillage.core.accounts.rules import Visitor
from maillage.core.links import exports
from maillage.core.links.models import Link, LinkStep, Outcome
from maillage.core.links.origins import addresses_of
from maillage.core.links.programmes import programme_name, programme_names
from maillage.core.links.queries.ledger import (
    Filters,
    link_page,
    links_for,
    parties_of,
    totals,
    with_parties,
    years_of,
)
from maillage.core.links.rules.rights import may_update, own, spoken_for, visible_to
from maillage.core.links.rules.states import NEXT
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.queries import by_slug
from maillage.core.organisations.rules import is_house
from maillage.core.organisations.rules import visible_to as sheets_visible_to
from maillage.core.territories.models import Territory
from maillage.core.ui.http import key_said, year_said

FORMS = {
    "csv": (exports.ledger_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        exports.ledger_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def filters_of(asked: QueryDict, visitor: Visitor) -> Filters:
    """Read the filters of an address; what makes no sense narrows nothing."""
    state, programme = asked.get("etat", ""), asked.get("programme", "")
    year, slug = asked.get("annee", ""), asked.get("structure", "")
    organisation = by_slug(slug) if slug else None
    if (
        organisation
        and not Organisation.objects.filter(sheets_visible_to(visitor), pk=organisation.pk).exists()
    ):
        organisation = None
    return Filters(
        state=state if state in Link.State.values else "",
        programme=programme if programme in programme_names() else "",
        territory=Territory.objects.filter(slug=asked.get("territoire", "")).first(),
        year=year_said(year),
        organisation=organisation,
        awaiting=asked.get("nouvelles") == "attendues",
    )


def speaks_somewhere(visitor: Visitor) -> bool:
    """Tell whether the visitor may write links: the house, and who speaks for a structure."""
    return is_house(visitor) or Organisation.objects.filter(spoken_for(visitor)).exists()


@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    """List the links that the person may read, narrowed by the filters of the address."""
    wanted = filters_of(request.GET, request.user)
    after = request.GET.get("apres", "")
    page = link_page(request.user, wanted, after=key_said(after))
    kept = request.GET.copy()
    kept.pop("apres", None)
    following = kept.copy()
    following["apres"] = str(page.after)
    context = {
        "rows": [(link, parties_of(link), programme_name(link.programme)) for link in page.links],
        "page": page,
        "wanted": wanted,
        "filtered": wanted != Filters(),
        "states": Link.State.choices,
        "programmes": programme_names().items(),
        "territories": Territory.objects.order_by("name"),
        "years": years_of(request.user),
        "totals": totals(links_for(request.user, wanted)),
        "proposes": speaks_somewhere(request.user),
        "is_house": is_house(request.user),
        "kept": kept.urlencode(),
        "following": following.urlencode() if page.after else "",
    }
    return render(request, "links/list.html", context)


@require_safe
def export(request: PersonRequest, form: str) -> HttpResponse:
    """Send the links of the list, all of them, as a file for a spreadsheet."""
    if form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    rows = links_for(request.user, filters_of(request.GET, request.user)).prefetch_related(
        Prefetch(
            "outcomes",
            Outcome.objects.counted().select_related("unit").order_by("day", "pk"),
            to_attr="counted",
        )
    )
    name = f"mises-en-relation.{form}"
    return HttpResponse(
        write(rows.iterator(chunk_size=exports.AT_ONCE)),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def found(request: HttpRequest, pk: int) -> Link:
    """Return a link that the visitor may read; to others it does not exist."""
    rows = with_parties(Link.objects.filter(visible_to(request.user)).select_related("follower"))
    return get_object_or_404(rows, pk=pk)


def reads_inside(visitor: Visitor, link: Link) -> bool:
    """Tell whether the visitor reads what was said of a link: the house, and the people of its structures."""
    return is_house(visitor) or (
        visitor.is_authenticated and Link.objects.filter(own(visitor), pk=link.pk).exists()
    )


@login_not_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a link: who, from where, how it went, what came of it; inside, who said what."""
    link = found(request, pk)
    updates = may_update(request.user, link)
    context = {
        "link": link,
        "parties": parties_of(link),
        "programme": programme_name(link.programme),
        "origin_url": addresses_of([link]).get(link.pk, ""),
        "steps": LinkStep.objects.filter(link=link).select_related("by").order_by("-day", "-pk"),
        "outcomes": (
            Outcome.objects.filter(link=link)
            .select_related("unit", "by", "correction", "corrects__unit")
            .order_by("-day", "-pk")
        ),
        "totals": totals(Link.objects.filter(pk=link.pk)),
        "updates": updates,
        "inside": reads_inside(request.user, link),
        "is_house": is_house(request.user),
        "next_states": [state for state in NEXT[link.state] if state != Link.State.PROPOSED],
    }
    return render(request, "links/sheet.html", context)


@require_safe
def evidence(request: PersonRequest, pk: int, outcome: int) -> HttpResponseBase:
    """Send the document that shows an outcome, as a file to keep, to those who read inside the link."""
    link = found(request, pk)
    held = get_object_or_404(Outcome.objects.exclude(file=""), link=link, pk=outcome)
    if not reads_inside(request.user, link):
        raise Http404
    with held.file.open("rb") as file:
        content = BytesIO(file.read())  # at most ten megabytes: nothing stays open behind the answer
    return FileResponse(content, as_attachment=True, filename=PurePath(str(held.file.name)).name)
