"""Let the rules of the ESS perimeter name an activity by its code of 2025 too."""

from django.db import migrations, models


def tell_the_reason(apps, schema_editor):
    """Sheets known by their new code alone were told that their activity is not known."""
    apps.get_model("organisations", "Organisation").objects.filter(
        ess_reason="no_activity", naf=""
    ).exclude(naf_2025="").update(ess_reason="unread_activity")


def tell_the_former_reason(apps, schema_editor):
    apps.get_model("organisations", "Organisation").objects.filter(ess_reason="unread_activity").update(
        ess_reason="no_activity"
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_seal_source_records")]

    operations = [
        migrations.AlterModelOptions(
            name="essperimeterrule",
            options={
                "ordering": ["version", "category", "statute", "naf", "naf_2025", "pk"],
                "verbose_name": "rule of the ESS perimeter",
                "verbose_name_plural": "rules of the ESS perimeter",
            },
        ),
        migrations.AddField(
            model_name="essperimeterrule",
            name="naf_2025",
            field=models.CharField(blank=True, default="", max_length=6, verbose_name="activity (NAF 2025)"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="essperimeterrule", name="organisations_essrule_once"),
        migrations.RemoveConstraint(model_name="essperimeterrule", name="organisations_essrule_says_of_whom"),
        migrations.AddConstraint(
            model_name="essperimeterrule",
            constraint=models.UniqueConstraint(
                fields=("version", "category", "statute", "naf", "naf_2025"),
                name="organisations_essrule_once",
                violation_error_message="This version already has a rule for this case.",
            ),
        ),
        migrations.AddConstraint(
            model_name="essperimeterrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("category", ""), ("naf", ""), ("naf_2025", ""), ("statute", ""), _negated=True),
                name="organisations_essrule_says_of_whom",
                violation_error_message="A rule names a category, statutes or an activity.",
            ),
        ),
        migrations.RunPython(tell_the_reason, tell_the_former_reason),
    ]
