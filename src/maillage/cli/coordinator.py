"""``maillage coordinator create EMAIL``: name a person of the coordination, the first one at installation."""

import argparse
import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("coordinator", help=_("name a person of the coordination"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    create = actions.add_parser(
        "create", help=_("open the account, or give the role to the account of this address")
    )
    create.add_argument("email", help=_("address with which the person signs in"))
    create.add_argument("--name", default="", help=_("what others read beside what the person does"))
    create.add_argument(
        "--password",
        action="store_true",
        help=_("ask for a password; without one the person signs in with a code sent by e-mail"),
    )
    create.set_defaults(run=run_create)


def run_create(arguments: argparse.Namespace) -> None:
    """Open the account and say how to sign in."""
    from django.contrib.auth.password_validation import validate_password  # needs Django set up

    from maillage.core.accounts.domain.roles import create_coordinator
    from maillage.core.accounts.models import Person

    try:
        validate_email(arguments.email)
        password = getpass.getpass(_("Password: ")) if arguments.password else None
        if password is not None:
            validate_password(password, Person(email=arguments.email, name=arguments.name))
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise CommandError(_("Nothing was created. %(why)s") % {"why": reasons}) from error
    person, created = create_coordinator(email=arguments.email, name=arguments.name, password=password)
    done = _("Account opened: %(email)s") if created else _("The account existed: %(email)s")
    print(done % {"email": person.email})
    print(_("This person is of the coordination now; they sign in with this address."))
