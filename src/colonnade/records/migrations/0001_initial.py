import colonnade.records.models
import colonnade.records.tables
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Not needed for the tables, but for the time it takes to make them: every step of another application that touches
    # accounts would otherwise be worked out again for each of our records, which keep who changed them.
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailforms", "0005_alter_formsubmission_form_data"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        colonnade.records.tables.MakeTables(
            tables=[migrations.CreateModel(
                name='HistoricalSource',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('kind', models.CharField(choices=[('document', 'document'), ('page', 'web page'), ('dataset', 'data set'), ('statement', 'statement')], default='document', max_length=12, verbose_name='kind')),
                    ('title', models.CharField(max_length=400, verbose_name='title')),
                    ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                    ('address', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                    ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                    ('licence', models.CharField(blank=True, max_length=200, verbose_name='licence')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical source',
                    'verbose_name_plural': 'historical sources',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Source',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('kind', models.CharField(choices=[('document', 'document'), ('page', 'web page'), ('dataset', 'data set'), ('statement', 'statement')], default='document', max_length=12, verbose_name='kind')),
                    ('title', models.CharField(max_length=400, verbose_name='title')),
                    ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                    ('address', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                    ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                    ('licence', models.CharField(blank=True, max_length=200, verbose_name='licence')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                ],
                options={
                    'verbose_name': 'source',
                    'verbose_name_plural': 'sources',
                    'ordering': ['code'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalEvidence',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('ref', models.CharField(db_index=True, max_length=160, verbose_name='record')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('file', models.TextField(max_length=100, verbose_name='file')),
                    ('sha256', models.CharField(editable=False, max_length=64)),
                    ('added_on', models.DateField(blank=True, editable=False, verbose_name='added on')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical evidence file',
                    'verbose_name_plural': 'historical evidence files',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ref', models.CharField(db_index=True, max_length=160, verbose_name='record')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('file', models.FileField(upload_to='evidence/%Y/', verbose_name='file')),
                    ('sha256', models.CharField(editable=False, max_length=64)),
                    ('added_on', models.DateField(auto_now_add=True, verbose_name='added on')),
                ],
                options={
                    'verbose_name': 'evidence file',
                    'verbose_name_plural': 'evidence files',
                    'ordering': ['ref', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(blank=True, db_index=True, max_length=160, verbose_name='about')),
                    ('file_name', models.CharField(max_length=300)),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('imported_at', models.DateTimeField(auto_now_add=True)),
                    ('imported_by', models.CharField(blank=True, max_length=150)),
                    ('added', models.PositiveIntegerField(default=0)),
                    ('changed', models.PositiveIntegerField(default=0)),
                    ('unchanged', models.PositiveIntegerField(default=0)),
                    ('summary', models.JSONField(default=dict)),
                    ('undone_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='undone at')),
                    ('undone_by', models.CharField(blank=True, editable=False, max_length=150, verbose_name='undone by')),
                    ('left', models.JSONField(blank=True, default=list, editable=False, verbose_name='not taken back')),
                ],
                options={
                    'verbose_name': 'batch',
                    'verbose_name_plural': 'batches',
                    'ordering': ['-imported_at'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalMapping',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('fingerprint', models.CharField(db_index=True, max_length=64)),
                    ('layout', models.CharField(blank=True, max_length=60, verbose_name='layout')),
                    ('headings', models.JSONField(default=list, verbose_name='headings')),
                    ('columns', models.JSONField(default=dict, verbose_name='columns')),
                    ('used_at', models.DateTimeField(blank=True, editable=False, verbose_name='last used')),
                    ('used_by', models.CharField(blank=True, max_length=150, verbose_name='used by')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical mapping',
                    'verbose_name_plural': 'historical mappings',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Mapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fingerprint', models.CharField(max_length=64, unique=True)),
                    ('layout', models.CharField(blank=True, max_length=60, verbose_name='layout')),
                    ('headings', models.JSONField(default=list, verbose_name='headings')),
                    ('columns', models.JSONField(default=dict, verbose_name='columns')),
                    ('used_at', models.DateTimeField(auto_now=True, verbose_name='last used')),
                    ('used_by', models.CharField(blank=True, max_length=150, verbose_name='used by')),
                ],
                options={
                    'verbose_name': 'mapping',
                    'ordering': ['-used_at'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalAnswer',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('about', models.CharField(max_length=160, verbose_name='about')),
                    ('kind', models.CharField(max_length=20, verbose_name='kind')),
                    ('key', models.CharField(max_length=64)),
                    ('answer', models.CharField(max_length=200, verbose_name='answer')),
                    ('answered_by', models.CharField(blank=True, max_length=150, verbose_name='answered by')),
                    ('answered_at', models.DateTimeField(blank=True, editable=False, verbose_name='answered at')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical answer',
                    'verbose_name_plural': 'historical answers',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(max_length=160, verbose_name='about')),
                    ('kind', models.CharField(max_length=20, verbose_name='kind')),
                    ('key', models.CharField(max_length=64)),
                    ('answer', models.CharField(max_length=200, verbose_name='answer')),
                    ('answered_by', models.CharField(blank=True, max_length=150, verbose_name='answered by')),
                    ('answered_at', models.DateTimeField(auto_now=True, verbose_name='answered at')),
                ],
                options={
                    'verbose_name': 'answer',
                    'ordering': ['about', 'kind', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('about', 'kind', 'key'), name='a_question_is_answered_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='BatchPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='records.batch')),
                    ('model', models.CharField(max_length=100)),
                    ('added', models.JSONField(default=list)),
                    ('changed', models.JSONField(default=dict)),
                    ('history', models.BigIntegerField(default=0)),
                ],
                options={
                    'ordering': ['batch', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
