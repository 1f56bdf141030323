"""A link joins two structures at least, whatever is done to it and to them.

The database does not hold it: « two at least » is true only once a link is whole, and SQLite knows no trigger
that waits for the end of a transaction. The verbs hold it; here every door is tried.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.links.domain.ledger import change
from maillage.core.links.models import Link, LinkParty
from maillage.core.organisations.domain import merging
from maillage.core.organisations.models import Merge, Organisation
from maillage.core.privacy import domain as privacy
from tests.core.links.links import make_link
from tests.core.organisations.sheets import make_organisation
from tests.factories import make_person

pytestmark = pytest.mark.django_db
SHEETS = 4
DOORS = ("propose", "change", "merge", "undo", "delete")
Step = tuple[str, int, int]


def alone() -> list[int]:
    """Return the links with fewer than two structures."""
    counted = Link.objects.annotate(number=Count("parties")).filter(number__lt=2)
    return list(counted.order_by("pk").values_list("pk", flat=True))


def through(door: str, first: Organisation, second: Organisation) -> None:
    """Go through one door with two sheets, which may be one and the same, or have joined each other."""
    first.refresh_from_db()
    second.refresh_from_db()
    link = Link.objects.order_by("pk").last()
    if door == "propose":
        make_link(first, second)
    elif door == "change" and link:
        change(
            link=link, parties=[(first, ""), (second, "")], territories=[], actor=make_person(Role.OFFICER)
        )
    elif door == "merge":
        merging.merge(kept=first, merged=second, actor=None)
    elif door == "undo" and (event := Merge.objects.filter(undone_at=None).order_by("pk").last()):
        merging.undo_merge(event=event, actor=None)
    elif door == "delete":
        first.delete()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(DOORS), st.integers(0, SHEETS - 1), st.integers(0, SHEETS - 1)),
        min_size=3,
        max_size=10,
    )
)
def test_no_door_leaves_a_link_with_fewer_than_two(steps: list[Step]) -> None:
    with transaction.atomic():
        sheets = [make_organisation(published=True) for _ in range(SHEETS)]
        make_link(*sheets[:2])
        for door, first, second in steps:
            if sheets[first].pk is None or sheets[second].pk is None:
                continue  # one that stood in no link was removed
            try:
                with transaction.atomic():
                    through(door, sheets[first], sheets[second])
            except (ValidationError, ProtectedError):
                pass
            assert alone() == []
        transaction.set_rollback(True)


def test_the_check_sees_a_link_that_lost_one() -> None:
    link = make_link(make_organisation(), make_organisation())
    LinkParty.objects.filter(link=link).first().delete()
    assert alone() == [link.pk]


def test_whoever_wrote_it_is_erased_and_its_structures_stay() -> None:
    officer = make_person(Role.OFFICER)
    link = make_link(make_organisation(), make_organisation(), actor=officer, follower=officer)
    request = privacy.ask_erasure(person=officer)
    privacy.carry_out_erasure(request=request, by=make_person(Role.COORDINATOR))
    link.refresh_from_db()
    assert link.follower is None
    assert alone() == []


def test_two_that_became_one_are_two_again_when_that_is_undone() -> None:
    kept, merged = make_organisation(published=True), make_organisation(published=True)
    link = make_link(kept, merged)
    event = merging.merge(kept=kept, merged=merged, actor=None)
    assert link.parties.count() == 2
    assert [each.pk for each in Link.objects.get().structures] == [kept.pk]
    merging.undo_merge(event=event, actor=None)
    assert {each.pk for each in Link.objects.get().structures} == {kept.pk, merged.pk}
