import colonnade.money.models
import colonnade.records.models
import colonnade.records.tables
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '0002_persons'),
        ('records', '0001_initial'),
    ]

    operations = [
        colonnade.records.tables.MakeTables(
            tables=[migrations.CreateModel(
                name='HistoricalFund',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('name', models.CharField(max_length=200, verbose_name='name')),
                    ('kind', models.CharField(choices=[('trust_fund', 'trust fund'), ('development_account', 'Development Account'), ('regular', 'regular budget'), ('counterpart', 'counterpart budget'), ('in_kind', 'in kind')], max_length=24, verbose_name='kind')),
                    ('currency', models.CharField(max_length=3, validators=[colonnade.money.models.validate_currency], verbose_name='currency')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('donor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.organisation', verbose_name='donor')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical fund',
                    'verbose_name_plural': 'historical funds',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Fund',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('name', models.CharField(max_length=200, verbose_name='name')),
                    ('kind', models.CharField(choices=[('trust_fund', 'trust fund'), ('development_account', 'Development Account'), ('regular', 'regular budget'), ('counterpart', 'counterpart budget'), ('in_kind', 'in kind')], max_length=24, verbose_name='kind')),
                    ('currency', models.CharField(max_length=3, validators=[colonnade.money.models.validate_currency], verbose_name='currency')),
                    ('donor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='partners.organisation', verbose_name='donor')),
                ],
                options={
                    'verbose_name': 'fund',
                    'ordering': ['code'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Rate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('currency', models.CharField(max_length=3)),
                    ('on', models.DateField()),
                    ('per_usd', models.DecimalField(decimal_places=8, max_digits=20)),
                    ('kind', models.CharField(max_length=8)),
                    ('source', models.CharField(max_length=120)),
                ],
                options={
                    'ordering': ['currency', 'on'],
                    'constraints': [models.UniqueConstraint(fields=('currency', 'on', 'kind'), name='a_rate_once_a_day_and_kind')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='HistoricalAgreement',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                    ('signed_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=8)),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                    ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='amount')),
                    ('currency', models.CharField(blank=True, max_length=3, validators=[colonnade.money.models.validate_currency], verbose_name='currency')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('fund', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='money.fund', verbose_name='fund')),
                    ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.organisation', verbose_name='party')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical agreement',
                    'verbose_name_plural': 'historical agreements',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='money.fund', verbose_name='fund')),
                    ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='partners.organisation', verbose_name='party')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                    ('signed_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=8)),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                    ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='amount')),
                    ('currency', models.CharField(blank=True, max_length=3, validators=[colonnade.money.models.validate_currency], verbose_name='currency')),
                ],
                options={
                    'verbose_name': 'agreement',
                    'ordering': ['signed_on', 'code'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='HistoricalAnnualBudget',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                    ('purpose', models.CharField(choices=[('project', 'project'), ('operating', 'operating')], max_length=12, verbose_name='purpose')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount a year')),
                    ('stated_usd', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='in US dollars, as the source states it')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('fund', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='money.fund', verbose_name='fund')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical annual budget',
                    'verbose_name_plural': 'historical annual budgets',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='AnnualBudget',
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
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='money.fund', verbose_name='fund')),
                    ('purpose', models.CharField(choices=[('project', 'project'), ('operating', 'operating')], max_length=12, verbose_name='purpose')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount a year')),
                    ('stated_usd', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='in US dollars, as the source states it')),
                ],
                options={
                    'verbose_name': 'annual budget',
                    'ordering': ['fund', 'valid_from', 'code'],
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
