"""Pages of what hangs on a sheet: sites, accessibility, contacts, labels, pictures."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.organisations.domain import parts, pictures
from maillage.core.organisations.forms.parts import (
    AccessForm,
    ContactPointForm,
    LabelForm,
    PictureForm,
    SiteForm,
)
from maillage.core.organisations.models import ContactPoint, Label, Organisation, Picture, Site
from maillage.core.organisations.rules import may_see
from maillage.core.organisations.views.common import as_it_stands, sheet_to_edit
from maillage.core.ui.access import public


@dataclass(frozen=True)
class Kind:
    """A kind of part: its table, its form, and how its pages are titled."""

    model: Any
    form: type[ModelForm]
    add: str | Promise
    change: str | Promise
    remove: str | Promise


KINDS = {
    "sites": Kind(
        Site,
        SiteForm,
        gettext_lazy("Add a site"),
        gettext_lazy("Correct a site"),
        gettext_lazy("Remove this site"),
    ),
    "contacts": Kind(
        ContactPoint,
        ContactPointForm,
        gettext_lazy("Add a contact"),
        gettext_lazy("Correct a contact"),
        gettext_lazy("Remove this contact"),
    ),
    "labels": Kind(
        Label,
        LabelForm,
        gettext_lazy("Add a label"),
        gettext_lazy("Correct a label"),
        gettext_lazy("Remove this label"),
    ),
}


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def add_part(request: PersonRequest, slug: str, kind: str) -> HttpResponse:
    """Add a site, a contact or a label."""
    chosen = _kind(kind)
    organisation = sheet_to_edit(request, slug)
    return _form_page(request, organisation, chosen, None, kind)


def change_part(request: PersonRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Correct a site, a contact or a label."""
    chosen = _kind(kind)
    organisation = sheet_to_edit(request, slug)
    return _form_page(request, organisation, chosen, pk, kind)


def _form_page(
    request: PersonRequest, organisation: Organisation, chosen: Kind, pk: int | None, kind: str
) -> HttpResponse:
    with as_it_stands(request, organisation):
        if pk is None:
            part = chosen.model(organisation=organisation)
        else:
            part = get_object_or_404(chosen.model, pk=pk, organisation=organisation)
        form = chosen.form(posted(request), instance=part)
        if request.method == "POST" and form.is_valid():
            try:
                parts.keep_part(part=form.instance, actor=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("It is on the sheet."))
                return redirect("organisations:sheet", organisation.slug)
    context = {
        "form": form,
        "organisation": organisation,
        "part": part,
        "kind": kind,
        "title": chosen.change if part.pk else chosen.add,
    }
    return render(request, "organisations/part.html", context)


def remove_part(request: PersonRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Ask (GET), then take a site, a contact or a label off the sheet (POST)."""
    chosen = _kind(kind)
    organisation = sheet_to_edit(request, slug)
    part = get_object_or_404(chosen.model, pk=pk, organisation=organisation)
    refusal = ""
    if request.method == "POST":
        try:
            parts.remove_part(part=part, actor=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, _("It is off the sheet; the journal keeps that it was there."))
            return redirect("organisations:sheet", organisation.slug)
    context = {"organisation": organisation, "part": part, "title": chosen.remove, "refusal": refusal}
    return render(request, "organisations/remove.html", context)


def access(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Tell how accessible a site is."""
    organisation = sheet_to_edit(request, slug)
    site = get_object_or_404(Site, pk=pk, organisation=organisation)
    with as_it_stands(request, organisation):
        form = AccessForm(posted(request), site=site)
        if request.method == "POST" and form.is_valid():
            for fact in form.told(site):
                parts.tell_access(fact=fact, actor=request.user)
            messages.success(request, _("The accessibility of this site is told."))
            return redirect("organisations:sheet", organisation.slug)
    context = {"form": form, "organisation": organisation, "title": _("Accessibility"), "lead": str(site)}
    return render(request, "organisations/edit.html", context)


def add_picture(request: PersonRequest, slug: str) -> HttpResponse:
    """Add a picture."""
    organisation = sheet_to_edit(request, slug)
    form = PictureForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        pictures.add_picture(
            organisation=organisation,
            drawn=wanted["file"],
            alt=wanted["alt"],
            credit=wanted["credit"],
            licence=wanted["licence"],
            actor=request.user,
        )
        messages.success(request, _("The picture is on the sheet."))
        return redirect("organisations:sheet", organisation.slug)
    return render(request, "organisations/add_picture.html", {"form": form, "organisation": organisation})


def remove_picture(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Ask (GET), then take a picture off the sheet (POST)."""
    organisation = sheet_to_edit(request, slug)
    picture = get_object_or_404(Picture, pk=pk, organisation=organisation)
    if request.method == "POST":
        pictures.remove_picture(picture=picture, actor=request.user)
        messages.success(request, _("The picture is off the sheet, and its file is erased."))
        return redirect("organisations:sheet", organisation.slug)
    context = {
        "organisation": organisation,
        "part": picture,
        "title": _("Remove this picture"),
        "refusal": "",
    }
    return render(request, "organisations/remove.html", context)


@public
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a picture to whoever may read its sheet."""
    found = get_object_or_404(Picture.objects.select_related("organisation"), pk=pk)
    if not may_see(request.user, found.organisation):
        raise Http404
    # Drawn again by the house, at most 1600 pixels: small enough to be read whole.
    with found.file.open() as drawn:
        shown = HttpResponse(drawn.read(), content_type="image/jpeg")
    shown["Cache-Control"] = "private, max-age=3600"
    return shown
