"""What jobs keep of people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

KEEP = timedelta(days=30)

DECLARATIONS = (
    Declaration(
        model="jobs.Job",
        fields=("owner", "title", "message", "reason"),
        purpose=_("Show the person who asked for long work how far it is, and why it failed."),
        basis=Basis.PUBLIC_TASK,
        keep=KEEP,
        export="maillage.core.jobs.subject.export_jobs",
        erase="maillage.core.jobs.subject.erase_jobs",
        purge="maillage.core.jobs.domain.purge",
    ),
    Declaration(
        model="django_tasks_database.DBTaskResult",
        fields=("args_kwargs", "traceback"),
        title=_("Queue of long work"),
        what=_("What the work is about, as numbers; the trace of an error"),
        purpose=_("Run the work again after a failure, and find the cause of an error."),
        basis=Basis.LEGITIMATE_INTEREST,
        keep=KEEP,
        not_exported=_("Numbers that lead to records exported by their own part, and technical traces."),
        not_erased=_("Erased with the work it belongs to."),
        purge="maillage.core.jobs.domain.purge",
    ),
    NoPersonalData("jobs.ChoreClock", why="Names of functions of the program, dates and names of errors."),
)
