"""Start the journal, and let the database refuse any change to it."""

from django.db import migrations

from maillage.core.activity.seals import SEALS


def start(apps, schema_editor):
    apps.get_model("activity", "Head").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [
        migrations.RunPython(start, migrations.RunPython.noop),
        migrations.RunPython(SEALS.seal, SEALS.unseal),
    ]
