"""The queue's backend, with a lease beside each of its rows (see docs/adr/0008)."""

from collections.abc import Mapping, Sequence
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult


class LeasedDatabaseBackend(DatabaseBackend):
    """``DatabaseBackend`` whose tasks are run by ``maillage worker`` under a lease.

    OPTIONS: ``lease`` (seconds without news after which another worker takes a job over), ``attempts``
    (at most, before the dead letter).
    """

    def _task_to_db_task(self, task: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> DBTaskResult:
        # Models cannot be imported while task backends are made, which is before apps are ready.
        from maillage.core.jobs.models import Job

        with transaction.atomic():
            result = super()._task_to_db_task(task, args, kwargs)
            Job.objects.create(
                result=result,
                title=task.name,
                language=get_language() or settings.LANGUAGE_CODE,
                max_attempts=self.options.get("attempts", 5),
            )
        return result

    async def _atask_to_db_task(
        self, task: Any, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> DBTaskResult:
        return await sync_to_async(self._task_to_db_task, thread_sensitive=True)(task, args, kwargs)
