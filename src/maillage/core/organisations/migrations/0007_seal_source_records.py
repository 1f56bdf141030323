"""Let the database refuse that what a source said be written again or removed."""

from django.db import migrations

from maillage.core.organisations.seals import sealing, unsealing


def seal(apps, schema_editor):
    for statement in sealing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def unseal(apps, schema_editor):
    for statement in unsealing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_turns_at_the_registry")]

    operations = [migrations.RunPython(seal, unseal)]
