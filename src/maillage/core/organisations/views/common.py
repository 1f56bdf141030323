"""What the pages of a sheet share: which one it is, and who may read or change it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core.accounts.access import PersonRequest
from maillage.core.organisations.domain.sheets import held
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.queries import by_slug
from maillage.core.organisations.rules import may_edit, may_see


def sheet_to_see(request: PersonRequest, slug: str) -> Organisation:
    """Return a sheet that this person may read; to others it does not exist."""
    organisation = by_slug(slug)
    if organisation is None or not may_see(request.user, organisation):
        raise Http404
    return organisation


def sheet_to_edit(request: PersonRequest, slug: str) -> Organisation:
    """Return a sheet that this person may change."""
    organisation = sheet_to_see(request, slug)
    if not may_edit(request.user, organisation):
        raise PermissionDenied(
            _("This sheet is kept by the people of the structure and by the département's officers.")
        )
    return organisation


@contextmanager
def as_it_stands(request: PersonRequest, organisation: Organisation) -> Iterator[Organisation]:
    """Give a sheet to the form that shows it, or to the one that is sent: nobody else writes it meanwhile.

    What a form compares is then what it writes over.
    """
    if request.method != "POST":
        yield organisation
        return
    with held(organisation) as sheet:
        yield sheet
