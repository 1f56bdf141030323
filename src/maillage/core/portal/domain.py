"""Verbs of the portal: load it from files, change it, change a page."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _

import maillage
from maillage.core.activity.domain import record
from maillage.core.portal.models import MenuEntry, Page, Portal

BUNDLED = Path(maillage.__file__).parent / "portals"


class PortalFileError(Exception):
    """A portal's files cannot be used; the message says which and why. Nothing was changed."""


def load_portal(source: str) -> Portal:
    """Load a portal from a folder (or a bundled name): ``portal.toml`` and ``pages/<language>/<slug>.md``.

    Everything or nothing: a fault anywhere raises :class:`PortalFileError` and leaves the portal as it was.
    Loading again replaces the identity and the menu, and the pages that the folder holds.
    """
    folder = Path(source) if Path(source).is_dir() else BUNDLED / source
    try:
        with (folder / "portal.toml").open("rb") as stream:
            data = tomllib.load(stream)
    except OSError as error:
        raise PortalFileError(_("%(path)s cannot be read.") % {"path": folder / "portal.toml"}) from error
    except tomllib.TOMLDecodeError as error:
        raise PortalFileError(_("portal.toml is not valid TOML: %(why)s") % {"why": error}) from error
    try:
        with transaction.atomic():
            portal = _store_identity(data.get("portal", {}))
            _store_menu(data.get("menu", []))
            for path in sorted(folder.glob("pages/*/*.md")):
                _store_page(path)
    except (ValidationError, TypeError) as error:
        raise PortalFileError(_("The portal's files hold a fault: %(why)s") % {"why": error}) from error
    return portal


def _store_identity(values: dict[str, Any]) -> Portal:
    before = Portal.objects.filter(pk=1).first()
    kept: dict[str, Any] = {"logo": before.logo} if before else {}
    portal = Portal(pk=1, **(kept | values))
    portal.full_clean(validate_unique=False)
    portal.save()
    return portal


def _store_menu(entries: list[dict[str, Any]]) -> None:
    MenuEntry.objects.all().delete()
    for position, values in enumerate(entries, start=1):
        entry = MenuEntry(position=position, **values)
        entry.full_clean()
        entry.save()


def _store_page(path: Path) -> None:
    title, _separator, body = path.read_text(encoding="utf-8").partition("\n")
    Page.objects.update_or_create(
        slug=path.stem,
        language=path.parent.name,
        defaults={"title": title.removeprefix("#").strip(), "body": body.strip()},
    )


def change_identity(*, form: ModelForm[Portal], actor: AbstractBaseUser) -> Portal:
    """Store a valid change of name, colours, logo or contact, and write it in the journal."""
    with transaction.atomic():
        portal = form.save(commit=False)
        portal.pk = 1
        portal.version = uuid4()
        portal.save()
        record(verb="portal.identity_changed", actor=actor, target=portal, screen="portal:settings")
    return portal


def change_page(*, form: ModelForm[Page], actor: AbstractBaseUser) -> Page:
    """Publish a valid change of a text page, and write it in the journal."""
    with transaction.atomic():
        page = form.save()
        record(verb="portal.page_changed", actor=actor, target=page, screen="portal:edit_page")
    return page
