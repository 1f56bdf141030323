"""Pages of sheets: the list, a sheet, opening one, correcting it, its state, the ESS answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.organisations import hours, traits, wording
from maillage.core.organisations.domain import ess, sheets, sources
from maillage.core.organisations.domain.duplicates import existing_like
from maillage.core.organisations.forms.sheets import GROUPS, EssDecisionForm, NewSheetForm, StateForm
from maillage.core.organisations.models import EssPerimeterRule, Organisation
from maillage.core.organisations.queries import (
    Filters,
    contacts_of,
    ess_to_decide,
    merges_into,
    organisation_page,
    provenance_of,
    source_says_closed,
    territories_by_organisation,
)
from maillage.core.organisations.rules import is_house, lacking, may_edit
from maillage.core.organisations.sections import sections_of
from maillage.core.organisations.siret import grouped
from maillage.core.organisations.timeline import steps_of
from maillage.core.organisations.views import registry
from maillage.core.organisations.views.common import as_it_stands, sheet_to_edit, sheet_to_see
from maillage.core.territories.models import Territory
from maillage.core.ui.http import key_said

house = roles_required(Role.COORDINATOR, Role.OFFICER)


def listing(request: PersonRequest) -> HttpResponse:
    """List the structures that this person may see; the filters stand in the address."""
    asked = {
        name: request.GET.get(name, "").strip()[:100] for name in ("q", "etat", "territoire", "ess", "apres")
    }
    filters = Filters(
        search=asked["q"],
        state=asked["etat"],
        territory=Territory.objects.filter(slug=asked["territoire"]).first(),
        ess=asked["ess"],
    )
    after = key_said(asked["apres"])
    page = organisation_page(request.user, filters, after=after)
    following = request.GET.copy()
    following["apres"] = str(page.after)
    held = territories_by_organisation(page.organisations)
    context = {
        "page": page,
        "rows": [(each, held.get(each.pk)) for each in page.organisations],
        "asked": asked,
        "filtered": any(asked[name] for name in ("q", "etat", "territoire", "ess")),
        "following": following.urlencode() if page.after else "",
        "states": Organisation.State.choices,
        "territories": Territory.objects.order_by("name"),
        "may_create": is_house(request.user),
    }
    return render(request, "organisations/list.html", context)


def sheet(request: PersonRequest, slug: str) -> HttpResponse:
    """Show a sheet; the address of one that joined another leads to the one that stands."""
    organisation = sheet_to_see(request, slug)
    if organisation.slug != slug:
        return redirect("organisations:sheet", organisation.slug)
    edits = may_edit(request.user, organisation)
    sites = organisation.sites.select_related("commune").prefetch_related("access_facts")
    context: dict[str, Any] = {
        "organisation": organisation,
        "siret": grouped(organisation.siret),
        "siren": grouped(organisation.siren),
        "may_edit": edits,
        "is_house": is_house(request.user),
        "sites": [(each, hours.lines(each.hours)) for each in sites.order_by("-principal", "pk")],
        "contacts": contacts_of(organisation, kept=edits),
        "labels": organisation.labels.order_by("kind", "pk"),
        "pictures": organisation.pictures.order_by("position", "pk"),
        "ess_reason": wording.ESS_REASONS.get(organisation.ess_reason, ""),
        "law": wording.LAW,
        "ess_rule": EssPerimeterRule.objects.filter(
            version=organisation.ess_rules, reason=organisation.ess_reason
        )
        .order_by("pk")
        .first(),
        "sections": sections_of(organisation, request.user),
        "told_closed": (),
    }
    if edits:
        context["lacking"] = lacking(organisation) if organisation.state == "to_complete" else {}
        context["provenance"] = [
            (wording.field_name(field), row) for field, row in provenance_of(organisation).items()
        ]
        context["steps"] = steps_of(organisation, for_house=is_house(request.user))
        context["merges"] = merges_into(organisation)
        context["told_closed"] = source_says_closed().filter(organisation=organisation).order_by("pk")
    return render(request, "organisations/sheet.html", context)


@house
def create(request: PersonRequest) -> HttpResponse:
    """Open a sheet; those that resemble it are shown first, and opening it all the same is said twice."""
    helped = registry.help_with(request)
    form = NewSheetForm(initial=helped.typed) if helped.typed else NewSheetForm(posted(request))
    alike: list[AlikeInWords] = []
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        alike = _alike(wanted)
        if not alike or request.POST.get("malgre-tout") == _seen(alike):
            try:
                organisation = sheets.create(
                    values={name: wanted[name] for name in ("name", "acronym", "siret")},
                    site={name: wanted[name] for name in ("commune", "address", "postcode")},
                    actor=request.user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                registry.keep_what_was_read(request, organisation)
                messages.success(request, _("The sheet is open. Complete it, then publish it."))
                return redirect("organisations:sheet", organisation.slug)
    context = {"form": form, "alike": alike, "seen": _seen(alike), "registry": helped}
    return render(request, "organisations/create.html", context)


@dataclass(frozen=True)
class AlikeInWords:
    """A sheet that resembles what is typed, and why."""

    organisation: Organisation
    words: list[wording.Words]


def _alike(wanted: dict[str, Any]) -> list[AlikeInWords]:
    commune = wanted.get("commune")
    found = existing_like(
        traits.typed(
            name=wanted.get("name", ""),
            acronym=wanted.get("acronym", ""),
            siret=wanted.get("siret", ""),
            commune=commune.pk if commune else None,
        )
    )
    return [
        AlikeInWords(
            each.organisation, wording.match_reasons({"code": why.code} for why in each.resemblance.reasons)
        )
        for each in found
    ]


def _seen(alike: list[AlikeInWords]) -> str:
    """Return which sheets were shown: others found meanwhile are shown before a sheet is opened."""
    return "-".join(str(each.organisation.pk) for each in alike)


@house
def resemblances(request: PersonRequest) -> HttpResponse:
    """Return the sheets that resemble what is being typed, as a fragment of the page that opens one.

    Opened as a page, it is that page itself.
    """
    if not getattr(request, "htmx", False):
        return redirect("organisations:create")
    form = NewSheetForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    alike = _alike(wanted) if len(wanted.get("name", "")) > 2 or wanted.get("siret") else []
    return render(request, "organisations/_alike.html", {"alike": alike})


def edit(request: PersonRequest, slug: str, group: str) -> HttpResponse:
    """Correct a group of fields."""
    if group not in GROUPS:
        raise Http404
    organisation = sheet_to_edit(request, slug)
    title, form_class = GROUPS[group]
    with as_it_stands(request, organisation) as sheet:
        form = form_class(posted(request), instance=sheet)
        if request.method == "POST" and form.is_valid():
            try:
                sheets.change(organisation=organisation, values=form.values, actor=request.user)
            except ValidationError as refusal:
                _show(form, refusal)
            else:
                messages.success(request, _("The sheet is corrected; imports will leave it alone here."))
                return redirect("organisations:sheet", organisation.slug)
    context = {"form": form, "organisation": organisation, "title": title}
    return render(request, "organisations/edit.html", context)


def _show(form: Any, refusal: ValidationError) -> None:
    """Put each refusal beside its field; what the form does not ask stands on top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for field, faults in refusal.message_dict.items():
        form.add_error(field if field in form.fields else None, faults)


