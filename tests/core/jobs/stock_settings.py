"""Settings of the negative control: the queue as it comes, without the lease."""

from maillage.config.settings import *  # noqa: F403 -- the same house, one setting apart

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
