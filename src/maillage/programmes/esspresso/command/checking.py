"""Verify a plan again, from its file alone and without the solver."""

from pathlib import Path

from django.utils.translation import gettext as _

from maillage.programmes.esspresso import figures, telling
from maillage.programmes.esspresso.command.console import say, tell
from maillage.programmes.esspresso.document import DocumentError, loads
from maillage.programmes.esspresso.verification import verify
from maillage.programmes.esspresso.wrongs import wrong

HOLDS, BROKEN, BAD_INPUT = 0, 1, 2


def check_file(path: Path) -> int:
    """Say whether the plan holds. Returns 0 when it does, 1 when it does not, 2 when it cannot be read."""
    try:
        planning = loads(path.read_bytes())
    except OSError as error:
        tell(_("%(file)s cannot be read (%(cause)s).") % {"file": path, "cause": error.strerror})
        return BAD_INPUT
    except DocumentError as error:
        tell(
            _("%(file)s is not a plan written by Maillage, or it was altered (at: %(where)s).")
            % {"file": path, "where": error}
        )
        return BAD_INPUT
    violations = verify(planning)
    for violation in violations:
        tell(_("Wrong: %(what)s") % {"what": wrong(violation)})
    if violations:
        tell(_("This plan does not hold."))
        return BROKEN
    solution = planning.solution
    say(_("This plan holds: %(size)s.") % {"size": telling.size(planning)})
    say(
        _("Value %(value)d, certified bound %(bound)d recomputed from the file, gap %(gap)s.")
        % {
            "value": solution.value,
            "bound": solution.certified_bound,
            "gap": telling.percent(solution.certified_gap, 3),
        }
    )
    say(figures.proof(planning))
    return HOLDS
