"""« Trouver mon contact »: question, choice, answer. No cookie is set and no account is needed."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.contacts import finder, finder_pages
from maillage.core.contacts.finder_forms import PositionForm, SaidForm
from maillage.core.contacts.finder_sections import sheet_address
from maillage.core.territories import maps
from maillage.core.territories.models import Municipality
from maillage.core.ui.access import public


def served(reference: str) -> tuple[Municipality, str]:
    """Return the one commune of today behind an address and the former name that led there, or Http404."""
    communes, formerly = finder_pages.communes_behind(reference, timezone.localdate())
    if len(communes) != 1:
        raise Http404
    return communes[0], formerly


@public
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the answer, or ask which commune is meant, or say what to do when none is."""
    text = request.GET.get("q", "").strip()
    finding = finder.find(text, timezone.localdate())
    if finding.certain:
        return redirect(finding.choices[0].url)
    return _ask(request, finding)


# No cookie, hence no token: the answer depends on nothing but what is sent.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest) -> HttpResponse:
    """Lead to the answer for where the visitor stands; posted, so that no address and no log holds it."""
    if request.method != "POST":
        return redirect("finder:find")
    form = PositionForm(request.POST)
    commune = finder.commune_around(form.point, timezone.localdate()) if form.is_valid() else None
    if commune:
        return redirect(finder.answer_page(commune))
    return _ask(request, finder.Finding(""), lost=True)


def _ask(request: HttpRequest, finding: finder.Finding, *, lost: bool = False) -> HttpResponse:
    """Ask the question again, with what is known so far; ``lost`` says that a position led to no commune."""
    nowhere = lost or (finding.text and not finding.choices)
    context = {
        "finding": finding,
        "lost": lost,
        "geocoder": bool(settings.GEOCODER),
        "outside": finder_pages.text(finder_pages.OUTSIDE_PAGE) if nowhere else None,
    }
    return render(request, "contacts/public/find.html", context)


@public
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Propose communes while someone types; opened as a page, it is the question itself."""
    text = request.GET.get("q", "")
    if not getattr(request, "htmx", False):
        return redirect(reverse("finder:find", query={"q": text}))
    choices = finder.suggest(text, timezone.localdate())
    return render(request, "contacts/public/_suggestions.html", {"choices": choices})


@public
@require_safe
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whom to call for a commune, why, and what they can do; an old commune leads to today's."""
    communes, formerly = finder_pages.communes_behind(reference, timezone.localdate())
    if len(communes) > 1:
        return redirect(reverse("finder:find", query={"q": formerly}))
    commune, formerly = served(reference)
    if commune.reference != reference or formerly:
        return redirect(finder.answer_page(commune, formerly=formerly))
    return _show_answer(request, commune, SaidForm())


# No cookie, hence no token: the form acts for nobody, whoever is signed in, so that forging it gains nothing.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def said(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a visitor's word on the contact: right or not, and what should be corrected."""
    commune, _formerly = served(reference)
    if request.method != "POST":
        return redirect("finder:answer", commune.reference)
    form = SaidForm(request.POST)
    if not form.is_valid():
        return _show_answer(request, commune, form)
    heard = finder_pages.hear(commune, right=form.says_right, message=form.cleaned_data["message"])
    outcome = ("oui" if form.says_right else "non") if heard else "attente"
    address = reverse("finder:answer", args=[commune.reference], query={"merci": outcome})
    return redirect(f"{address}#contenu")


def _show_answer(request: HttpRequest, commune: Municipality, form: SaidForm) -> HttpResponse:
    today = timezone.localdate()
    page = finder_pages.answer_page(commune, today)
    context = {
        "page": page,
        "commune": commune,
        "formerly": finder.former_name_of(commune, request.GET.get("ancien", "")),
        "thanks": request.GET.get("merci", ""),
        "form": form,
        "geocoder": bool(settings.GEOCODER),
        "map": maps.territory_map(today, highlighted=page.territory, url_of=sheet_address),
        "permalink": request.build_absolute_uri(reverse("finder:answer", args=[commune.reference])),
    }
    template = "contacts/public/outside.html" if page.outside else "contacts/public/answer.html"
    return render(request, template, context)


@public
@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    """Show all contacts, territory by territory, with the offer, the partners and the central team."""
    today = timezone.localdate()
    context = {
        "page": finder_pages.everyone(today),
        "geocoder": bool(settings.GEOCODER),
        "map": maps.territory_map(today, url_of=lambda territory: f"#{territory.slug}"),
    }
    return render(request, "contacts/public/everyone.html", context)


@public
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """Give the lines that put the question on another site."""
    address = request.build_absolute_uri(reverse("finder:frame"))
    return render(request, "contacts/public/embed.html", {"address": address})


@public
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def frame(request: HttpRequest) -> HttpResponse:
    """The question alone, to stand inside a page of another site; its answer opens in a page of its own."""
    return render(request, "contacts/public/frame.html", {"geocoder": bool(settings.GEOCODER)})
