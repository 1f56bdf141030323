"""Reads of the portal: its identity, its menu, its pages.

Every page shows the identity and the menu, and they change a few times a year: each process keeps them in
memory under the portal's ``version``, and each page asks the database for that version alone (ADR 0020).
"""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from maillage.core.portal.models import MenuEntry, Page, Portal
from maillage.core.portal.programmes import MenuLink, programmes
from maillage.core.portal.validators import ON_ACCENT_DARK, ON_ACCENT_LIGHT
from maillage.core.sql import fetch

COORDINATOR = "coordinator"


@dataclass(frozen=True)
class ShownEntry:
    """A menu entry as this visitor sees it."""

    label: str
    url: str
    current: bool
    place: str


@dataclass(frozen=True)
class Identity:
    """What every page shows of the portal; ``entries`` are those that lead somewhere, with their address.

    One object serves many requests at once: nobody changes the portal that it holds.
    """

    portal: Portal
    accent: SafeString
    entries: tuple[tuple[MenuEntry, str], ...]


_kept: dict[UUID, Identity] = {}


def identity() -> Identity:
    """Return what every page shows of the portal: one read of its version, two more when it changed."""
    found = fetch(f"SELECT version FROM {Portal._meta.db_table} ORDER BY id LIMIT 1")  # noqa: S608 -- the model's table
    if not found:  # no portal is loaded yet, nor the menu that comes with it
        return Identity(_unnamed(), SafeString(), ())
    kept = _kept.get(UUID(str(found[0][0])))
    if kept is None:
        kept = _read_identity()
        _kept.clear()
        # Under the version that was read with it: the portal may have changed in between.
        if kept.portal.pk:
            _kept[kept.portal.version] = kept
    return kept


def _read_identity() -> Identity:
    portal = the_portal()
    entries = []
    for entry in MenuEntry.objects.order_by("place", "position"):
        try:
            url = (
                reverse("portal:page", args=[entry.page_slug]) if entry.page_slug else reverse(entry.url_name)
            )
        except NoReverseMatch:  # an entry of a programme that is switched off
            continue
        entries.append((entry, url))
    accent = mark_safe(accent_css(portal))  # noqa: S308 -- built from colours that were validated as #rrggbb
    return Identity(portal, accent, tuple(entries))


def the_portal() -> Portal:
    """Return the installation's portal; before any is loaded, an unnamed one that says so."""
    return Portal.objects.first() or _unnamed()


def _unnamed() -> Portal:
    return Portal(place="", promise="Maillage", footer="Maillage")


def accent_css(portal: Portal) -> str:
    """Return the rules that put a département's accent in place of the house's; both were validated."""
    rules = []
    if portal.accent_light:
        rules.append(
            f':root,[data-bs-theme="light"]{{{_accent(portal.accent_light, ON_ACCENT_LIGHT, "black")}}}'
        )
    if portal.accent_dark:
        dark = _accent(portal.accent_dark, ON_ACCENT_DARK, "white") + _night_fill(portal.accent_dark)
        rules.append(f'[data-bs-theme="dark"]{{{dark}}}')
        rules.append(f"@media (prefers-color-scheme:dark){{:root:not([data-bs-theme]){{{dark}}}}}")
    return "".join(rules)


def _accent(colour: str, text: str, towards: str) -> str:
    return (
        f"--m-accent:{colour};--m-accent-strong:color-mix(in srgb,{colour} 75%,{towards});"
        f"--m-accent-soft:color-mix(in srgb,{colour} 14%,var(--m-surface));--m-on-accent:{text};"
    )


def _night_fill(colour: str) -> str:
    """Darken an accent until light words stand on it: 45 % of any colour, even white, leaves them 4.6:1."""
    return (
        f"--m-fill:color-mix(in srgb,{colour} 38%,black);"
        f"--m-fill-strong:color-mix(in srgb,{colour} 45%,black);--m-on-fill:{ON_ACCENT_LIGHT};"
    )


def _audiences(request: HttpRequest) -> set[str]:
    # A request refused for its host never met the middleware that says who asks.
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {MenuEntry.Audience.EVERYONE, MenuEntry.Audience.VISITOR}
    shown: set[str] = {MenuEntry.Audience.EVERYONE, MenuEntry.Audience.SIGNED_IN}
    if user.has_house_role(COORDINATOR):
        shown.add(MenuEntry.Audience.COORDINATION)
    return shown


def shown_menu(request: HttpRequest, entries: tuple[tuple[MenuEntry, str], ...]) -> list[ShownEntry]:
    """Return the entries that this visitor may use."""
    audiences = _audiences(request)
    english = get_language() == "en"
    shown = []
    for entry, url in entries:
        if entry.audience in audiences:
            current = request.path == url or (url != "/" and request.path.startswith(url))
            label = entry.label_en if english else entry.label_fr
            shown.append(ShownEntry(label, url, current, entry.place))
    return shown


def find_page(slug: str) -> Page | None:
    """Return a page in the chosen language, else in French: better read in French than not at all."""
    pages = {page.language: page for page in Page.objects.filter(slug=slug).order_by("language")}
    return pages.get(get_language() or "fr") or pages.get("fr")


def public_tools() -> list[tuple[str, MenuLink]]:
    """Return what anyone may use without an account, with its programme's key (thread, icon)."""
    return [(programme.key, tool) for programme in programmes() for tool in programme.tools if tool.public]


def coordination_links() -> list[MenuLink]:
    """Return the coordination's pages, as each app declares them (``AppConfig.coordination``)."""
    return [link for config in apps.get_app_configs() for link in getattr(config, "coordination", ())]
