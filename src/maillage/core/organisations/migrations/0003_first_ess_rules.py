"""The first version of the ESS perimeter, from its file."""

import csv
from pathlib import Path

from django.db import migrations

VERSION = "2026-1"
FILE = Path(__file__).resolve().parent.parent / "data" / f"ess-perimeter-{VERSION}.csv"


def load(apps, schema_editor):
    rule = apps.get_model("organisations", "EssPerimeterRule")
    with FILE.open(encoding="utf-8", newline="") as lines:
        rule.objects.bulk_create(rule(version=VERSION, **row) for row in csv.DictReader(lines))


def unload(apps, schema_editor):
    apps.get_model("organisations", "EssPerimeterRule").objects.filter(version=VERSION).delete()


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_sources_and_duplicates")]
    operations = [migrations.RunPython(load, unload)]
