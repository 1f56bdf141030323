"""Verbs on pictures: add one that was drawn again, take one off."""

import secrets

from django.core.files.base import ContentFile
from django.db import transaction

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.domain.sheets import locked
from maillage.core.organisations.images import Drawn
from maillage.core.organisations.models import Organisation, Picture


def add_picture(
    *, organisation: Organisation, drawn: Drawn, alt: str, credit: str, licence: str, actor: Person | None
) -> Picture:
    """Put a picture on a sheet; its file is written before the transaction, under a name without meaning."""
    picture = Picture(
        organisation=organisation,
        width=drawn.width,
        height=drawn.height,
        alt=alt,
        credit=credit,
        licence=licence,
        position=organisation.pictures.count(),
    )
    picture.file.save(f"{secrets.token_hex(12)}.jpg", ContentFile(drawn.data), save=False)
    with transaction.atomic():
        sheet = locked(organisation)
        picture.full_clean()
        picture.save()
        sheet.save(update_fields=["changed_at"])
        activity.record(verb="organisations.picture_added", actor=actor, target=sheet)
    return picture


def remove_picture(*, picture: Picture, actor: Person | None) -> None:
    """Take a picture off a sheet, and its file once that is certain."""
    file = picture.file
    with transaction.atomic():
        sheet = locked(picture.organisation)
        picture.delete()
        sheet.save(update_fields=["changed_at"])
        activity.record(verb="organisations.picture_removed", actor=actor, target=sheet)
        transaction.on_commit(lambda: file.delete(save=False))
