import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('priorities', '0001_initial'), ('priorities', '0002_part_of_the_place')]

    initial = True

    dependencies = [
        ('directory', '0002_tallies'),
        ('moderation', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('points', '0001_initial'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Vouch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('how', models.CharField(choices=[('member', 'a body here knows them, and their postcode is here'), ('met', 'a convenor or organiser has met them here'), ('roll', 'on a roll kept by a body here')], max_length=8)),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('vouched_on', models.DateField(blank=True, null=True)),
                    ('until', models.DateField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.place')),
                ],
                options={
                    'verbose_name_plural': 'vouches',
                    'ordering': ['-asked_at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('organisation__isnull', False)), fields=('person', 'place', 'organisation'), name='vouch_once')],
                },
            ), migrations.CreateModel(
                name='PolicySet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('publisher', models.CharField(max_length=200)),
                    ('published_on', models.DateField(blank=True, null=True)),
                    ('published_said', models.CharField(blank=True, help_text='the day as it was said, where vague', max_length=80)),
                    ('source', models.CharField(help_text='where it can be read, or who says so', max_length=500)),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('story', models.BooleanField(default=False)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='priorities.policyset')),
                ],
                options={
                    'ordering': ['-published_on', '-pk'],
                },
            ), migrations.CreateModel(
                name='Policy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('words', models.CharField(max_length=300)),
                    ('policies', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policies', to='priorities.policyset')),
                ],
                options={
                    'verbose_name_plural': 'policies',
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('policies', 'number'), name='policy_number_once')],
                },
            ), migrations.CreateModel(
                name='Matrix',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('about', models.TextField(blank=True, max_length=8000)),
                    ('body_words', models.CharField(blank=True, help_text='the body, where it is not in the directory', max_length=200)),
                    ('made_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('made_said', models.CharField(blank=True, help_text='the meeting, as it was said', max_length=80)),
                    ('source', models.CharField(blank=True, max_length=500)),
                    ('decision_asked', models.CharField(blank=True, help_text='what the board is asked to decide', max_length=400)),
                    ('options', models.TextField(blank=True, max_length=4000)),
                    ('story', models.BooleanField(default=False)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='priorities.matrix')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('policies', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matrices', to='priorities.policyset')),
                ],
                options={
                    'verbose_name_plural': 'matrices',
                    'ordering': ['-made_on', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('carried_from__isnull', False)), fields=('carried_from', 'policies'), name='carried_once')],
                },
            ), migrations.CreateModel(
                name='Aim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('words', models.CharField(max_length=300)),
                    ('matrix', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aims', to='priorities.matrix')),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('matrix', 'number'), name='aim_number_once')],
                },
            ), migrations.CreateModel(
                name='SignOff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('body', models.CharField(max_length=200)),
                    ('words', models.CharField(blank=True, max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('matrix', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='priorities.matrix')),
                ],
                options={
                    'ordering': ['at'],
                    'constraints': [models.UniqueConstraint(fields=('matrix', 'body'), name='signed_once_each')],
                },
            ), migrations.CreateModel(
                name='Existing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('field', models.CharField(max_length=80)),
                    ('words', models.CharField(blank=True, max_length=300)),
                    ('source', models.CharField(blank=True, max_length=300)),
                    ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.activity')),
                    ('aims', models.ManyToManyField(blank=True, related_name='existing', to='priorities.aim')),
                    ('matrix', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='existing', to='priorities.matrix')),
                ],
                options={
                    'verbose_name_plural': 'existing',
                    'ordering': ['field', 'pk'],
                },
            ), migrations.CreateModel(
                name='Cell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('relation', models.CharField(choices=[('unknown', 'not known'), ('supports', 'supports'), ('neutral', 'neither'), ('conflicts', 'conflicts')], default='unknown', max_length=10)),
                    ('agreed_at', models.DateTimeField(blank=True, null=True)),
                    ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('aim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='priorities.aim')),
                    ('matrix', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='priorities.matrix')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='priorities.policy')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('matrix', 'aim', 'policy'), name='cell_once')],
                },
            ), migrations.CreateModel(
                name='Remark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('opportunity', 'Opportunity'), ('threat', 'Threat'), ('gap', 'Gap'), ('action', 'Action')], max_length=12)),
                    ('words', models.CharField(max_length=400)),
                    ('said_by', models.CharField(blank=True, help_text='who said so, where somebody else wrote it down', max_length=120)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('example', models.BooleanField(default=False, help_text='an example, not theirs')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('cell', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='priorities.cell')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['kind', 'at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('cell', 'kind', 'words'), name='remark_once')],
                },
            ), migrations.CreateModel(
                name='Priority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=300)),
                    ('demand', models.CharField(blank=True, help_text='as it was said at first, in their words', max_length=400)),
                    ('because', models.TextField(blank=True, help_text='why it matters to those who say so', max_length=4000)),
                    ('enough', models.TextField(blank=True, help_text='what would be good enough', max_length=2000)),
                    ('affected', models.CharField(blank=True, max_length=300)),
                    ('unheard', models.CharField(blank=True, help_text='who is missing from the evidence, in words', max_length=400)),
                    ('state', models.CharField(choices=[('wanted', 'Wanted'), ('met', 'Met'), ('left', 'Let go')], default='wanted', max_length=8)),
                    ('state_because', models.CharField(blank=True, max_length=400)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('story', models.BooleanField(default=False)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('people', models.ManyToManyField(blank=True, related_name='+', to='directory.peopleserved')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('types', models.ManyToManyField(blank=True, related_name='+', to='directory.typeofhelp')),
                ],
                options={
                    'verbose_name_plural': 'priorities',
                    'ordering': ['-made_at', '-pk'],
                },
            ), migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('statements', 'Agree or disagree with statements'), ('pairs', 'Choose between two, again and again'), ('points', 'Share out 100 points'), ('rank', 'Put a few in order'), ('basket', 'Fill a basket with prices')], default='statements', max_length=12)),
                    ('words', models.CharField(max_length=300)),
                    ('about', models.TextField(blank=True, max_length=8000)),
                    ('so_that', models.CharField(blank=True, help_text='who reads the answers, and what they do with them', max_length=400)),
                    ('asked_of', models.CharField(blank=True, max_length=200)),
                    ('reading', models.TextField(blank=True, max_length=20000)),
                    ('learn', models.CharField(choices=[('nothing', 'Nothing to read first'), ('first', 'A page to read first, then say'), ('between', 'Say, read, and say again: how views shift is shown')], default='nothing', max_length=8)),
                    ('affected', models.CharField(blank=True, help_text='who is touched most by what is decided', max_length=300)),
                    ('voices', models.CharField(choices=[('local', 'The result is that of voices known to be local; others are shown apart'), ('everyone', 'Every voice is in the result')], default='local', max_length=8)),
                    ('results', models.CharField(choices=[('after', 'Once it has closed'), ('twenty', 'At each 20 new voices, and once it has closed')], default='after', max_length=8)),
                    ('takes_statements', models.BooleanField(default=True, help_text='people may put statements of their own')),
                    ('gives_file', models.BooleanField(default=True, help_text='votes are given out, coarse and shuffled, to recompute')),
                    ('purse_pence', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('population', models.JSONField(blank=True, default=dict, help_text='people of each age, and where that is from')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('settled_at', models.DateTimeField(blank=True, help_text='votes were shuffled and made coarse', null=True)),
                    ('story', models.BooleanField(default=False)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rounds.round')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['-asked_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'basket'), _negated=True), ('purse_pence__isnull', False), _connector='OR'), name='basket_has_a_purse')],
                },
            ), migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('voices', models.PositiveIntegerField()),
                    ('final', models.BooleanField(default=False)),
                    ('found', models.JSONField(default=dict)),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='found', to='priorities.question')),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('final', True)), fields=('question',), name='final_result_once')],
                },
            ), migrations.CreateModel(
                name='Statement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seed', models.BooleanField(default=False)),
                    ('price_pence', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('refused_at', models.DateTimeField(blank=True, null=True)),
                    ('put_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('option', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='statement', to='rounds.option')),
                    ('point', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='points.point')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='priorities.question')),
                ],
                options={
                    'ordering': ['put_at', 'pk'],
                },
            ), migrations.CreateModel(
                name='Voice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('way', models.CharField(choices=[('screen', 'signed in'), ('mail', 'by a mailed link'), ('paper', 'on paper')], max_length=8)),
                    ('local', models.BooleanField(default=False)),
                    ('affected', models.BooleanField(default=False)),
                    ('age', models.CharField(blank=True, choices=[('', 'Rather not say'), ('under-25', 'Under 25'), ('25-44', '25 to 44'), ('45-64', '45 to 64'), ('65-up', '65 or over')], default='', max_length=8)),
                    ('has_read', models.BooleanField(default=False)),
                    ('hour', models.DateTimeField(blank=True, null=True)),
                    ('in_burst', models.BooleanField(default=False)),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spoken', to='priorities.question')),
                    ('say', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='voice', to='rounds.say')),
                    ('part', models.CharField(blank=True, default='', help_text='the part of the place they live in', max_length=80)),
                ],
            ), migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first', models.PositiveIntegerField()),
                    ('count', models.PositiveIntegerField()),
                    ('how', models.CharField(max_length=200)),
                    ('local', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='priorities.question')),
                ],
                options={
                    'verbose_name_plural': 'batches',
                    'ordering': ['first'],
                    'constraints': [models.UniqueConstraint(fields=('question', 'first'), name='batch_of_its_own_numbers')],
                },
            ), migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('method', models.CharField(choices=[('listening', 'Listening'), ('discussion', 'Discussion'), ('question', 'Question to everybody'), ('trade-off', 'Trade-off'), ('event', 'Event'), ('petition', 'Petition'), ('letters', 'Letters and calls'), ('figures', 'Figures of need')], max_length=12)),
                    ('title', models.CharField(max_length=300)),
                    ('address', models.CharField(blank=True, max_length=500)),
                    ('people', models.PositiveIntegerField(blank=True, help_text='separate people; unknown when empty', null=True)),
                    ('times', models.PositiveIntegerField(blank=True, help_text='how often it was said there', null=True)),
                    ('gathered', models.CharField(blank=True, max_length=120)),
                    ('note', models.CharField(blank=True, max_length=400)),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('heard', models.ManyToManyField(blank=True, related_name='+', to='directory.peopleserved')),
                    ('priority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='priorities.priority')),
                    ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cited', to='priorities.question')),
                    ('key', models.CharField(blank=True, max_length=60)),
                    ('kind', models.CharField(blank=True, max_length=40)),
                ],
                options={
                    'verbose_name_plural': 'evidence',
                    'ordering': ['added_at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('priority', 'method', 'address', 'title'), name='evidence_once'), models.CheckConstraint(condition=models.Q(('people', None), ('times', None), ('times__gte', models.F('people')), _connector='OR'), name='evidence_each_said_it_once_at_least')],
                    'indexes': [models.Index(fields=['kind', 'key'], name='priorities__kind_7b7ee7_idx')],
                },
            ), migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('relation', models.CharField(choices=[('unknown', 'not known'), ('supports', 'supports'), ('neutral', 'neither'), ('conflicts', 'conflicts')], max_length=10)),
                    ('note', models.CharField(blank=True, max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('cell', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='priorities.cell')),
                    ('said_by', models.CharField(blank=True, default='', max_length=120)),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('said_by', '')), fields=('cell', 'by'), name='rating_once_each'), models.UniqueConstraint(condition=models.Q(('said_by', ''), _negated=True), fields=('cell', 'said_by'), name='rating_once_each_name')],
                },
            )]),
    ]
