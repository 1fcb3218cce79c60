import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import folkmoot.conversations.models.arrival
import folkmoot.conversations.models.attachment
import folkmoot.conversations.models.departure
import folkmoot.conversations.models.member
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('conversations', '0001_initial'), ('conversations', '0002_terms_and_duties')]

    initial = True

    dependencies = [
        ('directory', '0005_interest_declared'),
        ('moderation', '0001_initial'),
        ('people', '__first__'),
        ('places', '0002_where_places_lay'),
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Group',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('about', models.TextField(blank=True, help_text='what it is for', max_length=4000)),
                    ('way_in', models.CharField(choices=[('open', 'Anyone can join'), ('request', 'Anyone can ask to join'), ('invite', 'By invitation')], default='open', max_length=8)),
                    ('readers', models.CharField(choices=[('everyone', 'Everyone'), ('members', 'Members only; others see the name and what it is for'), ('hidden', 'Members only, and others do not learn that it exists')], default='everyone', max_length=8)),
                    ('licence', models.CharField(blank=True, choices=[('CC BY 4.0', 'Anyone may use it and says whose it is (CC BY 4.0)'), ('CC BY-SA 4.0', 'The same, and shares on the same terms (CC BY-SA 4.0)'), ('CC0 1.0', 'Anyone may use it for anything (CC0 1.0)'), ('', 'Each writer keeps all rights')], default='CC BY 4.0', max_length=20)),
                    ('colour', models.CharField(blank=True, help_text='"#0d5c4d"; none: that of the site', max_length=7)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='groups', to='directory.programme')),
                    ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.topic')),
                    ('organisation', models.ForeignKey(blank=True, help_text='the body that runs it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='groups', to='directory.organisation')),
                    ('for_title', models.CharField(blank=True, help_text='an event or a page it is for, by its title', max_length=200)),
                    ('for_address', models.CharField(blank=True, help_text='and where that stands on this site', max_length=300)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='conversations.group')),
                    ('closes_after', models.PositiveSmallIntegerField(blank=True, help_text='new discussions close after so many days', null=True)),
                    ('began_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('left_at', models.DateTimeField(blank=True, help_text='it took its content and left', null=True)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('story', models.BooleanField(default=False)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('carried', models.CharField(choices=[('anywhere', 'Anybody who can read it, into any group of theirs'), ('agreed', 'Only into groups with which this one has agreed it')], default='anywhere', max_length=8)),
                    ('new_files', models.BooleanField(default=True, help_text='somebody new may post pictures and files')),
                    ('new_for', models.PositiveSmallIntegerField(blank=True, help_text='for how many days somebody who came in counts as new; none: nobody does', null=True)),
                    ('new_links', models.BooleanField(default=True, help_text='somebody new may post links')),
                    ('new_posts', models.PositiveSmallIntegerField(blank=True, help_text='posts in 24 hours of somebody new', null=True)),
                ],
                options={
                    'ordering': ['name', 'pk'],
                    'indexes': [models.Index(fields=['story', 'readers'], name='conversatio_story_cf606d_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('slug__in', ('new', 'talk', 'stories', 'posts', 'files', 'lines', 'summaries', 'invited', 'asked', 'settling', 'drafts', 'stop', 'exports', 'agreements', 'mine', 'reported', 'bring', 'contests', 'parts')), _negated=True), name='group_slug_is_free'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='group_not_in_itself'), models.CheckConstraint(condition=models.Q(models.Q(('new_files', True), ('new_for', None), ('new_links', True), ('new_posts', None)), models.Q(('new_for__gte', 1), ('new_for__lte', 90)), _connector='OR'), name='group_says_who_is_new'), models.CheckConstraint(condition=models.Q(('new_posts', None), ('new_posts__gte', 1), _connector='OR'), name='group_lets_the_new_speak')],
                },
            ), migrations.CreateModel(
                name='HouseAgreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='conversations.group')),
                    ('version', models.PositiveSmallIntegerField()),
                    ('words', models.TextField(max_length=10000)),
                    ('review_on', models.DateField(blank=True, help_text='when the group looks at it again', null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['group', '-version'],
                    'constraints': [models.UniqueConstraint(fields=('group', 'version'), name='agreement_version_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='agreement_says_something')],
                },
            ), migrations.CreateModel(
                name='Acceptance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='conversations.houseagreement')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agreement', 'person'), name='acceptance_once')],
                },
            ), migrations.CreateModel(
                name='Arrival',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=folkmoot.conversations.models.arrival.new_key, editable=False, max_length=20, unique=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('what', models.JSONField(default=dict, help_text='what is in it: name, where it was, how many of each kind')),
                    ('mark', models.CharField(help_text='of the file: the same file is the same group', max_length=64)),
                    ('wanted_at', models.DateTimeField(blank=True, help_text='whoever brought it said: take it in', null=True)),
                    ('trouble', models.CharField(blank=True, max_length=300)),
                    ('group', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='arrival', to='conversations.group')),
                    ('from_site', models.CharField(blank=True, help_text='the site it was on', max_length=200)),
                    ('from_address', models.CharField(blank=True, help_text='and where it stood there', max_length=300)),
                ],
                options={
                    'ordering': ['-at'],
                },
            ), migrations.CreateModel(
                name='Discussion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=300)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('closes_on', models.DateField(blank=True, help_text='last day on which something can be said', null=True)),
                    ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='discussions', to='conversations.group')),
                    ('kind', models.CharField(choices=[('talk', 'Discussion'), ('story', 'Story')], default='talk', max_length=6)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('as_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('copy_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='conversations.discussion')),
                    ('copied_from', models.CharField(blank=True, help_text='the group it was copied from, as called then', max_length=120)),
                    ('came_from', models.CharField(blank=True, help_text='its address before its group came here', max_length=300)),
                    ('last_number', models.PositiveIntegerField(default=0, editable=False)),
                    ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['group', '-last_at'], name='conversatio_group_i_fdc15d_idx')],
                },
            ), migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='conversations.discussion')),
                    ('number', models.PositiveIntegerField(help_text='its place in the discussion, from 1')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to=settings.AUTH_USER_MODEL)),
                    ('as_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('mandate', models.CharField(blank=True, help_text='by what the body says it: who agreed, when', max_length=300)),
                    ('name', models.CharField(blank=True, help_text='who said it, where they have no account', max_length=120)),
                    ('words', models.TextField(max_length=10000)),
                    ('reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='conversations.post')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('came', models.CharField(choices=[('screen', 'on the page'), ('mail', 'by mail'), ('file', 'brought in with its group')], default='screen', max_length=6)),
                    ('came_as', models.PositiveIntegerField(blank=True, help_text='its key where it was before its group came', null=True)),
                    ('edited_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('interest', models.CharField(blank=True, help_text='what its writer has at stake, as they say it: paid, a neighbour', max_length=200)),
                ],
                options={
                    'ordering': ['discussion', 'number'],
                    'indexes': [models.Index(fields=['by', 'at'], name='conversatio_by_id_c9b435_idx')],
                    'constraints': [models.UniqueConstraint(fields=('discussion', 'number'), name='post_number_once')],
                },
            ), migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('discussion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='conversations.discussion')),
                    ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='conversations.group')),
                    ('kind', models.CharField(choices=[('talk', 'Discussion'), ('story', 'Story')], default='talk', max_length=6)),
                    ('title', models.CharField(blank=True, max_length=300)),
                    ('words', models.TextField(blank=True, max_length=20000)),
                    ('reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.post')),
                    ('excerpt', models.CharField(blank=True, help_text='words of the post that is answered', max_length=400)),
                    ('as_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation')),
                    ('mandate', models.CharField(blank=True, max_length=300)),
                    ('why', models.CharField(blank=True, help_text='why what came by mail was not posted', max_length=300)),
                    ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('interest', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'ordering': ['-saved_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('discussion__isnull', False), ('group', None)), models.Q(('discussion', None), ('group__isnull', False)), _connector='OR'), name='draft_is_for_one'), models.UniqueConstraint(condition=models.Q(('discussion__isnull', False)), fields=('person', 'discussion'), name='draft_of_answer_once'), models.UniqueConstraint(condition=models.Q(('group__isnull', False)), fields=('person', 'group', 'kind'), name='draft_of_new_once')],
                },
            ), migrations.CreateModel(
                name='Quotation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='conversations.post')),
                    ('quoted', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='quoted_in', to='conversations.post')),
                    ('excerpt', models.CharField(blank=True, max_length=400)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('post', 'quoted'), name='quotation_once')],
                },
            ), migrations.CreateModel(
                name='Named',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='conversations.post')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('post', 'person'), name='named_once')],
                },
            ), migrations.CreateModel(
                name='Wording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='conversations.post')),
                    ('words', models.TextField(max_length=10000)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='until when it said this')),
                    ('interest', models.CharField(blank=True, help_text='what was declared beside those words', max_length=200)),
                ],
                options={
                    'ordering': ['post', 'pk'],
                },
            ), migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=folkmoot.conversations.models.attachment.new_key, editable=False, max_length=20, unique=True)),
                    ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='conversations.post')),
                    ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to='conversations.draft')),
                    ('name', models.CharField(max_length=150)),
                    ('alt', models.CharField(blank=True, help_text='what a picture shows, in words', max_length=300)),
                    ('kind', models.CharField(help_text='"jpeg", "png", "pdf", "csv" …', max_length=8)),
                    ('file', models.CharField(help_text='its name among what is kept; empty once it was thrown away', max_length=40)),
                    ('width', models.PositiveIntegerField(default=0)),
                    ('height', models.PositiveIntegerField(default=0)),
                    ('size', models.PositiveIntegerField(default=0, help_text='in bytes')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['pk'],
                },
            ), migrations.CreateModel(
                name='Export',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(default=folkmoot.conversations.models.departure.new_key, editable=False, max_length=20, unique=True)),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='conversations.group')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('ready_at', models.DateTimeField(blank=True, null=True)),
                    ('size', models.PositiveIntegerField(default=0, help_text='in bytes')),
                    ('what', models.JSONField(default=dict, help_text='how many of each kind are in it')),
                    ('trouble', models.CharField(blank=True, help_text='why it could not be made, in words', max_length=300)),
                ],
                options={
                    'ordering': ['-at'],
                },
            ), migrations.CreateModel(
                name='Departure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departures', to='conversations.group')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('because', models.CharField(blank=True, max_length=600)),
                    ('moved_to', models.URLField(blank=True, help_text='where it can be found from now on', max_length=300)),
                    ('undo_until', models.DateField(default=folkmoot.conversations.models.departure.undo_day)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('cleared_at', models.DateTimeField(blank=True, help_text='its words and files were taken off', null=True)),
                ],
                options={
                    'ordering': ['-at'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('group',), name='departure_open_once')],
                },
            ), migrations.CreateModel(
                name='Mute',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to='conversations.discussion')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'discussion'), name='mute_once')],
                },
            ), migrations.CreateModel(
                name='LogRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log', to='conversations.group')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('what', models.CharField(choices=[('began', 'began the group'), ('changed', 'changed the group'), ('agreed', 'wrote a new house agreement'), ('let-in', 'let somebody in'), ('declined', 'did not let somebody in'), ('invited', 'invited somebody'), ('role', 'changed who looks after it'), ('put-out', 'put a member out'), ('ruled', 'decided about something that was written'), ('closed', 'closed a discussion'), ('reopened', 'opened a discussion again'), ('left', 'took the group elsewhere'), ('stayed', 'brought the group back'), ('brought', 'brought the group in with its file'), ('duty', 'named what somebody looks after'), ('terms', 'agreed something with another group'), ('part-of', 'decided whose part it is')], max_length=10)),
                    ('words', models.CharField(blank=True, help_text='what exactly: before and after', max_length=600)),
                    ('because', models.CharField(blank=True, max_length=1000)),
                    ('address', models.CharField(blank=True, help_text='what it is about, on this site', max_length=300)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['-pk'],
                },
            ), migrations.CreateModel(
                name='Member',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='conversations.group')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups_in', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('member', 'Member'), ('moderator', 'Looks after it')], default='member', max_length=10)),
                    ('came', models.CharField(choices=[('began', 'began it'), ('joined', 'joined'), ('asked', 'asked and was let in'), ('invited', 'was invited')], default='joined', max_length=8)),
                    ('since', models.DateField(default=django.utils.timezone.localdate)),
                    ('until', models.DateField(blank=True, help_text='last day', null=True)),
                    ('removed', models.BooleanField(default=False, help_text='put out by a moderator: comes back only by invitation')),
                    ('goes_along', models.BooleanField(default=False, help_text='name and address may leave with the group')),
                ],
                options={
                    'ordering': ['group', 'since', 'pk'],
                    'indexes': [models.Index(fields=['person', 'until'], name='conversatio_person__2df067_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('group', 'person'), name='member_open_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='member_ends_after_begins')],
                },
            ), migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='conversations.group')),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('words', models.CharField(blank=True, max_length=600)),
                    ('word', models.CharField(default=folkmoot.conversations.models.member.new_word, editable=False, help_text='what its link must carry', max_length=24)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('until', models.DateField(default=folkmoot.conversations.models.member.in_two_weeks)),
                    ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None), models.Q(('email', ''), _negated=True)), fields=('group', 'email'), name='invitation_open_once')],
                },
            ), migrations.CreateModel(
                name='Summary',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='summaries', to='conversations.discussion')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(blank=True, help_text='whose it is, where it came with its group', max_length=120)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('up_to', models.PositiveIntegerField(help_text='the number of the last post that was read for it')),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ],
                options={
                    'verbose_name_plural': 'summaries',
                    'ordering': ['-at', '-pk'],
                },
            ), migrations.CreateModel(
                name='SummaryLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('summary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='conversations.summary')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('words', models.CharField(max_length=600)),
                    ('cites', models.ManyToManyField(related_name='cited_in', to='conversations.post')),
                ],
                options={
                    'ordering': ['summary', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('summary', 'order'), name='summary_line_once')],
                },
            ), migrations.CreateModel(
                name='Contest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contests', to='conversations.summaryline')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(blank=True, help_text='whose it is, where it came with its group', max_length=120)),
                    ('words', models.CharField(max_length=600)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('by__isnull', False), ('taken_back_at', None)), fields=('line', 'by'), name='contest_once')],
                },
            ), migrations.CreateModel(
                name='Duty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('purview', models.CharField(help_text='what it looks after, in a sentence', max_length=300)),
                    ('welcomes', models.BooleanField(default=False)),
                    ('keeps_pages', models.BooleanField(default=False)),
                    ('runs_events', models.BooleanField(default=False)),
                    ('moderates', models.BooleanField(default=False)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('laid_down_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='conversations.group')),
                ],
                options={
                    'verbose_name_plural': 'duties',
                    'ordering': ['group', 'name', 'pk'],
                    'constraints': [models.UniqueConstraint(models.F('group'), django.db.models.functions.text.Lower('name'), condition=models.Q(('laid_down_at', None)), name='duty_named_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('purview', ''), _negated=True)), name='duty_says_what')],
                },
            ), migrations.CreateModel(
                name='Holder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateField(default=django.utils.timezone.localdate)),
                    ('until', models.DateField(blank=True, help_text='last day, as it was given', null=True)),
                    ('ended_at', models.DateTimeField(blank=True, help_text='taken or handed back, or run out and given anew', null=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(help_text='who asked them to', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holders', to='conversations.duty')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties_held', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['duty', 'since', 'pk'],
                    'indexes': [models.Index(fields=['person', 'ended_at'], name='conversatio_person__0abefd_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('duty', 'person'), name='holder_open_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='holder_ends_after_begins')],
                },
            ), migrations.CreateModel(
                name='Terms',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(help_text='of all that these two put to each other, from 1')),
                    ('events', models.CharField(blank=True, choices=[('', 'Nothing'), ('given', 'Ours, on their page'), ('taken', 'Theirs, on our page'), ('both', 'Each on the other’s page')], help_text='whose events stand on whose page', max_length=5)),
                    ('talks', models.CharField(blank=True, choices=[('', 'Nothing'), ('given', 'Ours, on their page'), ('taken', 'Theirs, on our page'), ('both', 'Each on the other’s page')], help_text='whose discussions, to read and to carry', max_length=5)),
                    ('voices', models.TextField(blank=True, help_text='who may speak for whom, and where', max_length=1000)),
                    ('words', models.TextField(blank=True, help_text='whatever else they agree', max_length=4000)),
                    ('review_on', models.DateField(blank=True, help_text='when both look at it again', null=True)),
                    ('until', models.DateField(blank=True, help_text='last day', null=True)),
                    ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('answer', models.CharField(blank=True, choices=[('agreed', 'agreed'), ('declined', 'not agreed'), ('withdrawn', 'taken back')], max_length=9)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('because', models.CharField(blank=True, help_text='why not', max_length=1000)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_because', models.CharField(blank=True, max_length=1000)),
                    ('once', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ended_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.group')),
                    ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms_put_to_it', to='conversations.group')),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms_proposed', to='conversations.group')),
                ],
                options={
                    'verbose_name_plural': 'terms',
                    'ordering': ['-proposed_at', '-pk'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Least('proposer', 'partner'), django.db.models.functions.comparison.Greatest('proposer', 'partner'), models.F('version'), name='terms_version_once'), models.UniqueConstraint(django.db.models.functions.comparison.Least('proposer', 'partner'), django.db.models.functions.comparison.Greatest('proposer', 'partner'), condition=models.Q(('answer', '')), name='terms_proposed_once'), models.UniqueConstraint(django.db.models.functions.comparison.Least('proposer', 'partner'), django.db.models.functions.comparison.Greatest('proposer', 'partner'), condition=models.Q(('answer', 'agreed'), ('ended_at', None)), name='terms_in_force_once'), models.CheckConstraint(condition=models.Q(('proposer', models.F('partner')), _negated=True), name='terms_between_two'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('answer', 'agreed'), _connector='OR'), name='terms_agreed_before_ended'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='terms_answered_on_a_day')],
                },
            )]),
    ]
