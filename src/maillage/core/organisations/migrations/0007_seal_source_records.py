"""Let the database refuse that what a source said be written again or removed."""

from django.db import migrations

from maillage.core.organisations.seals import SEALS


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_turns_at_the_registry")]

    operations = [migrations.RunPython(SEALS.seal, SEALS.unseal)]
