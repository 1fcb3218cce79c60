import django.db.models.deletion
import django.utils.timezone
import folkmoot.kit.sealed
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_tallies'),
        ('journal', '0002_muted'),
        ('moderation', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Point',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.TextField(blank=True, max_length=4000)),
                    ('private', models.BooleanField(default=False, help_text='said in private: sealed, and in no list that all may read')),
                    ('sealed', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=4000)),
                    ('quotable', models.BooleanField(default=False, help_text='whoever said it in private allowed it to be quoted')),
                    ('allowed_by', models.CharField(blank=True, help_text='the consent that quoting stands on', max_length=60)),
                    ('kind', models.CharField(choices=[('point', 'Point'), ('disagreement', 'Where we disagreed'), ('gap', 'Gap'), ('question', 'Question'), ('idea', 'Idea for what comes next'), ('love', 'What they love'), ('worry', 'What worries them'), ('change', 'What they would change'), ('would-do', 'What they would do themselves')], default='point', max_length=16)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('said_by', models.CharField(blank=True, help_text='who said it, as they wish to be called; or nobody', max_length=200)),
                    ('voice', models.CharField(blank=True, help_text='tells people apart within a source; names nobody', max_length=60)),
                    ('group', models.CharField(blank=True, help_text='the table or group that said it', max_length=80)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('source_kind', models.CharField(max_length=40)),
                    ('source_key', models.CharField(max_length=60)),
                    ('source_title', models.CharField(max_length=300)),
                    ('source_address', models.CharField(max_length=300)),
                    ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='journal.line')),
                    ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('once', models.CharField(blank=True, help_text='same word, same point', max_length=80, null=True, unique=True)),
                ],
                options={
                    'ordering': ['said_at', 'pk'],
                    'indexes': [models.Index(fields=['source_kind', 'source_key'], name='points_poin_source__418e18_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('private', False), models.Q(('person', None), ('said_by', ''), ('words', '')), _connector='OR'), name='point_private_is_sealed')],
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=60)),
                    ('count', models.PositiveIntegerField(default=1, help_text='how many were on the page')),
                    ('why', models.CharField(max_length=300)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['kind', 'key'], name='points_read_kind_01cf13_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='reading_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Progress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('taken-up', 'Taken up'), ('under-way', 'Under way'), ('done', 'Done'), ('stuck', 'Stuck'), ('dropped', 'Not going on')], max_length=10)),
                    ('words', models.TextField(max_length=2000)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('on', models.DateField(default=django.utils.timezone.localdate)),
                    ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name_plural': 'progress',
                    'ordering': ['-on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Theming',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('source_kind', models.CharField(blank=True, help_text='the event or patch it is about, if it is one', max_length=40)),
                    ('source_key', models.CharField(blank=True, max_length=60)),
                    ('source_address', models.CharField(blank=True, max_length=300)),
                    ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('method', models.TextField(blank=True, help_text='how it was asked and counted, and its limits', max_length=4000)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('figures', models.JSONField(blank=True, default=dict, help_text='people by theme as last published; see counting.py')),
                    ('heard_by', models.ForeignKey(blank=True, help_text='whose own listenings alone it is of', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-begun_at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('source_kind', ''), _negated=True), fields=('source_kind', 'source_key'), name='theming_once_for_a_source')],
                },
            ),
            migrations.CreateModel(
                name='Themer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='points.theming')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('leads', models.BooleanField(default=False)),
                    ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('left_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['joined_at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('theming', 'person'), name='themer_once')],
                },
            ),
            migrations.CreateModel(
                name='Taken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken', to='points.theming')),
                    ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken', to='points.point')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('theming', 'point'), name='taken_once')],
                },
            ),
            migrations.CreateModel(
                name='Quote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='points.theming')),
                    ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='points.point')),
                    ('sealed', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=1000)),
                    ('words', models.TextField(blank=True, max_length=1000)),
                    ('allowed_by', models.CharField(help_text='which consent it stands on', max_length=60)),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('agreed_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_out_at', models.DateTimeField(blank=True, null=True)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['proposed_at', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), ('agreed_at__isnull', False), _connector='OR'), name='quote_open_when_agreed'), models.UniqueConstraint(condition=models.Q(('taken_out_at', None)), fields=('theming', 'point'), name='quote_once')],
                },
            ),
            migrations.CreateModel(
                name='Regrouping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regroupings', to='points.theming')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('words', models.CharField(max_length=300)),
                    ('before', models.JSONField(default=dict)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Theme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('words', models.TextField(blank=True, max_length=2000)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('theming', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='points.theming')),
                    ('source_kind', models.CharField(help_text='what the points were said in: an event, a patch', max_length=40)),
                    ('source_key', models.CharField(max_length=60)),
                    ('source_title', models.CharField(max_length=300)),
                    ('source_address', models.CharField(max_length=300)),
                    ('groups_said', models.PositiveIntegerField(blank=True, help_text='how many groups raised it, where it was told', null=True)),
                    ('position', models.PositiveIntegerField(default=0)),
                    ('owner', models.ForeignKey(blank=True, help_text='who carries it on', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='points.theme')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['position', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('merged_into', None), ('theming', None)), fields=('source_kind', 'source_key', 'name'), name='theme_once'), models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('theming', 'name'), name='theme_once_in_a_theming')],
                },
            ),
            migrations.CreateModel(
                name='Placing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placings', to='points.theme')),
                    ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placings', to='points.point')),
                    ('theming', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='placings', to='points.theming')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('by__isnull', False)), fields=('theme', 'point', 'by'), name='placing_once'), models.UniqueConstraint(fields=('theming', 'point'), name='placing_once_in_a_theming')],
                },
            ),
            migrations.CreateModel(
                name='Coding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='points.theming')),
                    ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='points.point')),
                    ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='points.theme')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('theming', 'point', 'by'), name='coding_once')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='progress',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='points.theme'),
        ),
        migrations.AddField(
            model_name='theming',
            name='points',
            field=models.ManyToManyField(related_name='themings', through='points.Taken', to='points.point'),
        ),
        migrations.AddField(
            model_name='theme',
            name='points',
            field=models.ManyToManyField(related_name='themes', through='points.Placing', to='points.point'),
        ),
    ]
