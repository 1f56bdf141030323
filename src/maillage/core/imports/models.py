"""Lists that were given to be imported, what was read in each line, and every cell that was refused."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.jobs.models import Job


class ImportRun(models.Model):
    """One list: whose it is, which column says what, how far it is. Nothing is imported until said so.

    ``mapping`` gives, for a column's key, the rank of the header that holds it. ``content`` is the file
    itself, erased with the run; it is empty while a job fetches the list,
    which then says in ``note`` what is to know of it.
    """

    class State(models.TextChoices):
        FETCHING = "fetching", _("being fetched")
        TO_MAP = "to_map", _("columns to choose")
        READING = "reading", _("being read")
        PREVIEWED = "previewed", _("read, waiting for your word")
        APPLYING = "applying", _("being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    importer = models.SlugField(_("kind of list"), max_length=40)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="import_runs", verbose_name=_("given by"))
    source_name = models.CharField(_("whose list it is"), max_length=200)
    licence = models.CharField(_("licence or agreement"), max_length=120)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    headers = models.JSONField(_("headers"), default=list)
    samples = models.JSONField(_("first lines"), default=list)
    rows = models.PositiveIntegerField(_("lines"), default=0)
    mapping = models.JSONField(_("columns"), default=dict)
    note = models.TextField(_("what is to know of it"), blank=True)
    publish = models.BooleanField(_("publish the complete sheets"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.TO_MAP)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("work"))
    outcome = models.JSONField(_("what came of it"), default=dict)
    created_at = models.DateTimeField(_("given on"), default=timezone.now, db_index=True)
    finished_at = models.DateTimeField(_("imported on"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source_name="") & ~Q(licence=""),
                name="imports_importrun_sourced",
                violation_error_message=_("Say whose list this is, and by what right it may be used."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportLine(models.Model):
    """One line of a list: what was read, what it will do or did, to which object.

    ``before`` is what the line replaced, so that it can be put back; ``reason`` is a code.
    """

    class Action(models.TextChoices):
        CREATE = "create", _("new")
        UPDATE = "update", _("completes a sheet")
        SAME = "same", _("nothing new")
        REJECT = "reject", _("rejected")

    # The constraint, which begins with it, is its index.
    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("line"))
    external_id = models.CharField(_("identifier in the list"), max_length=120, blank=True)
    values = models.JSONField(_("what was read"), default=dict)
    action = models.CharField(_("what it does"), max_length=6, choices=Action.choices)
    reason = models.CharField(max_length=40, blank=True)
    target = models.BigIntegerField(_("object"), null=True)
    before = models.JSONField(_("what it replaced"), default=dict)
    is_applied = models.BooleanField(_("imported"), default=False)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="imports_importline_once"),
            models.CheckConstraint(
                condition=Q(action__in=["create", "update", "same", "reject"]),
                name="imports_importline_action",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} · {self.number}"


class ImportFault(models.Model):
    """One cell that was refused or mended: where it is, what it says, why, and what became of it."""

    class Severity(models.TextChoices):
        REJECTED = "rejected", _("refused")
        REPAIRED = "repaired", _("mended")

    # An index of several fields begins with it.
    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="faults", db_index=False, verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=120, blank=True)
    value = models.CharField(_("what the cell says"), max_length=200, blank=True)
    severity = models.CharField(_("what became of it"), max_length=8, choices=Severity.choices)
    code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("refused cell")
        verbose_name_plural = _("refused cells")
        ordering = ["run", "number", "pk"]
        indexes = [models.Index(fields=["run", "severity", "number", "id"], name="imports_fault_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["rejected", "repaired"]), name="imports_importfault_severity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.column} {self.code}"
