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
        ('records', '0001_initial'),
    ]

    operations = [
        colonnade.records.tables.MakeTables(
            tables=[migrations.CreateModel(
                name='HistoricalOpeningFigure',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.CharField(db_index=True, max_length=60, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('figure', models.CharField(db_index=True, max_length=80, verbose_name='figure')),
                    ('first_day', models.DateField(verbose_name='period from')),
                    ('last_day', models.DateField(verbose_name='period to')),
                    ('parts', models.JSONField(blank=True, default=dict, verbose_name='narrowed to')),
                    ('value', models.DecimalField(decimal_places=2, max_digits=20, verbose_name='value')),
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                    ('counting_rule', models.CharField(choices=[('known', 'known'), ('unknown', 'not known')], default='unknown', max_length=8, verbose_name='counting rule')),
                    ('reported_on', models.DateField(blank=True, null=True, verbose_name='reported on')),
                    ('entered_by', models.CharField(blank=True, max_length=150, verbose_name='entered by')),
                    ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='records.source', verbose_name='source')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical opening figure',
                    'verbose_name_plural': 'historical opening figures',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='OpeningFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60, unique=True, validators=[colonnade.records.models.validate_code], verbose_name='code')),
                    ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.source', verbose_name='source')),
                    ('source_detail', models.CharField(blank=True, help_text='page, slide, sheet or row', max_length=400, verbose_name='place in the source')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('withdrawn_on', models.DateField(blank=True, editable=False, null=True, verbose_name='withdrawn on')),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300, verbose_name='withdrawn because')),
                    ('figure', models.CharField(db_index=True, max_length=80, verbose_name='figure')),
                    ('first_day', models.DateField(verbose_name='period from')),
                    ('last_day', models.DateField(verbose_name='period to')),
                    ('parts', models.JSONField(blank=True, default=dict, verbose_name='narrowed to')),
                    ('value', models.DecimalField(decimal_places=2, max_digits=20, verbose_name='value')),
                    ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                    ('counting_rule', models.CharField(choices=[('known', 'known'), ('unknown', 'not known')], default='unknown', max_length=8, verbose_name='counting rule')),
                    ('reported_on', models.DateField(blank=True, null=True, verbose_name='reported on')),
                    ('entered_by', models.CharField(blank=True, max_length=150, verbose_name='entered by')),
                ],
                options={
                    'verbose_name': 'opening figure',
                    'ordering': ['figure', 'first_day', 'code'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                    ('report', models.CharField(db_index=True, max_length=60, verbose_name='report')),
                    ('title', models.CharField(max_length=250, verbose_name='title')),
                    ('first_day', models.DateField(verbose_name='period from')),
                    ('last_day', models.DateField(verbose_name='period to')),
                    ('as_of', models.DateField(verbose_name='as of')),
                    ('language', models.CharField(default='en', max_length=2)),
                    ('frozen_at', models.DateTimeField(auto_now_add=True, verbose_name='frozen at')),
                    ('frozen_by', models.CharField(blank=True, max_length=150, verbose_name='frozen by')),
                    ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='figures.edition', verbose_name='supersedes')),
                    ('public', models.BooleanField(default=True, verbose_name='public')),
                    ('document', models.JSONField()),
                ],
                options={
                    'verbose_name': 'edition',
                    'ordering': ['-frozen_at', '-pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='EditionFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='figures.edition')),
                    ('address', models.CharField(max_length=300)),
                    ('key', models.CharField(db_index=True, max_length=80)),
                    ('label', models.CharField(max_length=150)),
                    ('definition', models.TextField()),
                    ('unit', models.CharField(max_length=30)),
                    ('value', models.JSONField(null=True)),
                    ('reported', models.BooleanField(default=False)),
                    ('completeness', models.TextField(blank=True)),
                    ('caveats', models.JSONField(default=list)),
                    ('seal', models.CharField(max_length=16)),
                ],
                options={
                    'ordering': ['edition', 'key', 'address'],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'address'), name='a_figure_once_an_edition')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='EditionRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('figure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='figures.editionfigure')),
                    ('ref', models.CharField(db_index=True, max_length=160)),
                    ('label', models.CharField(max_length=400)),
                    ('on', models.CharField(blank=True, max_length=30)),
                    ('amount', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                    ('among', models.PositiveBigIntegerField(null=True)),
                    ('keys', models.JSONField(null=True)),
                    ('persons', models.BinaryField(null=True)),
                    ('source', models.CharField(blank=True, max_length=1000)),
                ],
                options={
                    'ordering': ['figure', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            )],
        ),
    ]
