"""Seal the stories as everything else is sealed: PostgreSQL does not empty their table at once either."""

from django.db import migrations

from maillage.core.initiatives.seals import SEALS


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_snooze_of_a_review")]

    operations = [
        migrations.RunPython(SEALS.unseal, migrations.RunPython.noop),
        migrations.RunPython(SEALS.seal, migrations.RunPython.noop),
    ]
