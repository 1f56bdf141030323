"""Verbs of personal data: ask for a copy, ask to be erased, carry it out."""

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from maillage.core.activity.domain import Actor, record
from maillage.core.messaging.domain import post
from maillage.core.privacy import queries
from maillage.core.privacy.models import DataCopy, ErasureRequest
from maillage.core.privacy.register import Declaration, model_of, register


class PrivacyRefusal(Exception):  # noqa: N818 -- what a rule answers to a person, in words
    """A demand that cannot be met as it stands; the message is for the person."""


def open_copy(*, person: AbstractBaseUser, screen: str = "") -> DataCopy:
    """Note that a person wants a copy of their data; the caller starts the work in the same transaction.

    Raises PrivacyRefusal while another copy is being made.
    """
    with transaction.atomic():
        if queries.copies_under_way(person).exists():
            raise PrivacyRefusal(_("A copy is being made already: it will be ready in a moment."))
        copy = DataCopy.objects.create(person_id=person.pk)
        record(verb="privacy.copy_asked", actor=person, target=copy, screen=screen)
    return copy


def store_copy(*, copy: DataCopy, archive: bytes) -> None:
    """Keep the archive of a copy: its week begins."""
    DataCopy.objects.filter(pk=copy.pk).update(archive=archive, ready_at=timezone.now())


def ask_erasure(*, person: AbstractBaseUser, screen: str = "") -> ErasureRequest:
    """Ask the coordination to erase the person; asking twice is asking once."""
    with transaction.atomic():
        request, created = ErasureRequest.objects.get_or_create(
            person_id=person.pk, state=ErasureRequest.State.ASKED
        )
        if created:
            record(verb="privacy.erasure_asked", actor=person, target=request, screen=screen)
    return request


def withdraw_erasure(*, person: AbstractBaseUser, screen: str = "") -> ErasureRequest:
    """Take the request back. Raises PrivacyRefusal when none waits."""
    with transaction.atomic():
        request = queries.open_request_of(person)
        if request is None:
            raise PrivacyRefusal(_("No request waits: nothing was changed."))
        _decide(request, ErasureRequest.State.WITHDRAWN)
        record(verb="privacy.erasure_withdrawn", actor=person, target=request, screen=screen)
    return request


def refuse_erasure(*, request: ErasureRequest, by: Actor, reason: str, screen: str = "") -> ErasureRequest:
    """Tell the person why they cannot be erased. Raises PrivacyRefusal when the request no longer waits."""
    with transaction.atomic():
        request = _waiting(request)
        person = _person_of(request)
        _decide(request, ErasureRequest.State.REFUSED)
        post(
            kind="privacy.erasure_answer",
            key=f"privacy.erasure_answer:{request.pk}",
            to=_address(person),
            person=person,
            subject=_("Your request of erasure"),
            text=_(
                "Hello,\n\nYour data was not erased, for this reason:\n\n%(reason)s\n\n"
                "You may answer the coordination, or bring the matter before the CNIL: https://www.cnil.fr/plaintes\n"
            )
            % {"reason": reason},
        )
        record(
            verb="privacy.erasure_refused",
            actor=by,
            target=request,
            others=[person],
            note=reason,
            screen=screen,
        )
    return request


def carry_out_erasure(*, request: ErasureRequest, by: Actor, screen: str = "") -> ErasureRequest:
    """Erase a person: each app removes what it declared, the account last; then tell them it is done.

    All or nothing. The journal keeps its entries, which hold numbers: reports stay equal.
    Raises PrivacyRefusal when the request no longer waits, or what an app refuses in words.
    """
    with transaction.atomic():
        request = _waiting(request)
        person = _person_of(request)
        address = _address(person)
        removed = {each.model: _erase(each, person) for each in _account_last()}
        request = ErasureRequest.objects.get(pk=request.pk)
        request.removed = removed
        _decide(request, ErasureRequest.State.DONE)
        post(
            kind="privacy.erasure_answer",
            key=f"privacy.erasure_answer:{request.pk}",
            to=address,
            subject=_("Your data was erased"),
            text=_(
                "Hello,\n\nYour account and the data about you were erased today, as you asked. "
                "You can no longer sign in.\n\nThe journal keeps that someone acted, without your name. "
                "This message itself is erased after 90 days, and the backups follow.\n"
            ),
        )
        count = sum(removed.values())
        record(verb="privacy.erased", actor=by, target=request, screen=screen, facts={"rows": count})
    return request


def _account_last() -> list[Declaration]:
    """Return what can be erased; the account ends the list, for the others read its address."""
    erasable = [each for each in register().declarations if each.erase]
    return sorted(erasable, key=lambda each: model_of(each) is get_user_model())


def _erase(declaration: Declaration, person: AbstractBaseUser) -> int:
    try:
        return int(import_string(declaration.erase)(person))
    except ValidationError as refusal:
        raise PrivacyRefusal(" ".join([*refusal.messages, _("Nothing was erased.")])) from refusal


def _waiting(request: ErasureRequest) -> ErasureRequest:
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != ErasureRequest.State.ASKED:
        raise PrivacyRefusal(
            _("This request does not wait any more: %(state)s. Nothing was changed.")
            % {"state": request.get_state_display()}
        )
    return request


def _person_of(request: ErasureRequest) -> AbstractBaseUser:
    if request.person is None:
        raise PrivacyRefusal(_("This account does not exist any more: there is nothing left to erase."))
    return request.person


def _address(person: AbstractBaseUser) -> str:
    return str(getattr(person, person.get_email_field_name()))


def _decide(request: ErasureRequest, state: ErasureRequest.State) -> None:
    request.state = state
    request.decided_at = timezone.now()
    request.save()
