import colonnade.records.models
import colonnade.records.tables
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '0002_persons'),
        ('places', '0001_initial'),
        ('programme', '0001_initial'),
        ('records', '0001_initial'),
    ]

    operations = [
        colonnade.records.tables.MakeTables(
            tables=[migrations.CreateModel(
                name='HistoricalPromotion',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('purpose', models.CharField(choices=[('institutional', 'institutional promotion'), ('thematic', 'thematic promotion'), ('other', 'other public outreach')], max_length=14, verbose_name='purpose')),
                    ('scope', models.CharField(blank=True, choices=[('international', 'international'), ('national', 'national')], max_length=14, verbose_name='scope')),
                    ('form', models.CharField(blank=True, max_length=40, verbose_name='form')),
                    ('audience', models.PositiveIntegerField(blank=True, null=True, verbose_name='audience reached')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('activity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programme.activity', verbose_name='activity')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical outreach activity',
                    'verbose_name_plural': 'historical outreach activities',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Promotion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('activity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='promotion', to='programme.activity', verbose_name='activity')),
                    ('purpose', models.CharField(choices=[('institutional', 'institutional promotion'), ('thematic', 'thematic promotion'), ('other', 'other public outreach')], max_length=14, verbose_name='purpose')),
                    ('scope', models.CharField(blank=True, choices=[('international', 'international'), ('national', 'national')], max_length=14, verbose_name='scope')),
                    ('form', models.CharField(blank=True, max_length=40, verbose_name='form')),
                    ('audience', models.PositiveIntegerField(blank=True, null=True, verbose_name='audience reached')),
                ],
                options={
                    'verbose_name': 'outreach activity',
                    'verbose_name_plural': 'outreach activities',
                    'ordering': ['activity__starts_on', 'code'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalQuote',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('text', models.TextField(verbose_name='words')),
                    ('language', models.CharField(default='en', max_length=2, verbose_name='language')),
                    ('said_on', models.DateField(blank=True, null=True, verbose_name='said on')),
                    ('function', models.CharField(blank=True, max_length=200, verbose_name='function')),
                    ('body', models.CharField(blank=True, max_length=250, verbose_name='body')),
                    ('consent_basis', models.CharField(choices=[('written', 'given in writing'), ('oral', 'given orally and noted'), ('published', "published before with the person's name; the paper is not held"), ('none', 'not asked or not given')], default='none', max_length=12, verbose_name='consent')),
                    ('consent_on', models.DateField(blank=True, null=True, verbose_name='consent given on')),
                    ('consent_withdrawn_on', models.DateField(blank=True, null=True, verbose_name='consent withdrawn on')),
                    ('channels', models.JSONField(blank=True, default=list, verbose_name='channels allowed')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='person')),
                    ('activity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programme.activity', verbose_name='about the activity')),
                    ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.country')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical quote',
                    'verbose_name_plural': 'historical quotes',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Quote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='people.person', verbose_name='person')),
                    ('text', models.TextField(verbose_name='words')),
                    ('language', models.CharField(default='en', max_length=2, verbose_name='language')),
                    ('said_on', models.DateField(blank=True, null=True, verbose_name='said on')),
                    ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='programme.activity', verbose_name='about the activity')),
                    ('function', models.CharField(blank=True, max_length=200, verbose_name='function')),
                    ('body', models.CharField(blank=True, max_length=250, verbose_name='body')),
                    ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.country')),
                    ('consent_basis', models.CharField(choices=[('written', 'given in writing'), ('oral', 'given orally and noted'), ('published', "published before with the person's name; the paper is not held"), ('none', 'not asked or not given')], default='none', max_length=12, verbose_name='consent')),
                    ('consent_on', models.DateField(blank=True, null=True, verbose_name='consent given on')),
                    ('consent_withdrawn_on', models.DateField(blank=True, null=True, verbose_name='consent withdrawn on')),
                    ('channels', models.JSONField(blank=True, default=list, verbose_name='channels allowed')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ],
                options={
                    'verbose_name': 'quote',
                    'ordering': ['order', 'code'],
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
