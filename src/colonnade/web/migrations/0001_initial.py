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
    ]

    operations = [
        colonnade.records.tables.MakeTables(
            tables=[migrations.CreateModel(
                name='HistoricalMenuEntry',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('section', models.CharField(blank=True, choices=[('home', 'The office'), ('events', 'Events'), ('studies', 'Studies'), ('publications', 'Publications'), ('cases', 'Good practices'), ('countries', 'Countries'), ('map', 'Map'), ('partners', 'Partners'), ('figures', 'Figures'), ('reports', 'Reports'), ('archive', 'Archive'), ('newsletter', 'Newsletter'), ('about', 'About this record')], max_length=12, verbose_name='part of the record')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ('shown', models.BooleanField(default=True, verbose_name='shown')),
                    ('page', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='written page')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical entry of the menu',
                    'verbose_name_plural': 'historical menu of the public site',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                    'indexes': [],
                    'constraints': [],
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='MenuEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('section', models.CharField(blank=True, choices=[('home', 'The office'), ('events', 'Events'), ('studies', 'Studies'), ('publications', 'Publications'), ('cases', 'Good practices'), ('countries', 'Countries'), ('map', 'Map'), ('partners', 'Partners'), ('figures', 'Figures'), ('reports', 'Reports'), ('archive', 'Archive'), ('newsletter', 'Newsletter'), ('about', 'About this record')], max_length=12, verbose_name='part of the record')),
                    ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='written page')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ('shown', models.BooleanField(default=True, verbose_name='shown')),
                ],
                options={
                    'verbose_name': 'entry of the menu',
                    'verbose_name_plural': 'menu of the public site',
                    'ordering': ['order', 'pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SearchDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ref', models.CharField(max_length=160)),
                    ('kind', models.CharField(max_length=12)),
                    ('language', models.CharField(max_length=2)),
                    ('title', models.CharField(max_length=400)),
                    ('address', models.CharField(max_length=300)),
                    ('on', models.DateField(null=True)),
                    ('named', models.TextField()),
                    ('words', models.TextField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ref', 'language'), name='a_public_page_once_in_a_language')],
                    'indexes': [],
                },
            )],
        ),
    ]
