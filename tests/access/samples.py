"""Objects that addresses name, one builder an address that takes arguments.

A builder gets the world (one person a role) and returns a ``Sample``: the arguments, and who may open that
very object when not all those who open the page may. An address with arguments and no builder fails the test.
"""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.utils import timezone

from maillage.api.domain import create_key
from maillage.core.accounts.domain.invitations import invite
from maillage.core.accounts.models import Role
from maillage.core.activity.domain import record
from maillage.core.contacts.models import Absence, WrongContactReport
from maillage.core.imports.domain import receive
from maillage.core.jobs.domain import start
from maillage.core.messaging.domain import keep_letter, post
from maillage.core.privacy.domain import ask_erasure
from maillage.core.privacy.models import DataCopy
from tests.access import directory, gatherings, initiatives, links, structures
from tests.access.world import Sample, World
from tests.core.contacts.contacts import cover, make_contact
from tests.core.jobs import sample_tasks
from tests.core.territories.places import assign, make_commune, make_territory


def _passkey(world: World) -> Sample:
    data = {"name": "Clé (démonstration)", "credential": {}}
    key = Authenticator.objects.create(
        user=world.people["partner"], type=Authenticator.Type.WEBAUTHN, data=data
    )
    return Sample({"pk": key.pk}, opens_to=frozenset({"partner"}))


def _invitation(world: World) -> Sample:
    invitation = invite(
        email="invitee@example.org",
        name="Personne invitée (démonstration)",
        role=Role.PARTNER,
        by=world.people["coordinator"],
    )
    return Sample({"pk": invitation.pk})


def _someone(world: World) -> Sample:
    return Sample({"pk": world.people["member"].pk})


def _grant(world: World) -> Sample:
    return Sample({"pk": world.people["officer"].grants.get().pk})


def _confirmation(world: World) -> Sample:
    address = EmailAddress.objects.create(user=world.people["member"], email="nouvelle@example.org")
    return Sample({"key": EmailConfirmationHMAC.create(address).key})


def _job(world: World) -> Sample:
    job = start(
        sample_tasks.quick,
        title="Calcul (démonstration)",
        owner=world.people["partner"],
        arguments={"name": "un"},
    )
    return Sample({"job_id": job.pk}, opens_to=frozenset({"partner", "coordinator"}))


def _import(world: World) -> Sample:
    run = receive(
        owner=world.people["officer"],
        importer="structures",
        file_name="liste.csv",
        content=b"nom;siret\nEssai;\n",
        source_name="Essai",
        licence="Essai",
    )
    return Sample({"pk": run.pk})


def _message(world: World) -> Sample:
    del world
    message = post(
        kind="accounts.security_notice",
        to="personne@example.org",
        subject="Essai",
        text="Essai",
        key="essai",
    )
    return Sample({"pk": message.pk})


def _letter(world: World) -> Sample:
    del world
    letter = keep_letter(
        message_id="<1@example.org>",
        sender="maillage@example.org",
        to=["personne@example.org"],
        subject="Essai",
        text="Essai",
        html="<p>Essai</p>",
    )
    return Sample({"pk": letter.pk})


def _entry(world: World) -> Sample:
    entry = record(verb="accounts.created", target=world.people["member"], note="Essai")
    return Sample({"sequence": entry.sequence})


def _copy(world: World) -> Sample:
    copy = DataCopy.objects.create(person=world.people["partner"], ready_at=timezone.now(), archive=b"zip")
    return Sample({"pk": copy.pk}, opens_to=frozenset({"partner"}))


def _erasure(world: World) -> Sample:
    return Sample({"pk": ask_erasure(person=world.people["member"]).pk})


def _planned_move(world: World) -> Sample:
    del world
    move = assign(make_commune(), make_territory(), since=timezone.localdate() + timedelta(days=30))
    return Sample({"pk": move.pk})


def _territory(world: World) -> Sample:
    del world
    return Sample({"slug": make_territory().slug})


def _commune(argument: str) -> Callable[[World], Sample]:
    return lambda _world: Sample({argument: make_commune().code})


def _always(**arguments: object) -> Callable[[World], Sample]:
    """Return the same arguments whatever the world."""
    return lambda _world: Sample(arguments)


def _api_key(world: World) -> Sample:
    person = world.people["officer"]
    key, _secret = create_key(person=person, name="Essai", days=30)
    return Sample({"pk": key.pk}, opens_to=frozenset({"officer"}))


