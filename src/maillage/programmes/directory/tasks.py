"""Long work of the directory, away from the web server."""

from django_tasks import task

from maillage.core.imports.tasks import import_of
from maillage.core.jobs.domain import current_job
from maillage.programmes.directory.structures import fetching


@task()
def fetch_structures(run_id: int) -> None:
    """Fetch the structures of the ESS that the registry lists here."""
    fetching.fetch(run=import_of(run_id), job=current_job())
