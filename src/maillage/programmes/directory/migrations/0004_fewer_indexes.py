"""Drop indexes that nothing asks, and constraints of what is derived: it was just read from what they ask."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_stripes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='datachange',
            name='slug',
            field=models.SlugField(db_index=False, max_length=120, verbose_name='structure'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='commune',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territories.municipality', verbose_name='commune'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='organisation',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='listing', serialize=False, to='organisations.organisation', verbose_name='structure'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='refreshed_at',
            field=models.DateTimeField(verbose_name='derived on'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='territory',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territories.territory', verbose_name='territory'),
        ),
        migrations.AlterField(
            model_name='listing',
            name='slug',
            field=models.SlugField(db_index=False, max_length=120, verbose_name='address of the sheet'),
        ),
    ]