@house
def state(request: PersonRequest, slug: str) -> HttpResponse:
    """Publish a sheet, take it back, mark it, or say that the structure has closed."""
    organisation = sheet_to_edit(request, slug)
    form = StateForm(posted(request), state=organisation.state)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            match wanted["action"]:
                case "publish":
                    sheets.publish(organisation=organisation, actor=request.user)
                case "withdraw":
                    sheets.withdraw(organisation=organisation, actor=request.user)
                case "flag":
                    sheets.flag(organisation=organisation, actor=request.user, note=wanted["note"])
                case _close:
                    sheets.close(organisation=organisation, on=wanted["on"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The state of the sheet has changed."))
            return redirect("organisations:sheet", organisation.slug)
    return render(request, "organisations/state.html", {"form": form, "organisation": organisation})


@house
def contradictions(request: PersonRequest) -> HttpResponse:
    """List the structures whose belonging to the ESS is told in two ways."""
    return render(request, "organisations/contradictions.html", {"organisations": ess_to_decide()[:100]})


@house
def decide_ess(request: PersonRequest, slug: str) -> HttpResponse:
    """Write down a person's answer on belonging to the ESS, or take it back."""
    organisation = sheet_to_edit(request, slug)
    form = EssDecisionForm(
        posted(request),
        initial={"answer": organisation.ess_status},
        decided=bool(organisation.ess_decided),
    )
    if request.method == "POST" and form.is_valid():
        try:
            decided = ess.decide_ess(organisation=organisation, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request,
                _("Your answer stands; it is looked at again if a source says otherwise.")
                if decided.ess_decided
                else _("The rules answer again; the history of the sheet keeps your reason."),
            )
            return redirect("organisations:sheet", organisation.slug)
    reason = wording.ESS_REASONS.get(organisation.ess_reason, "")
    context = {"form": form, "organisation": organisation, "ess_reason": reason}
    return render(request, "organisations/decide_ess.html", context)


@require_POST
def release(request: PersonRequest, slug: str, field: str) -> HttpResponse:
    """Let imports write a field again."""
    organisation = sheet_to_edit(request, slug)
    if field not in sheets.FIELDS:
        raise Http404
    sources.release_field(organisation=organisation, field=field, actor=request.user)
    messages.success(request, _("The next import may write this field again."))
    return redirect("organisations:sheet", organisation.slug)
