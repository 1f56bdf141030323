"""Verbs on what hangs on a sheet: sites, accessibility, contacts, labels."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.domain.listing import sheet_changed
from maillage.core.organisations.domain.sheets import locked
from maillage.core.organisations.models import AccessFact, ContactPoint, Label, Organisation, Site

Part = Site | ContactPoint | Label


def keep_part(*, part: Part, actor: Person | None) -> None:
    """Add or change a site, a contact or a label of a sheet. Raises ValidationError, by field.

    A site that becomes the principal one takes the place of the former; the first one always is.
    """
    with transaction.atomic():
        sheet = locked(part.organisation)
        if isinstance(part, Site):
            others = Site.objects.filter(organisation=sheet).exclude(pk=part.pk)
            part.principal = part.principal or not others.filter(principal=True).exists()
            if part.principal:
                others.filter(principal=True).update(principal=False)
        added = part.pk is None
        part.full_clean()
        part.save()
        _changed(sheet, part, "added" if added else "corrected", actor)


def remove_part(*, part: Part, actor: Person | None) -> None:
    """Take a site, a contact or a label off a sheet.

    Raises ValidationError for the last site of a published sheet: a structure that is shown is somewhere.
    """
    with transaction.atomic():
        sheet = locked(part.organisation)
        if isinstance(part, Site):
            others = Site.objects.filter(organisation=sheet).exclude(pk=part.pk).order_by("pk")
            following = others.first()
            if following is None and sheet.state == Organisation.State.PUBLISHED:
                raise ValidationError(
                    _("Nothing was removed: a published sheet keeps one site. Add the other one first."),
                    code="last_site",
                )
            was_principal = part.principal
            part.delete()
            if was_principal and following is not None:
                Site.objects.filter(pk=following.pk).update(principal=True)
        else:
            part.delete()
        _changed(sheet, part, "removed", actor)


def tell_access(*, fact: AccessFact, actor: Person | None) -> AccessFact:
    """Write down one fact about a site's accessibility, in place of what was known of it."""
    with transaction.atomic():
        sheet = locked(fact.site.organisation)
        AccessFact.objects.filter(site=fact.site, subject=fact.subject).delete()
        fact.full_clean()
        fact.save()
        activity.record(
            verb="organisations.access_told",
            actor=actor,
            target=sheet,
            facts={"subject": fact.subject, "answer": fact.answer},
        )
    return fact


def _changed(sheet: Organisation, part: Part, what: str, actor: Person | None) -> None:
    sheet.save(update_fields=["changed_at"])
    sheet_changed(sheet)
    kind = part._meta.model_name or ""
    activity.record(
        verb=f"organisations.{kind}_{what}", actor=actor, target=sheet, screen=f"organisations:{kind}"
    )
