import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('journal', '0001_initial'), ('journal', '0002_muted')]

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Bookmark',
                fields=[
                    ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                    ('line', models.BigIntegerField(default=0)),
                ],
            ), migrations.CreateModel(
                name='Line',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by_id_then', models.BigIntegerField(null=True)),
                    ('verb', models.CharField(max_length=60)),
                    ('kind', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=60)),
                    ('title', models.CharField(blank=True, max_length=300)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('place_path', models.CharField(blank=True, max_length=200)),
                    ('detail', models.JSONField(blank=True, default=dict)),
                    ('audience', models.CharField(choices=[('public', 'Everyone'), ('parties', 'Those it concerns'), ('keepers', 'Keepers and moderators')], default='public', max_length=8)),
                    ('salt', models.CharField(max_length=24)),
                    ('said', models.CharField(help_text='digest of title and detail with the salt', max_length=64)),
                    ('previous', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['kind', 'key'], name='journal_lin_kind_df7aa5_idx'), models.Index(fields=['place_path'], name='line_place_like', opclasses=['varchar_pattern_ops']), models.Index(fields=['by', 'at'], name='journal_lin_by_id_639df3_idx')],
                },
            ), migrations.CreateModel(
                name='Veil',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=60)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='veil_once')],
                },
            ), migrations.CreateModel(
                name='Watch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=300)),
                    ('address', models.CharField(max_length=300)),
                    ('place_path', models.CharField(blank=True, db_index=True, help_text='set when a place is watched, with all in it', max_length=200)),
                    ('note', models.CharField(blank=True, help_text='what changed under the watch: a boundary review', max_length=300)),
                    ('followed', models.BigIntegerField(default=0, help_text='the last succession of this place that was followed')),
                    ('pace', models.CharField(choices=[('at-once', 'Mail me at once'), ('daily', 'Mail me once a day'), ('weekly', 'Mail me once a week'), ('site', 'Only here on the site'), ('muted', 'Never: mute it')], default='site', max_length=8)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'watches',
                    'ordering': ['title', 'pk'],
                    'indexes': [models.Index(fields=['kind', 'key'], name='journal_wat_kind_5cbea9_idx')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'key'), name='watch_once')],
                },
            ), migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=400)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('pace', models.CharField(choices=[('at-once', 'Mail me at once'), ('daily', 'Mail me once a day'), ('weekly', 'Mail me once a week'), ('site', 'Only here on the site'), ('muted', 'Never: mute it')], default='site', max_length=8)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('mailed_at', models.DateTimeField(null=True)),
                    ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='journal.line')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ('watch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='journal.watch')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['person', 'seen_at'], name='journal_not_person__a54de9_idx'), models.Index(condition=models.Q(('mailed_at', None)), fields=['pace'], name='notice_to_mail')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('line__isnull', False)), fields=('person', 'line'), name='notice_once')],
                },
            )]),
    ]
