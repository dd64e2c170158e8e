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
        ('records', '0001_initial'),
    ]

    operations = [
        colonnade.records.tables.MakeTables(
            tables=[migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('name', models.CharField(max_length=250, verbose_name='name')),
                    ('short_name', models.CharField(blank=True, max_length=60, verbose_name='short name')),
                    ('kind', models.CharField(choices=[('government', 'government'), ('local_government', 'local government'), ('un', 'United Nations system'), ('igo', 'intergovernmental organization'), ('academia', 'academia and training institutes'), ('ngo', 'civil society'), ('private', 'private sector'), ('other', 'other')], default='other', max_length=20, verbose_name='kind')),
                    ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='places.country', verbose_name='country')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='partners.organisation', verbose_name='part of')),
                ],
                options={
                    'verbose_name': 'organisation',
                    'ordering': ['name'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalOrganisation',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('name', models.CharField(max_length=250, verbose_name='name')),
                    ('short_name', models.CharField(blank=True, max_length=60, verbose_name='short name')),
                    ('kind', models.CharField(choices=[('government', 'government'), ('local_government', 'local government'), ('un', 'United Nations system'), ('igo', 'intergovernmental organization'), ('academia', 'academia and training institutes'), ('ngo', 'civil society'), ('private', 'private sector'), ('other', 'other')], default='other', max_length=20, verbose_name='kind')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.country', verbose_name='country')),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.organisation', verbose_name='part of')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical organisation',
                    'verbose_name_plural': 'historical organisations',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='HistoricalOrganisationName',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                    ('name', models.CharField(max_length=250)),
                    ('short_name', models.CharField(blank=True, max_length=60)),
                    ('language', models.CharField(default='en', max_length=2)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.organisation')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical organisation name',
                    'verbose_name_plural': 'historical organisation names',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='OrganisationName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='partners.organisation')),
                    ('name', models.CharField(max_length=250)),
                    ('short_name', models.CharField(blank=True, max_length=60)),
                    ('language', models.CharField(default='en', max_length=2)),
                ],
                options={
                    'ordering': ['organisation', 'valid_from'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalAffiliation',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                    ('function', models.CharField(blank=True, max_length=200, verbose_name='function')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='person')),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.organisation', verbose_name='organisation')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical affiliation',
                    'verbose_name_plural': 'historical affiliations',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Affiliation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='people.person', verbose_name='person')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='partners.organisation', verbose_name='organisation')),
                    ('function', models.CharField(blank=True, max_length=200, verbose_name='function')),
                ],
                options={
                    'verbose_name': 'affiliation',
                    'ordering': ['person', 'valid_from'],
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
