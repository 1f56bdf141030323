"""Reading, importing and undoing, away from the web server."""

from django.utils.translation import gettext as _
from django_tasks import task

from maillage.core.imports import domain
from maillage.core.imports.models import ImportRun
from maillage.core.jobs.domain import GiveUp, current_job


def import_of(run_id: int) -> ImportRun:
    """Return the import that a job is about. Raises GiveUp when someone forgot it meanwhile."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise GiveUp(_("This list was erased: there is nothing to do."))
    return run


@task()
def read_list(run_id: int) -> None:
    """Read every cell of a list and plan its lines."""
    domain.analyse(run=import_of(run_id), job=current_job())


@task()
def import_list(run_id: int) -> None:
    """Import the lines of a list."""
    domain.apply(run=import_of(run_id), job=current_job())


@task()
def undo_list(run_id: int) -> None:
    """Take back the lines of a list."""
    domain.take_back(run=import_of(run_id), job=current_job())
