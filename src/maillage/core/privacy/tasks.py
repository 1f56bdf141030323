"""Long work of personal data: making the copy."""

from django_tasks import task

from maillage.core.jobs.domain import GiveUp, current_job
from maillage.core.privacy.archives import build_archive
from maillage.core.privacy.domain import store_copy
from maillage.core.privacy.models import DataCopy


@task()
def make_copy(copy_id: int) -> None:
    """Build the archive of a person's data and keep it."""
    copy = DataCopy.objects.select_related("person").filter(pk=copy_id).first()
    if copy is None:
        raise GiveUp("The account was erased meanwhile.")
    archive = build_archive(copy.person)
    with current_job().effect():
        store_copy(copy=copy, archive=archive)
