"""What can be found, and each database's own index over it.

SQLite makes a table anew when a column changes, and loses the triggers of the old one: a later change of
Document ends with UNMAKE and MAKE of folkmoot/kit/search/sqlite.py.
"""

from django.db import migrations, models

from folkmoot.kit.search import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def make(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].MAKE:
        schema_editor.execute(statement, params=None)


def unmake(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].UNMAKE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("place_path", models.CharField(blank=True, max_length=200)),
                ("title_words", models.TextField()),
                ("text_words", models.TextField(blank=True)),
                (
                    "mark_words",
                    models.TextField(blank=True, help_text='what it is filtered by: "_kactivity _p1 _p14"'),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="document_once")],
            },
        ),
        migrations.RunPython(make, unmake),
    ]
