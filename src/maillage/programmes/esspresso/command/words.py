"""What commands say alike: errors, and how good a plan is."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from maillage.programmes.esspresso import figures, telling
from maillage.programmes.esspresso.command.console import say, tell
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.files.findings import Finding, Severity
from maillage.programmes.esspresso.files.wording import told


def tell_errors(errors: Iterable[Finding], left_out: int = 0) -> None:
    """Tell all that prevents planning."""
    for finding in errors:
        tell(str(told(finding)))
    if left_out:
        tell(str(told(Finding(Severity.ERROR, "more_alike", facts={"count": left_out}))))
    tell(_("Nothing was planned and nothing was written."))


def tell_warnings(warnings: Iterable[Finding]) -> None:
    """Tell what was understood or repaired."""
    for warning in warnings:
        tell(_("Note: %(note)s") % {"note": told(warning)})


def say_proof(planning: Planning) -> None:
    """Say what the plan is worth, and how sure it is that none is worth more."""
    solution = planning.solution
    say(
        _("Value %(value)d, certified bound %(bound)d, gap %(gap)s, %(seconds)s s.")
        % {
            "value": solution.value,
            "bound": solution.certified_bound,
            "gap": telling.percent(solution.certified_gap, 3),
            "seconds": telling.decimal(solution.seconds.total),
        }
    )
    say(figures.proof(planning))
    for sentence in (figures.fairness_price(planning), figures.excluded(planning)):
        if sentence:
            say(sentence)
    if solution.unproved:
        say(_("Good, without proof that it is the best: %(what)s.") % {"what": figures.unproved(planning)})
