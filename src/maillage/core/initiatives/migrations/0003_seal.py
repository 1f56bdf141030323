"""Let the database refuse that a story be written again, or a published charter changed."""

from django.db import migrations

from maillage.core.initiatives.seals import SEALS


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_grid_reviews_events")]

    operations = [migrations.RunPython(SEALS.seal, SEALS.unseal)]
