"""Give keys of resemblance no number of their own; drop indexes that PostgreSQL was given twice.

The keys are set aside while their table is made anew: no database changes a primary key in place.
"""

import django.db.models.deletion
from django.db import migrations, models

SET_ASIDE = "CREATE TEMPORARY TABLE kept_keys AS SELECT key, organisation_id FROM organisations_namekey"
PUT_BACK = [
    "INSERT INTO organisations_namekey (key, organisation_id) SELECT key, organisation_id FROM kept_keys",
    "DROP TABLE kept_keys",
]


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0010_fewer_indexes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='fieldprovenance',
            name='record',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisations.sourcerecord', verbose_name='record of a source'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='ess_family',
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='ess_status',
            field=models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], default='unknown', editable=False, max_length=7, verbose_name='belongs to the ESS'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='siret',
            field=models.CharField(blank=True, max_length=14, verbose_name='SIRET'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='organisations.organisation', verbose_name='merged into'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='organisations_merged_into'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['ess_family'], name='organisations_by_ess_family'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['ess_status'], name='organisations_by_ess_status'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['siret'], name='organisations_by_siret', opclasses=['varchar_pattern_ops']),
        ),
        migrations.RunSQL(SET_ASIDE, PUT_BACK),
        migrations.DeleteModel(name='NameKey'),
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'organisation_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='name_keys', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'key of resemblance',
                'verbose_name_plural': 'keys of resemblance',
            },
        ),
        migrations.RunSQL(PUT_BACK, SET_ASIDE),
    ]
