"""Drop the index of lines to import: they are taken in their order, each batch after the one before."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0003_fewer_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='importline', name='imports_line_todo'),
    ]
