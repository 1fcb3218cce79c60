import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from folkmoot.kit.creating import CreateModels


class Migration(migrations.Migration):

    replaces = [('promises', '0001_initial'), ('promises', '0002_put_off'), ('promises', '0003_milestone')]

    initial = True

    dependencies = [
        ('directory', '0002_tallies'),
        ('moderation', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        CreateModels([migrations.CreateModel(
                name='Promise',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(max_length=300)),
                    ('holder_words', models.CharField(blank=True, help_text='who, where they have no account', max_length=200)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('due_words', models.CharField(blank=True, help_text='as it was said: "by the summer"', max_length=120)),
                    ('steps', models.PositiveSmallIntegerField(blank=True, help_text='how many times, where it is several', null=True)),
                    ('steps_done', models.PositiveSmallIntegerField(default=0)),
                    ('made_on', models.DateField(default=django.utils.timezone.localdate)),
                    ('said_at', models.CharField(blank=True, help_text='where it was made: a meeting, a finding', max_length=200)),
                    ('said_at_address', models.CharField(blank=True, max_length=300)),
                    ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('accepted_at', models.DateTimeField(blank=True, help_text='when its holder said: yes, I promised this', null=True)),
                    ('declined_at', models.DateTimeField(blank=True, help_text='when its holder said: no, I did not', null=True)),
                    ('asked_at', models.DateTimeField(blank=True, help_text='when the holder was last asked how it goes', null=True)),
                    ('once', models.CharField(blank=True, help_text='same word, same promise', max_length=80, null=True, unique=True)),
                    ('story', models.BooleanField(default=False)),
                    ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='promises', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='directory.organisation')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                    'indexes': [models.Index(fields=['story', 'due_on'], name='promises_pr_story_c015dd_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('holder__isnull', False), ('organisation__isnull', False), models.Q(('holder_words', ''), _negated=True), _connector='OR'), name='promise_is_somebodys'), models.CheckConstraint(condition=models.Q(('due_on__isnull', False), models.Q(('due_words', ''), _negated=True), _connector='OR'), name='promise_says_by_when'), models.CheckConstraint(condition=models.Q(models.Q(('steps', None), ('steps_done', 0)), models.Q(('steps__gte', 2), ('steps__isnull', False), ('steps_done__lte', models.F('steps'))), _connector='OR'), name='promise_steps_fit'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('declined_at', None), _connector='OR'), name='promise_yes_or_no')],
                },
            ), migrations.CreateModel(
                name='Outcome',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('kept', 'Kept'), ('dropped', 'Dropped')], max_length=8)),
                    ('on', models.DateField(default=django.utils.timezone.localdate)),
                    ('words', models.TextField(blank=True, max_length=4000)),
                    ('evidence', models.URLField(blank=True, max_length=500)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('promise', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='promises.promise')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('state', 'dropped'), ('words', ''), _negated=True), name='outcome_dropped_says_why')],
                },
            ), migrations.CreateModel(
                name='Word',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.TextField(max_length=4000)),
                    ('evidence', models.URLField(blank=True, max_length=500)),
                    ('asks', models.BooleanField(default=False, help_text='a question from somebody who waits')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='promises.promise')),
                    ('standing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.standing')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                },
            ), migrations.CreateModel(
                name='PutOff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('was_on', models.DateField()),
                    ('to_on', models.DateField()),
                    ('because', models.CharField(max_length=400)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='put_offs', to='promises.promise')),
                ],
                options={
                    'ordering': ['at', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('promise', 'was_on'), name='put_off_once_from_a_day'), models.CheckConstraint(condition=models.Q(('to_on__gt', models.F('was_on'))), name='put_off_to_a_later_day'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='put_off_says_why')],
                },
            ), migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('first_on', models.DateField(help_text='the day it was for at first')),
                    ('due_on', models.DateField()),
                    ('because', models.CharField(blank=True, help_text='why it was moved last', max_length=400)),
                    ('reached_on', models.DateField(blank=True, null=True)),
                    ('evidence', models.URLField(blank=True, max_length=500)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='promises.promise')),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('promise', 'name'), name='milestone_named_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='milestone_has_a_name'), models.CheckConstraint(condition=models.Q(('due_on', models.F('first_on')), models.Q(('because', ''), _negated=True), _connector='OR'), name='milestone_moved_says_why')],
                },
            )]),
    ]
