"""``maillage structures``: fetch what the registry of companies lists here."""

import argparse
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("structures", help=_("fetch structures from the registry of companies"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    fetch = actions.add_parser(
        "fetch", help=_("have a worker fetch those that have no sheet yet; somebody then looks and decides")
    )
    fetch.add_argument("email", help=_("address of the officer or coordinator who will look at the list"))
    fetch.set_defaults(run=run_fetch)


def run_fetch(arguments: argparse.Namespace) -> None:
    """Start fetching, and say where the list will be."""
    from django.conf import settings  # all need Django set up
    from django.urls import reverse

    from maillage.core.accounts.models import Person, Role
    from maillage.programmes.directory.structures import fetching
    from maillage.programmes.directory.tasks import fetch_structures

    owner = Person.objects.filter(email__iexact=arguments.email).first()
    if owner is None or not owner.has_house_role(Role.COORDINATOR, Role.OFFICER):
        raise CommandError(_("Nothing was asked: no officer nor coordinator has this address."))
    try:
        run = fetching.ask(owner=owner, task=fetch_structures)
    except fetching.FetchRefusal as refusal:
        raise CommandError(str(refusal)) from refusal
    where = f"{settings.PUBLIC_URL}{reverse('imports:run', args=[run.pk])}"
    print(
        _("A worker fetches the list. Look at it there before anything is imported: %(where)s")
        % {"where": where}
    )
