"""All addresses. Core first, then each programme's room under its own first segment."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from maillage.core.portal.programmes import programmes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("maillage.core.portal.urls")),
    path("", include("maillage.core.ui.urls")),
    path("compte/cles-de-programme/", include("maillage.api.urls_keys")),
    path("compte/", include("maillage.core.accounts.urls")),
    path("taches/", include("maillage.core.jobs.urls")),
    path("messages/", include("maillage.core.messaging.urls")),
    path("journal/", include("maillage.core.activity.urls")),
    path("donnees-personnelles/", include("maillage.core.privacy.urls")),
    path("territoires/", include("maillage.core.territories.urls")),
    path("structures/", include("maillage.core.organisations.urls")),
    path("offres-et-besoins/", include("maillage.core.cards.urls")),
    path("mises-en-relation/", include("maillage.core.links.urls")),
    path("reseau/", include("maillage.core.links.urls_network")),
    path("imports/", include("maillage.core.imports.urls")),
    path("demarches/", include("maillage.core.initiatives.urls")),
    path("rencontres/", include("maillage.core.events.urls")),
    path("contact/", include("maillage.core.contacts.urls_public")),
    path("contacts/", include("maillage.core.contacts.urls")),
    path("api/", include("maillage.api.urls")),
    path("donnees/", include("maillage.api.urls_opendata")),
    *(path(f"{programme.slug}/", include(programme.urls)) for programme in programmes()),
]

if settings.DEMO:
    urlpatterns.append(path("courrier/", include("maillage.core.messaging.demo_urls")))

handler400 = "maillage.core.ui.views.bad_request"
handler403 = "maillage.core.ui.views.permission_denied"
handler404 = "maillage.core.ui.views.page_not_found"
handler500 = "maillage.core.ui.views.server_error"
