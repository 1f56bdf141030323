"""Seal the records of sources as everything else is sealed: PostgreSQL does not empty their table at once either."""

from django.db import migrations

from maillage.core.organisations.seals import SEALS


class Migration(migrations.Migration):
    dependencies = [("organisations", "0009_rules_have_a_day")]

    operations = [
        migrations.RunPython(SEALS.unseal, migrations.RunPython.noop),
        migrations.RunPython(SEALS.seal, migrations.RunPython.noop),
    ]
