"""What imports keep of one person."""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import AbstractBaseUser

from maillage.core.imports.models import ImportRun


def export(person: AbstractBaseUser) -> Iterator[Mapping[str, object]]:
    """Yield the lists that a person gave, without their content."""
    for run in ImportRun.objects.filter(owner=person.pk).order_by("pk").defer("content"):
        yield {"file": run.file_name, "source": run.source_name, "given": run.created_at, "state": run.state}
