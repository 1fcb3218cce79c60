import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('joinup', '0001_initial'), ('joinup', '0002_approach'), ('joinup', '0003_programmes_as_sides')]

    initial = True

    dependencies = [
        ('directory', '0003_sources_and_veils'),
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('requests', '0001_initial'),
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Look',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('story', models.BooleanField(unique=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('entries', models.PositiveIntegerField(default=0)),
                    ('gaps', models.JSONField(default=list)),
                    ('supply', models.JSONField(default=list)),
                ],
            ), migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('duplication', 'You may be planning the same thing'), ('synergy', 'Could help each other')], max_length=12)),
                    ('once', models.CharField(help_text='the pair, in order: found twice is found once', max_length=80, unique=True)),
                    ('rule', models.CharField(blank=True, max_length=40)),
                    ('score', models.FloatField()),
                    ('certainty', models.CharField(default='perhaps', help_text='whether their dates overlap', max_length=12)),
                    ('reasons', models.JSONField(default=list)),
                    ('missing', models.JSONField(blank=True, default=list)),
                    ('known_a', models.PositiveSmallIntegerField(default=0, help_text='facts known of the first, of ten')),
                    ('known_b', models.PositiveSmallIntegerField(default=0)),
                    ('for_owner_alone', models.BooleanField(default=False, help_text='one side is private: only its owner is told')),
                    ('story', models.BooleanField(default=False)),
                    ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('gone_at', models.DateTimeField(blank=True, null=True)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('a', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.activity')),
                    ('ask', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.ask')),
                    ('b', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.activity')),
                    ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.offer')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('request', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='requests.request')),
                    ('programme_a', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.programme')),
                    ('programme_b', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.programme')),
                ],
                options={
                    'ordering': ['-score', 'pk'],
                    'indexes': [models.Index(fields=['story', 'kind', 'gone_at', '-score'], name='joinup_find_story_0def04_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('a', None), ('b', None), models.Q(('a', models.F('b')), _negated=True), _connector='OR'), name='finding_of_two'), models.CheckConstraint(condition=models.Q(('score__range', (0, 1))), name='finding_score'), models.CheckConstraint(condition=models.Q(models.Q(('programme_a', None), ('programme_b', None)), models.Q(('a', None), ('ask', None), ('b', None), ('offer', None), ('programme_a__isnull', False), ('programme_b__isnull', False), models.Q(('programme_a', models.F('programme_b')), _negated=True)), _connector='OR'), name='finding_of_two_programmes')],
                },
            ), migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(max_length=200)),
                    ('about', models.TextField(blank=True, max_length=4000)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agreements', to='joinup.finding')),
                ],
            ), migrations.CreateModel(
                name='Introduction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('made_at', models.DateTimeField(blank=True, help_text='when the second yes came', null=True)),
                    ('declined_at', models.DateTimeField(blank=True, null=True)),
                    ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                    ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                    ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='introductions', to='joinup.finding')),
                    ('request', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='requests.request')),
                    ('suggested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='introduction_in_order'), models.UniqueConstraint(condition=models.Q(('declined_at', None)), fields=('a', 'b'), name='introduction_open_once')],
                },
            ), migrations.CreateModel(
                name='Joining',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('joined_at', models.DateTimeField(blank=True, null=True)),
                    ('left_at', models.DateTimeField(blank=True, null=True)),
                    ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='joinup.agreement')),
                    ('joined_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agreement', 'organisation'), name='joining_once')],
                },
            ), migrations.CreateModel(
                name='Match',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('likelihood', models.FloatField()),
                    ('reasons', models.JSONField(default=list)),
                    ('verdict', models.CharField(blank=True, choices=[('', 'Not answered'), ('same', 'The same'), ('different', 'Not the same')], default='', max_length=10)),
                    ('because', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField(blank=True, null=True)),
                    ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                    ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('turn', models.PositiveIntegerField(blank=True, help_text='when to ask: what settles most comes first', null=True)),
                ],
                options={
                    'verbose_name_plural': 'matches',
                    'ordering': ['-likelihood', 'pk'],
                    'indexes': [models.Index(fields=['verdict', '-likelihood'], name='joinup_matc_verdict_925eb9_idx')],
                    'constraints': [models.UniqueConstraint(fields=('a', 'b'), name='match_once'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='match_in_order')],
                },
            ), migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('value_hours', models.PositiveIntegerField(blank=True, null=True)),
                    ('value_pence', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='requests.answer')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='joinup.finding')),
                ],
            ), migrations.CreateModel(
                name='Yield',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('after_days', models.PositiveSmallIntegerField()),
                    ('came', models.CharField(choices=[('nothing', 'Nothing yet'), ('talked', 'We talked'), ('joint', 'We did something together')], max_length=8)),
                    ('words', models.TextField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('introduction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='yields', to='joinup.introduction')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('introduction', 'organisation', 'after_days'), name='yield_once'), models.CheckConstraint(condition=models.Q(('after_days__in', [30, 90])), name='yield_after_30_or_90')],
                },
            ), migrations.CreateModel(
                name='Approach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('made_at', models.DateTimeField(blank=True, help_text='when the second yes came: now both are named', null=True)),
                    ('declined_at', models.DateTimeField(blank=True, null=True)),
                    ('finding', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='approach', to='joinup.finding')),
                    ('request', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='requests.request')),
                ],
                options={
                    'verbose_name_plural': 'approaches',
                    'constraints': [models.CheckConstraint(condition=models.Q(('made_at', None), ('declined_at', None), _connector='OR'), name='approach_ends_once')],
                },
            )]),
    ]
