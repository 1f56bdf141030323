"""What jobs give to, and remove for, the person who asked for them."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from maillage.core.jobs import queries, rules
from maillage.core.jobs.models import Job


def export_jobs(person: AbstractBaseUser) -> Iterator[dict[str, object]]:
    """Yield the long work that the person asked for."""
    for job in queries.jobs_of(person):
        state = queries.snapshot(job)
        yield {
            _("Title"): job.title,
            _("State"): state.words,
            _("Asked for on"): state.asked_at,
            _("Finished"): state.finished_at,
        }


def erase_jobs(person: AbstractBaseUser) -> int:
    """Erase the work that is over; work under way goes on without its owner. Return the number of jobs."""
    with transaction.atomic():
        mine = list(queries.jobs_of(person))
        over = [job.pk for job in mine if rules.state_of(job) in rules.OVER]
        DBTaskResult.objects.filter(pk__in=over).delete()
        Job.objects.filter(owner_id=person.pk).update(owner=None)
    return len(mine)
