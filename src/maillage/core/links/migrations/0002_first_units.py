"""The first list of units, from its file."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "units.csv"


def load(apps, schema_editor):
    unit = apps.get_model("links", "OutcomeUnit")
    with FILE.open(encoding="utf-8", newline="") as lines:
        unit.objects.bulk_create(
            unit(position=position, **row) for position, row in enumerate(csv.DictReader(lines))
        )


def unload(apps, schema_editor):
    apps.get_model("links", "OutcomeUnit").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("links", "0001_links")]
    operations = [migrations.RunPython(load, unload)]
