"""Files to take away from « Trouver mon contact »: a card for the telephone, papers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.core.contacts import exports, finder_pages
from maillage.core.contacts.views.public import served
from maillage.core.portal.queries import the_portal
from maillage.core.ui.access import public

PDF, VCARD = "application/pdf", "text/vcard; charset=utf-8"


@public
@require_safe
def card(request: HttpRequest, reference: str, key: int) -> HttpResponse:
    """A contact proposed for a commune, for the address book of a telephone."""
    commune, _formerly = served(reference)
    page = finder_pages.answer_page(commune, timezone.localdate())
    contact = page.contacts.get(key)
    if contact is None:
        raise Http404
    facts = contact.facts
    content = exports.vcard(
        title=facts.function,
        organisation=facts.organisation or the_portal().publisher,
        name=facts.name,
        phone=facts.phone,
        email=facts.email,
        place=facts.place,
        hours=facts.hours,
        note=contact.instead,
        address=request.build_absolute_uri(reverse("finder:answer", args=[commune.reference])),
    )
    return _attachment(content.encode(), VCARD, f"contact-{commune.reference}.vcf")


@public
@require_safe
def answer_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer for a commune, on paper."""
    commune, _formerly = served(reference)
    page = finder_pages.answer_page(commune, timezone.localdate())
    address = request.build_absolute_uri(reverse("finder:answer", args=[commune.reference]))
    return _attachment(
        exports.answer_pdf(page, the_portal(), address), PDF, f"contact-{commune.reference}.pdf"
    )


@public
@require_safe
def everyone_pdf(request: HttpRequest) -> HttpResponse:
    """The contacts of all territories, on paper."""
    address = request.build_absolute_uri(reverse("finder:everyone"))
    page = finder_pages.everyone(timezone.localdate())
    return _attachment(exports.everyone_pdf(page, the_portal(), address), PDF, "contacts.pdf")


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
