"""The first list of subjects, from its file."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "subjects.csv"


def load(apps, schema_editor):
    subject = apps.get_model("cards", "CardSubject")
    with FILE.open(encoding="utf-8", newline="") as lines:
        subject.objects.bulk_create(
            subject(position=position, **row) for position, row in enumerate(csv.DictReader(lines))
        )


def unload(apps, schema_editor):
    apps.get_model("cards", "CardSubject").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cards", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
