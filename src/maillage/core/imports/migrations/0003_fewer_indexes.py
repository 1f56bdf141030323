"""Drop indexes that another one begins with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0002_fetched_lists'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importfault',
            name='run',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='imports.importrun', verbose_name='import'),
        ),
        migrations.AlterField(
            model_name='importline',
            name='run',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='imports.importrun', verbose_name='import'),
        ),
    ]
