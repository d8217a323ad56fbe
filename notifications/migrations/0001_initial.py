
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import notifications.rules.filling
import notifications.state
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('classroom', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentPart',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'part of messages',
                'verbose_name_plural': 'parts of messages',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DigestRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window_start', models.DateTimeField(unique=True)),
                ('posting_day', models.BooleanField()),
                ('finished_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('written', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('repeated', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'digest run',
                'ordering': ['-window_start'],
            },
        ),
        migrations.CreateModel(
            name='MessageContent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('nonce', models.CharField(default=notifications.rules.filling.new_nonce, editable=False, max_length=16)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'words of messages',
                'verbose_name_plural': 'words of messages',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MessageEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.UUIDField(db_index=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('state', models.CharField(choices=[('ready', 'Waiting'), ('claimed', 'About to be sent'), ('handed_over', 'Being sent'), ('accepted', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Could not be delivered'), ('rejected', 'Not sent'), ('unknown', 'We cannot tell whether it arrived'), ('resolved', 'Never answered, and dealt with'), ('canceled', 'No longer wanted')], max_length=20, verbose_name='status')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='details')),
            ],
            options={
                'verbose_name': 'message event',
                'verbose_name_plural': 'message events',
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PendingSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('address', models.CharField(max_length=254)),
                ('scope', models.CharField(choices=[('class', 'One class'), ('teacher', "A teacher's classes"), ('school', 'All classes of a school')], max_length=10)),
                ('page_uuid', models.UUIDField()),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'request to subscribe',
                'verbose_name_plural': 'requests to subscribe',
            },
        ),
        migrations.CreateModel(
            name='SendingLimit',
            fields=[
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], max_length=10, primary_key=True, serialize=False)),
                ('minute', models.DateTimeField(default=django.utils.timezone.now)),
                ('used', models.PositiveIntegerField(default=0)),
                ('closed_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'limit of sending',
                'verbose_name_plural': 'limits of sending',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StoppedNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'number without texts',
                'verbose_name_plural': 'numbers without texts',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=10, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
            },
        ),
        migrations.CreateModel(
            name='WebhookPayload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('received_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('body', models.TextField()),
            ],
            options={
                'verbose_name': 'raw message of a provider',
                'verbose_name_plural': 'raw messages of providers',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ClassMailOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered', models.BooleanField(default=False, verbose_name='updates by email')),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('by_text', models.BooleanField(default=False, verbose_name='updates by text message')),
                ('texts_since', models.DateTimeField(blank=True, null=True)),
                ('classroom', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_offer', to='classroom.classroompage')),
            ],
            options={
                'verbose_name': 'offer of email and texts',
                'verbose_name_plural': 'offers of email and texts',
            },
        ),
        migrations.CreateModel(
            name='ConsentRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('subscriber_uuid', models.UUIDField(db_index=True, verbose_name='person')),
                ('act', models.CharField(choices=[('given', 'Given'), ('withdrawn', 'Taken back')], max_length=10, verbose_name='what')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], max_length=10, verbose_name='channel')),
                ('scope', models.CharField(choices=[('class', 'One class'), ('teacher', "A teacher's classes"), ('school', 'All classes of a school')], max_length=10, verbose_name='covers')),
                ('page_uuid', models.UUIDField(verbose_name='page')),
                ('title', models.CharField(blank=True, max_length=255, verbose_name='title of the page')),
                ('school', models.CharField(blank=True, max_length=255, verbose_name='school')),
                ('wording', models.TextField(blank=True, verbose_name='what the person read')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], max_length=10, verbose_name='language')),
                ('source', models.CharField(choices=[('form', 'The form of a page'), ('preferences', 'The person’s own page'), ('stop page', 'The page to stop'), ('one-click', 'The mail program’s button'), ('text', 'A text message'), ('list', 'The office’s list of students')], max_length=20, verbose_name='where')),
                ('proof', models.CharField(choices=[('button', 'Button behind a link that was sent to the address'), ('code', 'Code that was sent to the number and typed back'), ('link', 'Signed link that was sent to the address'), ('number', 'The text came from the number'), ('office', 'The office said so')], max_length=20, verbose_name='how proved')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='asked for')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['pk'],
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('act', 'given'), _negated=True), models.Q(('wording', ''), _negated=True), _connector='OR'), name='consent_has_its_wording')],
            },
        ),
        migrations.CreateModel(
            name='DigestItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], default='email', max_length=10)),
                ('page_uuid', models.UUIDField()),
                ('message_uuid', models.UUIDField(db_index=True)),
                ('may_repeat', models.BooleanField(default=False)),
                ('repeats', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'update in a digest',
                'verbose_name_plural': 'updates in digests',
                'constraints': [models.UniqueConstraint(fields=('address', 'channel', 'page_uuid'), name='digest_item_once')],
            },
        ),
        migrations.CreateModel(
            name='PendingNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('code_hash', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('number', models.CharField(max_length=16)),
                ('subscriber_uuid', models.UUIDField(blank=True, null=True)),
                ('scope', models.CharField(blank=True, choices=[('class', 'One class'), ('teacher', "A teacher's classes"), ('school', 'All classes of a school')], max_length=10)),
                ('page_uuid', models.UUIDField(blank=True, null=True)),
                ('wording', models.TextField()),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'request to prove a number',
                'verbose_name_plural': 'requests to prove a number',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('page_uuid__isnull', True), ('scope', ''), ('subscriber_uuid__isnull', False)), models.Q(models.Q(('scope', ''), _negated=True), ('page_uuid__isnull', False)), _connector='OR'), name='pending_number_for_a_page_or_a_person')],
            },
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('event_id', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=40)),
                ('message_uuid', models.UUIDField(blank=True, db_index=True, null=True)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'event of a provider',
                'verbose_name_plural': 'events of providers',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('source', 'event_id'), name='provider_event_once')],
            },
        ),
        migrations.CreateModel(
            name='SendingPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('begun_by', models.CharField(max_length=254, verbose_name='paused by')),
                ('reason', models.CharField(max_length=300, verbose_name='why')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=254)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'pause of the outbox',
                'verbose_name_plural': 'pauses of the outbox',
                'ordering': ['-begun_at'],
                'permissions': [('pause_sending', 'Can pause and resume sending')],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('active', True)), fields=('active',), name='one_pause_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='SkippedDigest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subscriber_uuid', models.UUIDField(db_index=True)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], default='email', max_length=10)),
                ('window_start', models.DateTimeField()),
                ('reason', models.CharField(choices=[('nothing_new', 'Nothing new in these classes'), ('sent_before', 'Everything new was sent before'), ('mail_off', 'These classes do not offer email'), ('no_classes', 'These classes have finished or are gone')], max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'digest not sent',
                'verbose_name_plural': 'digests not sent',
                'indexes': [models.Index(fields=['window_start'], name='skipped_digest_window')],
                'constraints': [models.UniqueConstraint(fields=('subscriber_uuid', 'channel', 'window_start'), name='skipped_digest_once')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], max_length=10, verbose_name='channel')),
                ('cause', models.CharField(choices=[('hard_bounce', 'The mailbox does not exist'), ('complaint', 'Marked as spam by the family'), ('stop', 'Texts stopped by the owner'), ('no_number', 'The number gets no texts')], max_length=20, verbose_name='why')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='what the provider said')),
                ('message_uuid', models.UUIDField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifted_by', models.CharField(blank=True, max_length=254, verbose_name='lifted by')),
                ('lifted_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'suppressed address',
                'verbose_name_plural': 'suppressed addresses',
                'ordering': ['-since', '-pk'],
                'permissions': [('lift_suppression', 'Can let a suppressed address get messages again')],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['-since'], name='suppression_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('address', 'channel', 'cause'), name='suppression_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('message_class', models.CharField(choices=[('subscription', 'Class updates'), ('notice', 'Notice'), ('urgent', 'Urgent notice'), ('confirmation', 'Confirmation of an address'), ('reply', 'Answer to a text message'), ('staff', 'Staff tasks'), ('account', 'Account')], max_length=20, verbose_name='kind')),
                ('priority', models.PositiveSmallIntegerField()),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], default='email', max_length=10, verbose_name='channel')),
                ('address', models.CharField(max_length=254, verbose_name='to')),
                ('subscriber_uuid', models.UUIDField(blank=True, null=True)),
                ('rhythm', models.CharField(blank=True, max_length=20)),
                ('window_start', models.DateTimeField(blank=True, null=True)),
                ('dedupe_key', models.CharField(blank=True, max_length=200, null=True, unique=True)),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('from_email', models.CharField(max_length=320, verbose_name='from')),
                ('reply_to', models.CharField(blank=True, max_length=320, verbose_name='replies go to')),
                ('subject', models.CharField(max_length=998, verbose_name='subject')),
                ('parts', models.JSONField(blank=True, default=list)),
                ('substitutions', models.JSONField(blank=True, default=dict)),
                ('alike', models.CharField(blank=True, max_length=32)),
                ('state', models.CharField(choices=[('ready', 'Waiting'), ('claimed', 'About to be sent'), ('handed_over', 'Being sent'), ('accepted', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Could not be delivered'), ('rejected', 'Not sent'), ('unknown', 'We cannot tell whether it arrived'), ('resolved', 'Never answered, and dealt with'), ('canceled', 'No longer wanted')], default=notifications.state.State['READY'], max_length=20, verbose_name='status')),
                ('claims', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('send_after', models.DateTimeField(default=django.utils.timezone.now)),
                ('again_for', models.UUIDField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_until', models.TimeField(blank=True, null=True)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=32)),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('provider', models.CharField(blank=True, max_length=40, verbose_name='sent through')),
                ('provider_id', models.CharField(blank=True, max_length=250)),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='what went wrong')),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='notifications.messagecontent')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-created_at'],
                'permissions': [('see_addresses', 'Can see the addresses of messages in full')],
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('priority'), models.F('send_after'), models.F('alike'), models.F('created_at'), condition=models.Q(('state', 'ready')), name='message_due'), models.Index(condition=models.Q(('state__in', ['claimed', 'handed_over'])), fields=['state', 'claimed_at'], name='message_under_way'), models.Index(condition=models.Q(('state', 'unknown')), fields=['settled_at'], name='message_unknown'), models.Index(fields=['-handed_over_at'], name='message_handed_over'), models.Index(fields=['-created_at'], name='message_newest'), models.Index(fields=['address', '-created_at'], name='message_of_address'), models.Index(fields=['subscriber_uuid', '-created_at'], name='message_of_subscriber')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('window_start__isnull', False)), fields=('address', 'channel', 'rhythm', 'window_start'), name='message_once_per_window'), models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='message_address_folded'), models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'claimed', 'handed_over', 'unknown', 'resolved', 'accepted', 'rejected', 'delivered', 'bounced', 'canceled'])), name='message_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], default='email', max_length=10)),
                ('scope', models.CharField(choices=[('class', 'One class'), ('teacher', "A teacher's classes"), ('school', 'All classes of a school')], max_length=10)),
                ('page_uuid', models.UUIDField(db_index=True)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='notifications.subscriber')),
            ],
            options={
                'verbose_name': 'subscription',
                'ordering': ['started_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('subscriber', 'channel', 'scope', 'page_uuid'), name='subscription_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='VerifiedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text message')], default='email', max_length=10)),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('verified_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='verified')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='notifications.subscriber')),
            ],
            options={
                'verbose_name': 'verified address',
                'verbose_name_plural': 'verified addresses',
                'indexes': [models.Index(fields=['channel', 'address'], name='verified_address_found')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), condition=models.Q(('channel', 'email')), name='verified_address_once'), models.UniqueConstraint(fields=('subscriber', 'channel', 'address'), name='verified_address_once_a_person'), models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='verified_address_folded')],
            },
        ),
    ]
