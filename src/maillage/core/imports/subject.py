"""What imports keep of one person."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import AbstractBaseUser

from maillage.core.imports.models import ImportRun


def export(person: AbstractBaseUser) -> Iterator[Mapping[str, object]]:
    """Yield the lists that a person gave, without their content."""
    for run in ImportRun.objects.filter(owner=person.pk).order_by("pk").defer("content"):
        yield {
            "file_name": run.file_name,
            "source_name": run.source_name,
            "created_at": run.created_at,
            "state": run.get_state_display(),
        }
