from django.db import migrations, models

from programmes.models.released import stands_released

BATCH = 500


def fill(apps, schema_editor):
    """The entries that are there, batch by batch: no table is ever held in memory whole."""
    entries = apps.get_model('programmes', 'progressentry').objects.select_related('session').order_by('pk')
    last = 0
    while rows := list(entries.filter(pk__gt=last)[:BATCH]):
        entries.filter(pk__in=[row.pk for row in rows if stands_released(row)]).update(is_released=True)
        last = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0004_saved_views'),
    ]

    operations = [
        migrations.AddField(
            model_name='progressentry',
            name='is_released',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
