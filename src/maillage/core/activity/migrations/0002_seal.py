"""Start the journal, and let the database refuse any change to it."""

from django.db import migrations

from maillage.core.activity.seals import sealing, unsealing


def start(apps, schema_editor):
    apps.get_model("activity", "Head").objects.get_or_create(pk=1)


def seal(apps, schema_editor):
    for statement in sealing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def unseal(apps, schema_editor):
    for statement in unsealing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [
        migrations.RunPython(start, migrations.RunPython.noop),
        migrations.RunPython(seal, unseal),
    ]
