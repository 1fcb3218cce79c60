import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('places', '0001_initial'), ('places', '0002_where_places_lay')]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Place',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('folded', models.CharField(db_index=True, editable=False, help_text='the name as it is looked for', max_length=200)),
                    ('slug', models.SlugField(max_length=120, unique=True)),
                    ('kind', models.CharField(choices=[('country', 'Country'), ('nation', 'Nation'), ('region', 'Region'), ('combined', 'Combined authority'), ('county', 'County'), ('district', 'District or unitary'), ('ward', 'Ward'), ('parish', 'Parish'), ('town', 'Town or village'), ('neighbourhood', 'Neighbourhood'), ('street', 'Street'), ('interest', 'Community of interest')], max_length=16)),
                    ('code', models.CharField(blank=True, help_text='GSS code, where there is one', max_length=16)),
                    ('path', models.CharField(db_index=True, editable=False, max_length=200)),
                    ('opens_on', models.DateField(blank=True, null=True)),
                    ('closes_on', models.DateField(blank=True, help_text='first day on which it is no longer valid', null=True)),
                    ('latitude', models.FloatField(blank=True, null=True)),
                    ('longitude', models.FloatField(blank=True, null=True)),
                    ('population', models.PositiveIntegerField(blank=True, null=True)),
                    ('population_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('source', models.CharField(blank=True, max_length=300)),
                    ('story', models.BooleanField(default=False, help_text='belongs to the 2009 story')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.place')),
                ],
                options={
                    'ordering': ['name'],
                    'indexes': [models.Index(fields=['path'], name='place_path_like', opclasses=['varchar_pattern_ops'])],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code', 'story'), name='place_code_once'), models.CheckConstraint(condition=models.Q(('closes_on', None), ('opens_on', None), ('closes_on__gt', models.F('opens_on')), _connector='OR'), name='place_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('latitude', None), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='place_on_the_globe')],
                },
            ), migrations.CreateModel(
                name='OtherName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('folded', models.CharField(db_index=True, editable=False, max_length=200)),
                    ('language', models.CharField(blank=True, max_length=8)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_names', to='places.place')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('place', 'name'), name='other_name_once')],
                },
            ), migrations.CreateModel(
                name='OtherCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=16)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_codes', to='places.place')),
                ],
                options={
                    'indexes': [models.Index(fields=['code'], name='places_othe_code_d8400a_idx')],
                    'constraints': [models.UniqueConstraint(fields=('place', 'code'), name='other_code_once')],
                },
            ), migrations.CreateModel(
                name='Boundary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('geometry', models.JSONField()),
                    ('west', models.FloatField()),
                    ('south', models.FloatField()),
                    ('east', models.FloatField()),
                    ('north', models.FloatField()),
                    ('as_of', models.DateField(blank=True, help_text='the day the outline describes', null=True)),
                    ('source', models.CharField(max_length=300)),
                    ('place', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='boundary', to='places.place')),
                ],
                options={
                    'verbose_name_plural': 'boundaries',
                    'indexes': [models.Index(fields=['west', 'east'], name='places_boun_west_6b2b94_idx'), models.Index(fields=['south', 'north'], name='places_boun_south_daceed_idx')],
                },
            ), migrations.CreateModel(
                name='Postcode',
                fields=[
                    ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                    ('latitude', models.FloatField()),
                    ('longitude', models.FloatField()),
                    ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='postcodes', to='places.place')),
                ],
            ), migrations.CreateModel(
                name='Succession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(blank=True, null=True)),
                    ('why', models.CharField(blank=True, max_length=300)),
                    ('after', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='places.place')),
                    ('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followed_by', to='places.place')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('before', 'after'), name='succession_once'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='succession_of_another')],
                },
            ), migrations.CreateModel(
                name='OtherPath',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('path', models.CharField(max_length=200)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='when it was moved from there')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_paths', to='places.place')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('place', 'path'), name='other_path_once')],
                },
            )]),
    ]
