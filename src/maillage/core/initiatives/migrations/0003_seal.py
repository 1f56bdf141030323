"""Let the database refuse that a story be written again, or a published charter changed."""

from django.db import migrations

from maillage.core.initiatives.seals import sealing, unsealing


def seal(apps, schema_editor):
    for statement in sealing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def unseal(apps, schema_editor):
    for statement in unsealing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_grid_reviews_events")]

    operations = [migrations.RunPython(seal, unseal)]
