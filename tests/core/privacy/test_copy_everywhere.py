"""« Mes données » is whole: a row about the person is written in every model that declares personal data.

The declarations themselves say what to write, and each row is found in the person's copy, nobody else's.
A model declared tomorrow is tested as it is.
"""

import json
import re
from zipfile import ZipFile

import pytest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from maillage.core.contacts.models import Absence, Contact
from maillage.core.privacy.archives import build_archive
from maillage.core.privacy.register import model_of, register
from tests.core.privacy.rows import OF_ALL, TECHNICAL, invented, name_after, write_rows_about
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
# Told by what was done, in words and numbers: no text of a person stands there.
IN_NUMBERS = {"activity.Entry"}
EXPORTED = [declaration for declaration in register().declarations if declaration.export]


def says_something(declaration):
    """Tell whether a declared text names the person, beside what is told of all or written by the program."""
    if declaration.model in IN_NUMBERS:
        return False
    model = model_of(declaration)
    texts = set(declaration.fields) - OF_ALL.get(declaration.model, set()) - TECHNICAL
    kinds = {"CharField", "TextField", "EmailField"}
    fields = [model._meta.get_field(name) for name in texts]
    return any(field.get_internal_type() in kinds and not field.choices for field in fields)


def is_named(declaration, key):
    """Tell whether the key is a field that the model names in words, which are translated."""
    fields = {field.name: field for field in model_of(declaration)._meta.get_fields()}
    return isinstance(getattr(fields.get(key), "verbose_name", None), Promise)


@pytest.fixture
def two():
    people = [make_person(), make_person()]
    identities = [invented(number) for number in range(2)]
    for person, who in zip(people, identities, strict=True):
        name_after(person, who)
        write_rows_about(person, who)
        # The row was written about a contact of anybody: let it be of the person's own.
        own = Contact.objects.filter(person=person).order_by("pk")[0]
        Absence.objects.create(contact=own, first_day=TODAY(), last_day=TODAY())
    return people, identities


def test_every_kind_that_is_exported_gives_the_rows_about_the_person_and_no_other(two):
    (me, _other), (mine, theirs) = two
    empty, silent, leaking = [], [], []
    for declaration in EXPORTED:
        rows = list(import_string(declaration.export)(me))
        told = str(rows).lower()
        if not rows:
            empty.append(declaration.model)
        elif says_something(declaration) and mine.word.lower() not in told:
            silent.append(declaration.model)
        if theirs.word.lower() in told or theirs.phone in told:
            leaking.append(declaration.model)
    assert len(EXPORTED) > 20
    assert (empty, silent, leaking) == ([], [], [])


def test_every_heading_of_the_copy_reads_in_french(two):
    """A key is a field of the model that has a name in words, or a name in words already."""
    (me, _other), _identities = two
    bare = re.compile(r"^[a-z]+(_[a-z]+)*$")
    raw = {
        (declaration.model, key)
        for declaration in EXPORTED
        for row in import_string(declaration.export)(me)
        for key in row
        if bare.match(key) and not is_named(declaration, key)
    }
    assert raw == set()


def test_the_copy_holds_every_kind(two, tmp_path):
    (me, _other), (_mine, theirs) = two
    archive = tmp_path / "copie.zip"
    archive.write_bytes(build_archive(me))
    with ZipFile(archive) as opened:
        texts = {name: opened.read(name).decode() for name in opened.namelist()}
    data = json.loads(texts["donnees.json"])["data"]
    assert {declaration.model for declaration in EXPORTED} <= {kind for kind, rows in data.items() if rows}
    assert all(theirs.word not in text for text in texts.values())
