"""Check constraints of an object, asked of the database in one question.

Django asks one by one, each with every field of the object: the sheet of a structure, which has a dozen,
spends half of its validation there. Asked together they hold or not; only when they do not is each asked by
itself, so that everything that is wrong is told at once, as before.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import BaseConstraint, CheckConstraint, Q


class AskedTogether(BaseConstraint):
    """The check constraints of one model, for validation alone: no table knows of it."""

    def __init__(self, checks: Iterable[CheckConstraint]) -> None:
        super().__init__(name="asked_together")
        self._checks = [(check, Q(check.condition).referenced_base_fields) for check in checks]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError with what each constraint that does not hold says."""
        # As Django does: a constraint that speaks of a field left out is not asked.
        asked = [check for check, fields in self._checks if fields.isdisjoint(exclude or ())]
        if not asked:
            return
        together = CheckConstraint(condition=Q(*(check.condition for check in asked)), name=self.name)
        try:
            together.validate(model, instance, exclude=exclude, using=using)
        except ValidationError:
            raise ValidationError(list(_broken(asked, model, instance, using))) from None


def _broken(
    checks: Iterable[CheckConstraint], model: type[models.Model], instance: models.Model, using: str
) -> Iterator[ValidationError]:
    for check in checks:
        try:
            check.validate(model, instance, using=using)
        except ValidationError as error:
            yield error


class ChecksAskedTogether(models.Model):
    """A model whose objects have their check constraints asked at once."""

    class Meta:
        abstract = True

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[BaseConstraint]]]:
        """Return the constraints that validation asks, those that are checks together."""
        return [(model, _asked_of(model)) for model, _constraints in super().get_constraints()]


@cache
def _asked_of(model: type[models.Model]) -> Sequence[BaseConstraint]:
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    others = [each for each in model._meta.constraints if not isinstance(each, CheckConstraint)]
    return [AskedTogether(checks), *others] if checks else others
