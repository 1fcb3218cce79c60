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
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('points', '0001_initial'),
        ('promises', '0001_initial'),
        ('requests', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Patch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                    ('streets', models.TextField(blank=True, help_text='one a line; nothing for the whole area', max_length=8000)),
                    ('stays_with', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                    ('ends_on', models.DateField(blank=True, help_text='when the listening here is over, where that is known', null=True)),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name_plural': 'patches',
                    'ordering': ['name', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('place', 'name'), name='patch_once_in_a_place')],
                },
            ),
            migrations.CreateModel(
                name='Organiser',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('patch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organisers', to='listening.patch')),
                    ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('independence', models.TextField(help_text='whose interests they do not serve when they listen', max_length=2000)),
                    ('stated_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('since', models.DateField(default=django.utils.timezone.localdate)),
                    ('until', models.DateField(blank=True, help_text='last day', null=True)),
                    ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('handed_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='took_over', to='listening.organiser')),
                ],
                options={
                    'ordering': ['since', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'patch'), name='organiser_once'), models.CheckConstraint(condition=models.Q(('independence', ''), _negated=True), name='organiser_says_independence'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='organiser_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Listening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('patch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listenings', to='listening.patch')),
                    ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listened', to='listening.organiser')),
                    ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keeps', to='listening.organiser')),
                    ('where', models.CharField(choices=[('door', 'At the door'), ('street', 'On the street'), ('venue', 'Where people meet'), ('phone', 'By phone'), ('home', 'A house meeting'), ('other', 'Elsewhere')], default='door', max_length=8)),
                    ('spot', folkmoot.kit.sealed.SealedText(blank=True, default='', help_text='the door, the café', max_length=300)),
                    ('language', models.CharField(blank=True, max_length=40)),
                    ('who_else', folkmoot.kit.sealed.SealedText(blank=True, default='', help_text='who else to talk to', max_length=2000)),
                    ('heard_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('kept_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('identity_gone_at', models.DateTimeField(blank=True, help_text='when names and contacts were taken out', null=True)),
                    ('once', models.CharField(blank=True, help_text='same word, same listening', max_length=80, null=True, unique=True)),
                ],
                options={
                    'ordering': ['-heard_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Slip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('patch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='listening.patch')),
                    ('number', models.PositiveIntegerField()),
                    ('code', folkmoot.kit.sealed.SealedText(max_length=20)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['patch', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('patch', 'number'), name='slip_number_once')],
                },
            ),
            migrations.CreateModel(
                name='Heard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('listening', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='heard', to='listening.listening')),
                    ('number', models.PositiveSmallIntegerField(default=1, help_text='which of those at a house meeting')),
                    ('name', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=120)),
                    ('contact', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=200)),
                    ('means', models.CharField(blank=True, choices=[('', 'Rather not'), ('mail', 'By email'), ('phone', 'By phone'), ('slip', 'A slip through the door')], default='', max_length=6)),
                    ('age', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=20)),
                    ('group', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=80)),
                    ('slip', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='heard', to='listening.slip')),
                    ('person', models.ForeignKey(blank=True, help_text='their account, if they tied it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrected_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'heard',
                    'ordering': ['listening', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('listening', 'number'), name='heard_number_once')],
                },
            ),
            migrations.CreateModel(
                name='Allowed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allowed', to='listening.heard')),
                    ('purpose', models.CharField(choices=[('keep', 'Write down what I say, without my name, and count it'), ('contact', 'Keep how to reach me, and come back to me'), ('quote', 'Quote me, without my name'), ('introduce', 'Ask me whether I would meet others with the same concern'), ('councillor', 'Pass this to my councillor, with my name')], max_length=12)),
                    ('words', models.CharField(max_length=300)),
                    ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'allowed',
                    'ordering': ['given_at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('heard', 'purpose'), name='allowed_once')],
                },
            ),
            migrations.CreateModel(
                name='Told',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='listening.heard')),
                    ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='points.theme')),
                    ('words', models.TextField(max_length=2000)),
                    ('means', models.CharField(choices=[('', 'Rather not'), ('mail', 'By email'), ('phone', 'By phone'), ('slip', 'A slip through the door')], max_length=6)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('delivered_at', models.DateTimeField(blank=True, null=True)),
                    ('once', models.CharField(max_length=120, unique=True)),
                ],
                options={
                    'verbose_name_plural': 'told',
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Knock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('patch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='knocks', to='listening.patch')),
                    ('organiser', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='listening.organiser')),
                    ('mark', models.CharField(blank=True, help_text='tells doors apart; names none', max_length=64)),
                    ('door', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=200)),
                    ('outcome', models.CharField(choices=[('heard', 'Heard'), ('no-answer', 'Nobody in'), ('later', 'Another time'), ('refused', 'Rather not'), ('never', 'Asked not to be visited')], max_length=10)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['patch', 'mark'], name='listening_k_patch_i_cced61_idx')],
                },
            ),
            migrations.CreateModel(
                name='Outing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outings', to='listening.organiser')),
                    ('where', folkmoot.kit.sealed.SealedText(help_text='which streets, in which order; a phone number', max_length=300)),
                    ('tell', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('out_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('back_by', models.DateTimeField()),
                    ('back_at', models.DateTimeField(blank=True, null=True)),
                    ('told_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-out_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('back_by__gt', models.F('out_at'))), name='outing_back_after_out'), models.UniqueConstraint(condition=models.Q(('back_at', None)), fields=('organiser',), name='outing_one_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Owed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owed', to='listening.heard')),
                    ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owed', to='listening.organiser')),
                    ('promise', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='promises.promise')),
                    ('words', folkmoot.kit.sealed.SealedText(blank=True, default='', help_text='what exactly', max_length=300)),
                ],
                options={
                    'verbose_name_plural': 'owed',
                    'ordering': ['promise__due_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Pairing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairings_a', to='listening.heard')),
                    ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairings_b', to='listening.heard')),
                    ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='points.theme')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('a_said', models.BooleanField(blank=True, null=True)),
                    ('b_said', models.BooleanField(blank=True, null=True)),
                    ('request', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='requests.request')),
                    ('made_at', models.DateTimeField(blank=True, help_text='when the second yes came', null=True)),
                    ('ended_at', models.DateTimeField(blank=True, help_text='a no, or a withdrawal', null=True)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='pairing_in_order'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('a', 'b'), name='pairing_once'), models.CheckConstraint(condition=models.Q(('made_at', None), models.Q(('a_said', True), ('b_said', True)), _connector='OR'), name='pairing_made_by_two_yeses')],
                },
            ),
            migrations.CreateModel(
                name='PassedOn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed', to='listening.heard')),
                    ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, help_text='when the yes was taken back', null=True)),
                    ('request', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='requests.request')),
                ],
                options={
                    'verbose_name_plural': 'passed on',
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('heard', 'to'), name='passed_on_once')],
                },
            ),
            migrations.CreateModel(
                name='Profile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.place')),
                    ('sort', models.CharField(choices=[('age', 'Age'), ('group', 'Group')], max_length=5)),
                    ('label', models.CharField(max_length=80)),
                    ('many', models.PositiveIntegerField()),
                    ('year', models.PositiveSmallIntegerField()),
                    ('source', models.CharField(max_length=300)),
                    ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['place', 'sort', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('place', 'sort', 'label'), name='profile_once'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='profile_says_its_source')],
                },
            ),
            migrations.CreateModel(
                name='Published',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.place')),
                    ('sealed', folkmoot.kit.sealed.SealedText(blank=True, default='')),
                    ('counted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
            ),
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('patch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='projects', to='listening.patch')),
                    ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='points.theme')),
                    ('title', folkmoot.kit.sealed.SealedText(max_length=200)),
                    ('words', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=2000)),
                    ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='listening.organiser')),
                    ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('activity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.activity')),
                ],
                options={
                    'ordering': ['-begun_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='ProjectMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='listening.project')),
                    ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='listening.heard')),
                    ('does', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=200)),
                    ('since', models.DateField(default=django.utils.timezone.localdate)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('project', 'heard'), name='project_member_once')],
                },
            ),
            migrations.CreateModel(
                name='ContactState',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='states', to='listening.heard')),
                    ('state', models.CharField(choices=[('met', 'Met'), ('willing', 'Willing to do something'), ('active', 'Doing something'), ('leading', 'Leading others'), ('resting', 'Not at the moment')], max_length=8)),
                    ('on', models.DateField(default=django.utils.timezone.localdate)),
                    ('note', folkmoot.kit.sealed.SealedText(blank=True, default='', max_length=500)),
                ],
                options={
                    'ordering': ['-on', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('heard', 'state', 'on'), name='contact_state_once_a_day'), models.CheckConstraint(condition=models.Q(('state', ''), _negated=True), name='contact_state_says_which')],
                },
            ),
            migrations.CreateModel(
                name='Safeguard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('patch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='listening.patch')),
                    ('level', models.CharField(choices=[('now', 'Somebody may be in danger now'), ('soon', 'Somebody should look within a day'), ('talk', 'I would like to talk it over')], max_length=4)),
                    ('words', folkmoot.kit.sealed.SealedText(max_length=8000)),
                    ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('raised_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ],
                options={
                    'ordering': ['closed_at', '-raised_at'],
                },
            ),
            migrations.CreateModel(
                name='SafeguardNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('safeguard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='listening.safeguard')),
                    ('words', folkmoot.kit.sealed.SealedText(max_length=8000)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['at', 'pk'],
                },
            ),
        ]),
    ]
