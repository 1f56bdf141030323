"""What a source said stays as it was said: the database refuses to write it again or to remove it."""

import pytest
from django.db import DatabaseError, connection, transaction

from maillage.core.organisations.domain import sources
from maillage.core.organisations.models import Source, SourceRecord
from maillage.core.organisations.models.sources import ImmutableError
from maillage.core.organisations.seals import SEALS

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> SourceRecord:
    source = Source.objects.create(key="essai", name="Essai", licence="Licence Ouverte 2.0")
    return sources.receive(source=source, external_id="1", payload={"nom": "Dit"}).record


@pytest.mark.parametrize(
    "statement",
    ["UPDATE organisations_sourcerecord SET licence = 'autre'", "DELETE FROM organisations_sourcerecord"],
)
def test_sql_changes_nothing_of_what_was_said(record, statement):
    # The keys that the test's rows owe are verified now: PostgreSQL empties no table that waits for that.
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        connection.cursor().execute(statement)
    record.refresh_from_db()
    assert (record.payload, record.licence) == ({"nom": "Dit"}, "Licence Ouverte 2.0")


@pytest.mark.postgresql
def test_the_database_refuses_to_empty_the_records_at_once(record):
    # The keys that the test's rows owe are verified now: PostgreSQL empties no table that waits for that.
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        connection.cursor().execute("TRUNCATE organisations_sourcerecord CASCADE")
    assert SourceRecord.objects.get() == record


def test_the_program_refuses_it_in_words_too(record):
    attempts = (
        lambda: SourceRecord.objects.update(payload={}),
        lambda: SourceRecord.objects.all().delete(),
        record.save,
        record.delete,
    )
    for attempt in attempts:
        with pytest.raises(ImmutableError):
            attempt()


def test_the_seal_can_be_undone_and_put_back(record):
    with connection.cursor() as cursor:
        for statement in SEALS.unsealing(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE organisations_sourcerecord SET licence = 'autre'")
        assert cursor.rowcount == 1
        for statement in SEALS.sealing(connection.vendor):
            cursor.execute(statement)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE organisations_sourcerecord SET licence = 'encore'")
