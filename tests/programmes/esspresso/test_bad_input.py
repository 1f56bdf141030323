"""Bad lists given to the page: all shown at once where they are, in French, and nothing is planned."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.core.jobs.models import Job
from tests.french import as_typed
from tests.programmes.esspresso import bad_input
from tests.programmes.esspresso.bad_input import BAD

pytestmark = pytest.mark.django_db

ROOM = {"slots": 4, "tables": 3, "quota": 3, "start": "09:00", "minutes": 15, "gap": 0, "fillers": "on"}
ROW = re.compile(r"<tr>\s*" + r"\s*".join([r"<td[^>]*>(.*?)</td>"] * 4), re.DOTALL)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_each_bad_input_is_shown_where_it_is_and_nothing_is_planned(bad, client):
    fields = ("participants", "wishes", "constraints")
    lists = {
        field: SimpleUploadedFile(name, content)
        for field, name, content in zip(fields, bad_input.names(bad), bad_input.contents(bad), strict=True)
    }

    answer = client.post(reverse("esspresso:start"), {**ROOM, **bad.room, **lists}, follow=True)

    errors = as_typed(html.unescape(answer.content.decode())).split("Donner les fichiers corrigés")[0]
    shown = ROW.findall(errors)
    assert len(shown) == len(bad.told)
    for told, (file, line, column, what) in zip(bad.told, shown, strict=True):
        assert (file, line, column) == told[:3]
        assert what.startswith(told[3])
    assert not Job.objects.exists()
