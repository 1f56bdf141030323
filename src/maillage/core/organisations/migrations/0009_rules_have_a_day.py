"""Give the rules of the ESS perimeter a day: a version that is loaded ahead waits for it."""

from datetime import date

from django.db import migrations, models

# The rules that are there were in force as soon as they were loaded; the oldest is the first of 2026.
SINCE = date(2026, 1, 1)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0008_rules_speak_of_naf_2025")]

    operations = [
        migrations.AddField(
            model_name="essperimeterrule",
            name="since",
            field=models.DateField(default=SINCE, verbose_name="in force since"),
            preserve_default=False,
        ),
    ]
