"""Verbs of claims: ask to keep a sheet, prove it by a code, decide, take the sheet in hand."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from maillage.core.accounts.domain.invitations import invite
from maillage.core.accounts.models import Person, Role
from maillage.core.activity.domain import record
from maillage.core.messaging.domain import post
from maillage.core.organisations.domain import memberships
from maillage.core.organisations.domain.sheets import locked
from maillage.core.organisations.models import ContactPoint, Membership, Organisation
from maillage.core.organisations.queries import keepers_of
from maillage.core.organisations.rules import keeps
from maillage.programmes.directory.models import Claim
from maillage.programmes.directory.rules import is_free_mail

CODE_VALID_FOR = timedelta(days=2)
MOST_ATTEMPTS = 5
MOST_OPEN_OF_ONE_SHEET = 10
# From one network, for all sheets: each claim may write to a structure, and waits for an officer.
CLAIMS_AN_HOUR = 10
State, Proof = Claim.State, Claim.Proof


def ask(
    *, organisation: Organisation, person: Person | None, name: str, email: str, function: str, message: str
) -> Claim:
    """Ask to keep a sheet.

    A signed-in person whose verified address is of the structure's own domain keeps it at once. Otherwise a
    signed-in person gets a code sent to the structure, when it has an address; an officer may always decide.
    Raises ValidationError when the structure has closed, when its sheet joined another, when the person keeps
    it or this address asked already, or when too many wait on this sheet.
    """
    claim = Claim(
        organisation=organisation,
        person=person,
        # On one line: both are told to the structure, in a message of the house.
        name=" ".join(name.split()),
        email=(person.email if person else email).strip().lower(),
        function=" ".join(function.split()),
        message=message.strip(),
    )
    with transaction.atomic():
        _check_open(organisation)
        if person and keeps(person, organisation):
            raise ValidationError(_("You keep this sheet already."), code="kept")
        if organisation.claims.filter(state=State.OPEN).count() >= MOST_OPEN_OF_ONE_SHEET:
            raise ValidationError(
                _("Many people already asked for this sheet: an officer will look at them first.")
            )
        claim.full_clean()
        claim.save()
        record(verb="directory.claimed", actor=person, target=organisation, others=[claim])
        if person and is_of_domain(claim):
            _settle(claim, person, Proof.DOMAIN, actor=None)
        elif person:
            _send_code(claim)
    return claim


def is_of_domain(claim: Claim) -> bool:
    """Tell whether the address is of the structure's own domain; free mail services are nobody's."""
    domain = claim.email.rpartition("@")[2]
    return domain in own_domains(claim.organisation)


def own_domains(organisation: Organisation) -> set[str]:
    """Return the domains of the addresses and sites of its functions that the sheet gives.

    A person's own address is left out: their employer's domain would open the sheet to all who work there.
    """
    domains = set()
    points = ContactPoint.objects.filter(organisation=organisation, is_personal=False).order_by("pk")
    for email, web in points.values_list("email", "web"):
        host = web.partition("://")[2].partition("/")[0].partition(":")[0].lower()
        domains |= {email.rpartition("@")[2].lower(), host.removeprefix("www.")}
    return {domain for domain in domains - {""} if not is_free_mail(domain)}


def address_for_code(organisation: Organisation) -> str:
    """Return the address of the structure that a code is sent to, empty when it has none.

    A function's own comes first: a person's may have stayed after they left.
    """
    points = ContactPoint.objects.filter(organisation=organisation).exclude(email="")
    first = points.order_by("is_personal", "-is_public", "position", "pk").first()
    return first.email if first else ""


def _send_code(claim: Claim) -> None:
    address = address_for_code(claim.organisation)
    if not address:
        return
    code = f"{secrets.randbelow(10**8):08}"
    claim.code_digest = _digest(claim, code)
    claim.code_sent_at = timezone.now()
    claim.save(update_fields=["code_digest", "code_sent_at"])
    post(
        kind="directory.claim_code",
        to=address,
        subject=_("Who keeps your sheet in the directory?"),
        text=_(
            "Hello,\n\n%(name)s (%(function)s) asks to keep the sheet of « %(structure)s » in the "
            "directory.\nIf you agree, give them this code within two days: %(code)s\n"
            "If you do not, do nothing: without the code, nothing changes."
        )
        % {
            "name": claim.name,
            "function": claim.function,
            "structure": claim.organisation.name,
            "code": f"{code[:4]} {code[4:]}",
        },
        key=f"directory.claim_code:{claim.pk}",
    )


def _digest(claim: Claim, code: str) -> str:
    return salted_hmac("directory.claim", f"{claim.pk}:{code}", algorithm="sha256").hexdigest()


def prove(*, claim: Claim, code: str, person: Person) -> Claim:
    """Enter the code that the structure received.

    Raises ValidationError when it is wrong or too late, or when the structure has closed.
    """
    digits = "".join(filter(str.isdigit, code))
    wrong = False
    with transaction.atomic():
        claim = _waiting(claim, State.OPEN)
        _check_open(claim.organisation)
        late = claim.code_sent_at is None or claim.code_sent_at + CODE_VALID_FOR < timezone.now()
        if late or claim.code_attempts >= MOST_ATTEMPTS:
            raise ValidationError(
                _("This code serves no more. Your request is kept: an officer will answer you.")
            )
        if constant_time_compare(claim.code_digest, _digest(claim, digits)):
            _settle(claim, person, Proof.CODE, actor=person)
        else:
            wrong = True
            claim.code_attempts += 1
            claim.save(update_fields=["code_attempts"])
    if wrong:
        left = MOST_ATTEMPTS - claim.code_attempts
        raise ValidationError(_("This is not the code. Attempts left: %(left)d.") % {"left": left})
    return claim


def accept(*, claim: Claim, actor: Person) -> Claim:
    """Say that the person may keep the sheet; whoever has no account yet is invited.

    Raises ValidationError when the claim was decided meanwhile, or when the structure has closed.
    """
    with transaction.atomic():
        claim = _waiting(claim, State.OPEN)
        _check_open(claim.organisation)
        person = claim.person or Person.objects.filter(email=claim.email, is_active=True).first()
        if person:
            _settle(claim, person, Proof.OFFICER, actor=actor)
        else:
            _decide(claim, State.ACCEPTED, Proof.OFFICER, actor)
            invite(email=claim.email, name=claim.name, role=Role.MEMBER, by=actor)
        _tell(claim, accepted=True)
    return claim


def refuse(*, claim: Claim, actor: Person, note: str) -> Claim:
    """Refuse a claim, with the reason that its author reads."""
    with transaction.atomic():
        claim = _waiting(claim, State.OPEN)
        _decide(claim, State.REFUSED, "", actor)
        record(
            verb="directory.claim_refused", actor=actor, target=claim.organisation, others=[claim], note=note
        )
        _tell(claim, accepted=False, why=note)
    return claim


def take(*, claim: Claim, person: Person) -> Claim:
    """Take in hand the sheet of an accepted claim, as the person who was invited under its address."""
    with transaction.atomic():
        claim = _waiting(claim, State.ACCEPTED)
        _check_open(claim.organisation)
        if claim.email != person.email:
            raise ValidationError(_("This request was made under another address."))
        _settle(claim, person, Proof.OFFICER, actor=person)
    return claim


def _settle(claim: Claim, person: Person, proof: str, *, actor: Person | None) -> None:
    claim.person = person
    _decide(claim, State.SETTLED, proof, actor)
    role = Membership.Role.MANAGER
    there = Membership.objects.filter(organisation=claim.organisation, person=person, role=role)
    memberships.end_past(there)
    asked = there.filter(state=Membership.State.ASKED).first()
    if asked:
        memberships.answer(membership=asked, accepted=True, actor=actor)
    elif not there.filter(state=Membership.State.ACTIVE).exists():
        memberships.join(
            organisation=claim.organisation, person=person, role=role, title=claim.function, actor=actor
        )
    _tell_keepers(claim, person)
    record(
        verb="directory.claim_settled",
        actor=actor,
        target=claim.organisation,
        others=[claim, person],
        facts={"proof": proof},
    )


def _tell_keepers(claim: Claim, person: Person) -> None:
    """Tell those who keep the sheet that someone keeps it with them: they can say that it is a mistake."""
    facts = {"name": person, "function": claim.function, "structure": claim.organisation.name}
    keepers = keepers_of(claim.organisation).exclude(person=person)
    for keeper in {each.person_id: each.person for each in keepers}.values():
        post(
            kind="directory.new_keeper",
            to=keeper.email,
            subject=_("Someone keeps the sheet of « %(structure)s » with you") % facts,
            text=_(
                "Hello,\n\n%(name)s (%(function)s) was recognised and now keeps the sheet of "
                "« %(structure)s » with you.\nIf this is a mistake, end their part on the sheet, under "
                "« People », or answer this message."
            )
            % facts,
            key=f"directory.new_keeper:{claim.pk}:{keeper.pk}",
            person=keeper,
        )


def _decide(claim: Claim, state: str, proof: str, actor: Person | None) -> None:
    claim.state, claim.proof = state, proof
    claim.decided_at, claim.decided_by = timezone.now(), actor
    claim.code_digest = ""
    claim.save()


def _tell(claim: Claim, *, accepted: bool, why: str = "") -> None:
    facts = {"structure": claim.organisation.name, "why": why}
    if accepted:
        text = _("Hello,\n\nYou may now keep the sheet of « %(structure)s »: sign in, it is in « Today ».")
    else:
        text = _(
            "Hello,\n\nYour request to keep the sheet of « %(structure)s » was refused: %(why)s\n"
            "Answer this message or ask again if something was misunderstood."
        )
    post(
        kind="directory.claim_answer",
        to=claim.email,
        subject=_("Your request for the sheet of « %(structure)s »") % facts,
        text=text % facts,
        key=f"directory.claim_answer:{claim.pk}",
        person=claim.person,
    )


def _waiting(claim: Claim, state: str) -> Claim:
    waiting = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("organisation", "person")
        .get(pk=claim.pk)
    )
    if waiting.state != state:
        raise ValidationError(_("Nothing was changed: this request was decided meanwhile."), code="decided")
    return waiting


def _check_open(organisation: Organisation) -> None:
    """Hold the sheet until the transaction ends.

    Raises ValidationError when the structure has closed, or when its sheet joined another.
    """
    sheet = locked(organisation)
    if sheet.state == Organisation.State.CLOSED:
        raise ValidationError(
            _(
                "This structure has closed: nobody keeps its sheet any more. "
                "If it is still there, an officer opens its sheet again first."
            ),
            code="closed",
        )


def purge(before: datetime, dry_run: bool) -> int:
    """Erase the claims asked before an instant; return how many."""
    old = Claim.objects.filter(created_at__lt=before)
    return old.count() if dry_run else old.delete()[0]
