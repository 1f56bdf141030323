"""Drop indexes that another one begins with, or that nothing asks; seal the records of sources again.

PostgreSQL then refuses to empty their table at once, too.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from maillage.core.organisations.seals import SEALS


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0009_rules_have_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(SEALS.unseal, SEALS.seal),
        migrations.AlterField(
            model_name='fieldprovenance',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='provenance', to='organisations.organisation', verbose_name='structure'),
        ),
        migrations.AlterField(
            model_name='fieldprovenance',
            name='person',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to=settings.AUTH_USER_MODEL, verbose_name='written by'),
        ),
        migrations.AlterField(
            model_name='fieldprovenance',
            name='record',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisations.sourcerecord', verbose_name='record of a source'),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='folded',
            field=models.CharField(editable=False, max_length=200),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='folded_acronym',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='siren',
            field=models.CharField(blank=True, max_length=9, verbose_name='SIREN'),
        ),
        migrations.AlterField(
            model_name='sourceidentity',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='identities', to='organisations.source', verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='sourcerecord',
            name='identity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='organisations.sourceidentity', verbose_name='identity'),
        ),
        migrations.AddIndex(
            model_name='fieldprovenance',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='organisations_corrected_by'),
        ),
        migrations.RunPython(SEALS.seal, SEALS.unseal),
    ]
