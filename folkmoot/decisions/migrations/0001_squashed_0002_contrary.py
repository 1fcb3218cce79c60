import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('decisions', '0001_initial'), ('decisions', '0002_contrary')]

    initial = True

    dependencies = [
        ('directory', '0002_tallies'),
        ('moderation', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('promises', '0001_initial'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('why', models.TextField(blank=True, max_length=4000)),
                    ('method', models.CharField(choices=[('consent', 'Consent: nobody has a reason against it'), ('gradients', 'Gradients: how far each of us agrees'), ('advice', 'Advice: one person decides, having heard us'), ('score', 'Scores: none to five for each option'), ('rank', 'Ranking: the options in order'), ('dot', 'Dots: share out a few dots'), ('together', 'Going along: what most can live with gains most, and all keep a chance')], max_length=10)),
                    ('audience', models.CharField(choices=[('everyone', 'Everyone can read it'), ('roll', 'Only those who may say')], default='everyone', max_length=8)),
                    ('quorum', models.PositiveSmallIntegerField(default=1, help_text='how many must say for it to count')),
                    ('dots', models.PositiveSmallIntegerField(default=5)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('story', models.BooleanField(default=False)),
                    ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='directory.organisation')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decider', models.ForeignKey(blank=True, help_text='by advice: who decides in the end', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['-made_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='decision_quorum_counts'), models.CheckConstraint(condition=models.Q(('dots__gte', 1), ('dots__lte', 100)), name='decision_dots_few')],
                },
            ), migrations.CreateModel(
                name='Clause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='decisions.decision')),
                ],
            ), migrations.CreateModel(
                name='Eligible',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('delegated_at', models.DateTimeField(blank=True, null=True)),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='eligible', to='decisions.decision')),
                    ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='speaks_for', to='decisions.eligible')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'eligible',
                    'ordering': ['name', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('decision', 'person'), name='eligible_person_once'), models.UniqueConstraint(condition=models.Q(('person', None)), fields=('decision', 'name'), name='eligible_name_once'), models.CheckConstraint(condition=models.Q(('delegate', None), models.Q(('delegate', models.F('pk')), _negated=True), _connector='OR'), name='eligible_not_own_delegate')],
                },
            ), migrations.CreateModel(
                name='Proposition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('demand', models.TextField(blank=True, max_length=4000)),
                    ('interest', models.TextField(blank=True, max_length=4000)),
                    ('good_enough', models.TextField(blank=True, max_length=4000)),
                    ('words', models.TextField(blank=True, help_text='the exact words to agree', max_length=2000)),
                    ('decider_words', models.CharField(blank=True, help_text='who decides, where they are not known here', max_length=200)),
                    ('due_on', models.DateField(blank=True, help_text='by when an answer is asked for', null=True)),
                    ('cost_low_pence', models.BigIntegerField(blank=True, null=True)),
                    ('cost_high_pence', models.BigIntegerField(blank=True, null=True)),
                    ('payer', models.CharField(blank=True, max_length=300)),
                    ('gain_asker', models.TextField(blank=True, max_length=2000)),
                    ('gain_decider', models.TextField(blank=True, max_length=2000)),
                    ('first_step', models.TextField(blank=True, max_length=2000)),
                    ('if_no', models.TextField(blank=True, max_length=2000)),
                    ('affected', models.TextField(blank=True, help_text='who is most affected, however few', max_length=2000)),
                    ('matter', models.CharField(choices=[('ordinary', 'Neither of these'), ('planning', 'A planning matter'), ('licensing', 'A licensing matter')], default='ordinary', max_length=12)),
                    ('follows_as', models.CharField(blank=True, choices=[('again', 'asked again'), ('passed-on', 'passed on to whoever decides this'), ('also', 'the same, asked of another body')], max_length=12)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('put_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_because', models.CharField(blank=True, max_length=400)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('story', models.BooleanField(default=False)),
                    ('body', models.ForeignKey(blank=True, help_text='on whose behalf it is asked', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='propositions', to=settings.AUTH_USER_MODEL)),
                    ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='decisions.proposition')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='propositions', to='directory.organisation')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='propositions', to='directory.post')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('term', models.ForeignKey(blank=True, help_text='who held the post when it was put', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.term')),
                ],
                options={
                    'ordering': ['-put_at', '-pk'],
                    'indexes': [models.Index(fields=['story', '-put_at'], name='decisions_p_story_31bb20_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('cost_low_pence', None), ('cost_high_pence', None), ('cost_high_pence__gte', models.F('cost_low_pence')), _connector='OR'), name='proposition_cost_range'), models.CheckConstraint(condition=models.Q(('put_at', None), models.Q(models.Q(('words', ''), _negated=True), ('due_on__isnull', False)), _connector='OR'), name='proposition_put_whole')],
                },
            ), migrations.CreateModel(
                name='Way',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=400)),
                    ('gain_asker', models.CharField(blank=True, max_length=400)),
                    ('gain_decider', models.CharField(blank=True, max_length=400)),
                    ('chosen', models.BooleanField(default=False)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ways', to='decisions.proposition')),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('proposition', 'words'), name='way_once'), models.UniqueConstraint(condition=models.Q(('chosen', True)), fields=('proposition',), name='way_chosen_once')],
                },
            ), migrations.CreateModel(
                name='WordBack',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.TextField(max_length=2000)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('told', models.PositiveIntegerField(default=0, help_text='how many people with an account were told')),
                    ('carriers', models.PositiveIntegerField(default=0, help_text='how many organisers were asked to tell others')),
                    ('once', models.CharField(max_length=80, unique=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words_back', to='decisions.proposition')),
                ],
                options={
                    'verbose_name_plural': 'words back',
                    'ordering': ['-at', '-pk'],
                },
            ), migrations.CreateModel(
                name='Ground',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort', models.CharField(choices=[('said', 'What people said'), ('evidence', 'A figure or a finding'), ('standard', 'A fair standard'), ('precedent', 'Done before, elsewhere')], default='said', max_length=10)),
                    ('title', models.CharField(max_length=300)),
                    ('address', models.CharField(blank=True, max_length=500)),
                    ('kind', models.CharField(blank=True, max_length=40)),
                    ('key', models.CharField(blank=True, max_length=60)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grounds', to='decisions.proposition')),
                ],
                options={
                    'ordering': ['sort', 'pk'],
                    'indexes': [models.Index(fields=['kind', 'key'], name='decisions_g_kind_06013c_idx')],
                    'constraints': [models.UniqueConstraint(fields=('proposition', 'sort', 'title'), name='ground_once')],
                },
            ), migrations.CreateModel(
                name='CoSignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(blank=True, max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='decisions.proposition')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('proposition', 'organisation'), name='signature_of_body_once'), models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('proposition', 'person'), name='signature_of_person_once')],
                },
            ), migrations.CreateModel(
                name='Carrying',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='as they were called then, with their post', max_length=200)),
                    ('words', models.CharField(blank=True, max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carryings', to='decisions.proposition')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('proposition', 'person'), name='carrying_open_once')],
                },
            ), migrations.CreateModel(
                name='Response',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('choice', models.CharField(choices=[('yes', 'Yes'), ('yes-if', 'Yes, if …'), ('no', 'No, because …'), ('not-mine', 'Not mine to decide'), ('see-me', 'Come and see me')], max_length=10)),
                    ('because', models.TextField(blank=True, max_length=4000)),
                    ('name', models.CharField(help_text='who answered, and as what, as it was then', max_length=300)),
                    ('given_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('is_view', models.BooleanField(default=False)),
                    ('other_words', models.CharField(blank=True, help_text='whose it is to decide', max_length=200)),
                    ('source', models.CharField(blank=True, help_text='where it was given, if not here', max_length=300)),
                    ('source_address', models.CharField(blank=True, max_length=500)),
                    ('minute', models.CharField(blank=True, help_text='the minute or delegated record', max_length=300)),
                    ('minute_address', models.CharField(blank=True, max_length=500)),
                    ('minute_on', models.DateField(blank=True, null=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('other_post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.post')),
                    ('proposition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='decisions.proposition')),
                    ('term', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.term')),
                    ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_view', False), ('undone_at', None)), fields=('proposition',), name='response_standing_once'), models.UniqueConstraint(condition=models.Q(('is_view', True), ('undone_at', None)), fields=('proposition', 'by'), name='response_view_once')],
                },
            ), migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_condition', models.BooleanField(default=False)),
                    ('promise', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='commitment', to='promises.promise')),
                    ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='decisions.response')),
                ],
                options={
                    'ordering': ['-is_condition', 'pk'],
                },
            ), migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('because', models.CharField(blank=True, help_text='what changed and why', max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='decisions.decision')),
                    ('round', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rounds.round')),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('decision', 'number'), name='version_once')],
                },
            ), migrations.CreateModel(
                name='Wording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('words', models.TextField(max_length=4000)),
                    ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='decisions.clause')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='decisions.version')),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'clause'), name='wording_once'), models.UniqueConstraint(fields=('version', 'position'), name='wording_in_order')],
                },
            ), migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.TextField(max_length=2000)),
                    ('would_meet', models.TextField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('met_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='decisions.clause')),
                    ('eligible', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='decisions.eligible')),
                    ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='decisions.version')),
                    ('version', models.ForeignKey(help_text='what they read', on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='decisions.version')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('met_at', None), ('withdrawn_at', None)), fields=('clause', 'eligible'), name='objection_open_once')],
                },
            ), migrations.CreateModel(
                name='Pause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_on', models.DateField()),
                    ('until_on', models.DateField(help_text='last day')),
                    ('because', models.CharField(help_text='which election, and who says so', max_length=300)),
                    ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='directory.organisation')),
                    ('names', models.TextField(blank=True, help_text='who else stands, a name a line', max_length=8000)),
                ],
                options={
                    'ordering': ['-from_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='pause_ends_after_it_begins'), models.UniqueConstraint(fields=('organisation', 'from_on', 'until_on'), name='pause_once')],
                },
            ), migrations.CreateModel(
                name='Settlement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('agreed', 'Agreed'), ('not-agreed', 'Not agreed')], max_length=10)),
                    ('words', models.TextField(help_text='what was decided', max_length=4000)),
                    ('because', models.TextField(max_length=4000)),
                    ('binds', models.CharField(blank=True, help_text='whom it binds', max_length=300)),
                    ('counted', models.JSONField(blank=True, default=dict)),
                    ('settled_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('review_on', models.DateField(blank=True, null=True)),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('review_words', models.TextField(blank=True, max_length=2000)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='settlement', to='decisions.decision')),
                    ('beside', models.JSONField(blank=True, default=list, help_text='[line of the roll, words] of who saw it otherwise')),
                ],
                options={
                    'ordering': ['-settled_on', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('because', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='settlement_says_why')],
                },
            ), migrations.CreateModel(
                name='Contrary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('because', models.CharField(max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='decisions.proposition')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='decisions.proposition')),
                ],
                options={
                    'verbose_name_plural': 'contraries',
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('one', 'other'), name='contrary_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='contrary_in_order'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='contrary_says_why')],
                },
            )]),
    ]
