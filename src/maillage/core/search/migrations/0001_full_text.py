"""Tables of search, and the full-text index that each database keeps in step with them by itself."""

from django.db import migrations, models

SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        text, content='search_document', content_rowid='id', tokenize='unicode61', prefix='2 3 4'
    )""",
    """CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_words(rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_words(search_words, rowid, text) VALUES ('delete', old.id, old.text);
    END""",
    """CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_words(search_words, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO search_words(rowid, text) VALUES (new.id, new.text);
    END""",
)
POSTGRESQL = (
    # No parser and no dictionary: the words were folded already, the same way on both databases.
    """CREATE INDEX search_words ON search_document
        USING gin (array_to_tsvector(string_to_array(text, ' ')))""",
)
UNDO = {
    "sqlite": (
        "DROP TRIGGER search_document_added",
        "DROP TRIGGER search_document_removed",
        "DROP TRIGGER search_document_changed",
        "DROP TABLE search_words",
    ),
    "postgresql": ("DROP INDEX search_words",),
}


def make_index(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.BigIntegerField()),
                ("text", models.TextField(verbose_name="folded words")),
            ],
            options={
                "verbose_name": "words to search",
                "verbose_name_plural": "words to search",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="search_document_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="search_document_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=40, verbose_name="folded word")),
            ],
            options={
                "verbose_name": "known word",
                "verbose_name_plural": "known words",
                "constraints": [models.UniqueConstraint(fields=("kind", "text"), name="search_word_once")],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
