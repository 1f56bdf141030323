"""The pages of démarches in a real browser: a charter, what is known of a signatory, what awaits whom."""

from datetime import date

from django.urls import reverse

from maillage.core.accounts.models import Role
from maillage.core.initiatives.domain import charters, keeping
from maillage.core.initiatives.domain import initiatives as opening
from tests.browser.fixtures import PageAt
from tests.browser.test_every_page import examine_everywhere
from tests.core.portal.test_today import promise
from tests.factories import make_person


def test_a_charter_and_what_is_known_of_a_signatory_stand_everywhere(portal: None, page_at: PageAt) -> None:
    officer = make_person(Role.OFFICER)
    initiative = opening.open_initiative(
        name="Bien vieillir (essai)", summary="Chez soi.", published=True, actor=None
    )
    version = charters.write_version(
        initiative=initiative,
        title="Charte d’essai",
        preamble="",
        renewed_every=12,
        commitments=[("Être à l’heure", False), ("Avoir un label", True)],
        actor=None,
    )
    examine_everywhere(page_at, reverse("initiatives:grid", args=[initiative.slug, 1]), person=officer)
    charters.publish_version(version=version, actor=None)
    version.refresh_from_db()
    signature = charters.sign(
        version=version,
        name="Menuiserie (essai)",
        function="Gérance",
        signed_on=date(2026, 1, 31),
        actor=None,
    )
    keeping.declare_subcontractor(signature=signature, name="Peinture (essai)", trade="", actor=None)
    review = keeping.plan_review(version=version, on=date(2027, 1, 31), actor=None)
    for name, args in (
        ("sheet", []),
        ("charter", []),
        ("signature", [signature.pk]),
        ("declare_subcontractor", [signature.pk]),
        ("hold_review", [review.pk]),
    ):
        examine_everywhere(
            page_at, reverse(f"initiatives:{name}", args=[initiative.slug, *args]), person=officer
        )


def test_what_awaits_whom_stands_everywhere(portal: None, page_at: PageAt) -> None:
    officer, coordinator = make_person(Role.OFFICER), make_person(Role.COORDINATOR)
    promise(officer, 60)
    for path in (reverse("portal:today"), reverse("portal:basket", args=["initiatives.actions"])):
        examine_everywhere(page_at, path, person=officer)
    examine_everywhere(page_at, reverse("contacts:waiting"), person=coordinator)