def _own_contact(world: World) -> Sample:
    contact = make_contact(person=world.people["officer"])
    return Sample({"pk": contact.pk})


def _contact(world: World) -> Sample:
    del world
    return Sample({"pk": make_contact().pk}, opens_to=frozenset({"coordinator"}))


def _absence(world: World) -> Sample:
    day = timezone.localdate()
    contact = make_contact(person=world.people["officer"])
    return Sample({"pk": Absence.objects.create(contact=contact, first_day=day, last_day=day).pk})


def _line(world: World) -> Sample:
    del world
    return Sample({"kind": "zone", "pk": cover(make_contact()).pk})


def _word(world: World) -> Sample:
    del world
    word = WrongContactReport.objects.create(commune=make_commune(), says_right=False)
    return Sample({"pk": word.pk})


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "portal:basket": lambda _world: Sample({"key": "initiatives.actions"}),
    **structures.SAMPLES,
    **directory.SAMPLES,
    **gatherings.SAMPLES,
    **initiatives.SAMPLES,
    **links.SAMPLES,
    "account_confirm_email": _confirmation,
    "account_reset_password_from_key": _always(uidb36="1", key="forge"),
    "accounts:end_role": _grant,
    "accounts:invitation": _always(token="forge"),
    "accounts:close": _someone,
    "accounts:person": _someone,
    "accounts:reopen": _someone,
    "accounts:resend": _invitation,
    "accounts:reset_second_factor": _someone,
    "accounts:revoke": _invitation,
    "activity:redact": _entry,
    "api:commune": _commune("reference"),
    "api:commune_contour": _commune("reference"),
    "api:commune_territories": _commune("reference"),
    "api:epci": _always(siren="900000001"),
    "api:nothing": _always(rest="v1/forge"),
    "api:postcode": _always(code="54000"),
    "api:territory": _always(code="T1"),
    "api:territory_contacts": _always(code="T1"),
    "api:territory_contour": _always(code="T1"),
    "api_keys:revoke": _api_key,
    "contacts:absence": _absence,
    "contacts:confirm": _own_contact,
    "contacts:contact": _own_contact,
    "contacts:cover": _own_contact,
    "contacts:declare_absence": _own_contact,
    "contacts:edit": _contact,
    "contacts:end_absence": _absence,
    "contacts:end_line": _line,
    "contacts:follow_commune": _line,
    "contacts:leave": _own_contact,
    "contacts:settle": _word,
    "contacts:stay": _own_contact,
    "demo_mailbox:formatted": _letter,
    "demo_mailbox:letter": _letter,
    "esspresso:agenda": _always(token="forge", number=1),
    "esspresso:agenda_file": _always(token="forge", number=1),
    "esspresso:ask": _always(token="forge"),
    "esspresso:cancel": _always(token="forge"),
    "esspresso:erase": _always(token="forge"),
    "esspresso:example_file": _always(name="forge"),
    "esspresso:file": _always(token="forge", name="forge"),
    "esspresso:plan": _always(token="forge"),
    "esspresso:progress": _always(token="forge"),
    "finder:answer": _commune("reference"),
    "finder:answer_pdf": _commune("reference"),
    "finder:card": _always(reference="forge", key=1),
    "finder:said": _commune("reference"),
    "imports:confirm": _import,
    "imports:discard": _import,
    "imports:faults": _import,
    "imports:faults_workbook": _import,
    "imports:new": _always(importer="structures"),
    "imports:progress": _import,
    "imports:run": _import,
    "imports:undo": _import,
    "jobs:cancel": _job,
    "jobs:job": _job,
    "jobs:progress": _job,
    "jobs:retry": _job,
    "messaging:give_up": _message,
    "messaging:message": _message,
    "messaging:resend": _message,
    "mfa_edit_webauthn": _passkey,
    "mfa_remove_webauthn": _passkey,
    "opendata:file": _always(key="communes", form="csv"),
    "opendata:schema": _always(key="communes"),
    "portal:edit_page": _always(slug="mentions-legales", language="fr"),
    "portal:page": _always(slug="mentions-legales"),
    "privacy:carry_out": _erasure,
    "privacy:download": _copy,
    "privacy:erasure": _erasure,
    "privacy:refuse": _erasure,
    "territories:merge": _commune("code"),
    "territories:municipality": _commune("reference"),
    "territories:rename": _commune("code"),
    "territories:split": _commune("code"),
    "territories:territory": _territory,
    "territories:undo_move": _planned_move,
    "ui:language": _always(code="fr"),
}
