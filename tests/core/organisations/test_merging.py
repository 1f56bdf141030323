"""Two sheets become one and two again: merging then undoing changes nothing, however they are chained."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.core.activity.models import Entry
from maillage.core.organisations.domain import duplicates, memberships, merging, parts, sheets, sources
from maillage.core.organisations.models import (
    ContactPoint,
    Label,
    MatchCandidate,
    Membership,
    Merge,
    Organisation,
    Site,
    Source,
)
from maillage.core.organisations.queries import merges_into, standing
from tests.core.links.links import make_link
from tests.core.organisations.sheets import add_site, make_organisation, siret_of
from tests.factories import make_person

# When a sheet was last touched tells nothing of what it says; events and the journal only grow.
MOMENTS = {"changed_at", "compared_at"}
GROW = {"organisations.merge"}


def everything_known() -> dict[str, list[dict[str, Any]]]:
    """Return every row of structures, of what they offer and of their links, moments left out."""
    known = {}
    for label in ("organisations", "cards", "links", "search"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.label_lower in GROW or (label == "search" and model.__name__ == "Word"):
                continue
            rows = model._base_manager.order_by("pk").values()
            plain = [{key: value for key, value in row.items() if key not in MOMENTS} for row in rows]
            if model.__name__ in {"NameKey", "Document"}:
                # Rebuilt with each sheet: their own numbers mean nothing.
                plain = sorted(
                    [{key: value for key, value in row.items() if key != "id"} for row in plain],
                    key=lambda row: [str(value) for value in row.values()],
                )
            known[model._meta.label] = plain
    return known


def furnished(name: str, number: int, what: set[str]) -> Organisation:
    """Return a sheet with some of what may hang on it."""
    sheet = make_organisation(name, summary="Essai" if "summary" in what else "")
    if "siret" in what:
        sheet = sheets.change(organisation=sheet, values={"siret": siret_of(1)}, actor=None)
    if "category" in what:
        sheet = sheets.change(
            organisation=sheet, values={"legal_category": "9220", "naf": "88.10A"}, actor=None
        )
    if "site" in what:
        add_site(sheet, address=f"{number} place des Essais")
    if "contact" in what:
        contact = ContactPoint(organisation=sheet, function="Accueil", phone=f"03 00 00 00 0{number}")
        parts.keep_part(part=contact, actor=None)
    if "label" in what:
        parts.keep_part(part=Label(organisation=sheet, kind="esus", source="Essai"), actor=None)
    if "person" in what:
        memberships.join(organisation=sheet, person=SHARED["person"], role="manager", actor=None)
    if "identity" in what:
        source, _created = Source.objects.get_or_create(key="essai", defaults={"name": "Essai"})
        heard = sources.receive(source=source, external_id=f"n{number}", payload={"name": name})
        sources.attach(identity=heard.identity, organisation=sheet, actor=None)
        sources.apply_record(organisation=sheet, record=heard.record, values={"jobs": number}, actor=None)
    if "link" in what:
        make_link(sheet, SHARED["partner"])
    if "decision" in what:
        Organisation.objects.filter(pk=sheet.pk).update(ess_decided="no", ess_decided_why="Essai")
    return Organisation.objects.get(pk=sheet.pk)


SHARED: dict[str, Any] = {}
PIECES = (
    "summary",
    "siret",
    "category",
    "site",
    "contact",
    "label",
    "person",
    "identity",
    "link",
    "decision",
)


class MergeAndUndo(TestCase):
    """A property, on the real database."""

    @settings(max_examples=8)
    @given(
        furniture=st.lists(st.sets(st.sampled_from(PIECES)), min_size=3, max_size=4),
        chain=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4),
    )
    def test_merges_undone_in_reverse_leave_everything_as_it_was(
        self, furniture: list[set[str]], chain: list[tuple[int, int]]
    ) -> None:
        SHARED["person"] = make_person()
        SHARED["partner"] = make_organisation("Un partenaire (essai)")
        made = [furnished(f"Atelier {rank}", rank, what) for rank, what in enumerate(furniture)]
        # Two sheets that may become one are also part of one link.
        make_link(made[0], made[1], SHARED["partner"])
        duplicates.look_for_duplicates()
        states, events = [everything_known()], []
        for left, right in chain:
            kept, merged = standing(made[left % len(made)]), standing(made[right % len(made)])
            kept.refresh_from_db()
            merged.refresh_from_db()
            if kept.merged_into or merged.merged_into or kept.pk == merged.pk:
                continue
            events.append(merging.merge(kept=kept, merged=merged, actor=SHARED["person"]))
            states.append(everything_known())
            made = list(Organisation.objects.filter(pk__in=[each.pk for each in made]).order_by("pk"))
        for event in reversed(events):
            states.pop()
            merging.undo_merge(event=event, actor=SHARED["person"])
            assert everything_known() == states[-1]


pytestmark = pytest.mark.django_db


def test_a_merge_keeps_all_that_hung_on_both_sheets():
    person = make_person()
    SHARED["person"] = person
    kept = furnished("La Fabrique", 1, {"site", "contact", "person"})
    merged = furnished("Fabrique", 2, {"siret", "site", "contact", "label", "person", "identity"})
    event = merging.merge(kept=kept, merged=merged, actor=person)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert merged.merged_into == kept
    assert standing(merged) == kept
    assert (kept.siret, kept.jobs) == (siret_of(1), 2)
    assert kept.sites.count() == 4
    assert kept.sites.filter(principal=True).count() == 1
    assert (kept.contact_points.count(), kept.labels.count(), kept.identities.count()) == (2, 1, 1)
    assert kept.memberships.count() == merged.memberships.count() == 1  # the same person in the same role
    assert list(merges_into(kept)) == [event]
    assert Entry.objects.filter(verb="organisations.merged").count() == 1
    # Where the number comes from follows the number.
    assert kept.provenance.get(field="jobs").record.identity.external_id == "n2"


def test_a_merge_overwrites_nothing():
    kept = make_organisation("Le Relais", summary="Celle qui reste.")
    merged = make_organisation("Relais", summary="Celle qui rejoint.")
    merging.merge(kept=kept, merged=merged, actor=None)
    kept.refresh_from_db()
    assert (kept.name, kept.summary) == ("Le Relais", "Celle qui reste.")


def test_what_was_changed_since_the_merge_stays_after_undoing_it():
    kept, merged = make_organisation("Le Relais"), make_organisation("Relais")
    sheets.change(organisation=merged, values={"acronym": "RLS"}, actor=None)
    event = merging.merge(kept=kept, merged=merged, actor=None)
    sheets.change(organisation=kept, values={"acronym": "REL", "jobs": 4}, actor=None)
    merging.undo_merge(event=event, actor=None)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.acronym, kept.jobs) == ("REL", 4)
    assert (merged.acronym, merged.merged_into) == ("RLS", None)


def test_a_site_made_principal_since_the_merge_leaves_both_sheets_whole():
    kept, merged = make_organisation(), make_organisation()
    other = add_site(merged)
    event = merging.merge(kept=kept, merged=merged, actor=None)
    other.refresh_from_db()
    other.principal = True
    parts.keep_part(part=other, actor=None)
    merging.undo_merge(event=event, actor=None)
    for sheet in (kept, merged):
        assert Site.objects.filter(organisation=sheet, principal=True).count() == 1
    assert merged.sites.count() == 2


def test_a_later_merge_is_undone_first():
    first, second, third = (make_organisation(name) for name in ("Un", "Deux", "Trois"))
    early = merging.merge(kept=second, merged=first, actor=None)
    late = merging.merge(kept=third, merged=second, actor=None)
    with pytest.raises(ValidationError, match="Deux"):
        merging.undo_merge(event=early, actor=None)
    merging.undo_merge(event=late, actor=None)
    merging.undo_merge(event=early, actor=None)
    assert Organisation.objects.standing().count() == 3
    with pytest.raises(ValidationError):
        merging.undo_merge(event=early, actor=None)


def test_two_structures_with_different_numbers_never_merge():
    kept, merged = make_organisation(siret=siret_of(3)), make_organisation(siret=siret_of(4))
    with pytest.raises(ValidationError, match="SIREN"):
        merging.merge(kept=kept, merged=merged, actor=None)
    with pytest.raises(ValidationError):
        merging.merge(kept=kept, merged=kept, actor=None)
    assert not Merge.objects.exists()


def test_merging_a_pair_of_the_queue_decides_it_and_undoing_opens_it_again():
    person = make_person()
    commune = make_organisation().sites.get().commune
    one = make_organisation("Les Jardins du Coeur", commune)
    other = make_organisation("Jardins du coeur", commune)
    assert duplicates.look_for_duplicates() == 1
    pair = MatchCandidate.objects.get()
    event = merging.merge(kept=one, merged=other, actor=person)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("same", person)
    merging.undo_merge(event=event, actor=person)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_at) == ("open", None, None)


def test_memberships_that_ended_keep_their_history():
    kept, merged = make_organisation(), make_organisation()
    person = make_person()
    held = memberships.join(organisation=merged, person=person, role="contact", actor=None)
    memberships.end(membership=held, actor=None)
    merging.merge(kept=kept, merged=merged, actor=None)
    assert Membership.objects.get().organisation == kept
