"""Pages of the portal: home, today, text pages, and their settings for the coordination."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.portal import domain, markdown
from maillage.core.portal.baskets import basket_of, baskets_of
from maillage.core.portal.forms import PageForm, PortalForm
from maillage.core.portal.home import home_of
from maillage.core.portal.models import Page
from maillage.core.portal.queries import coordination_links, find_page, public_tools, the_portal
from maillage.core.portal.week import week_of
from maillage.core.ui.access import public, staff_required
from maillage.core.ui.http import SignedInRequest


@public
def home(request: HttpRequest) -> HttpResponse:
    """Say what this place is for and lead to the first thing to do."""
    return render(request, "portal/home.html", {"tools": public_tools(), "home": home_of(request)})


def today(request: SignedInRequest) -> HttpResponse:
    """Gather what awaits the person, oldest promise first."""
    baskets = baskets_of(request.user)
    context = {
        "now": timezone.now(),
        "today": timezone.localdate(),
        "baskets": baskets,
        "count": sum(basket.count for basket in baskets),
        "first": baskets[0].top[0] if baskets else None,
        "week": week_of(request.user),
        "tools": public_tools(),
    }
    return render(request, "portal/today.html", context)


def basket(request: SignedInRequest, key: str) -> HttpResponse:
    """Show a basket alone, fifty lines at a time."""
    found = basket_of(request.user, key)
    if found is None:
        raise Http404
    context = {"basket": found, "page": found.page(request.GET.get("apres", ""))}
    return render(request, "portal/basket.html", context)


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a text page of the portal."""
    found = find_page(slug)
    if found is None:
        raise Http404
    return render(request, "portal/page.html", {"page": found, "body": markdown.render(found.body)})


@public
def logo(request: HttpRequest) -> FileResponse:  # noqa: ARG001 -- a view takes the request
    """Send the portal's logo; its name is never served from the upload folder."""
    portal = the_portal()
    name = portal.logo.name if portal.logo else None
    if not name or not default_storage.exists(name):
        raise Http404
    response = FileResponse(portal.logo.open("rb"))
    response["Content-Type"] = "image/png" if name.lower().endswith(".png") else "image/jpeg"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@staff_required
def coordination(request: HttpRequest) -> HttpResponse:
    """List the pages that only the coordination opens."""
    return render(request, "portal/coordination.html", {"links": coordination_links()})


@staff_required
def settings(request: SignedInRequest) -> HttpResponse:
    """Change the portal's identity; list its pages."""
    form = PortalForm(request.POST or None, request.FILES or None, instance=the_portal())
    if request.method == "POST" and form.is_valid():
        domain.change_identity(form=form, actor=request.user)
        messages.success(request, _("The portal was changed: everyone sees it now."))
        return redirect("portal:settings")
    return render(
        request, "portal/settings.html", {"form": form, "pages": Page.objects.order_by("slug", "language")}
    )


@staff_required
def edit_page(request: SignedInRequest, slug: str, language: str) -> HttpResponse:
    """Change a text page, with a preview before it is published."""
    found = get_object_or_404(Page, slug=slug, language=language)
    form = PageForm(request.POST or None, instance=found)
    preview = ""
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = markdown.render(form.cleaned_data["body"])
        else:
            domain.change_page(form=form, actor=request.user)
            messages.success(request, _("The page was published."))
            return redirect(f"{reverse('portal:settings')}#pages")
    return render(request, "portal/edit_page.html", {"form": form, "page": found, "preview": preview})
