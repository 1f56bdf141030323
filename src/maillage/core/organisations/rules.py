"""Who may read and change a sheet, and whether a structure belongs to the ESS: pure decisions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Role
from maillage.core.accounts.rules import Visitor, has_role
from maillage.core.organisations.models import Answer, Membership, Organisation

# Who keeps the sheet of a structure, among its members.
KEEPERS = (Membership.Role.REPRESENTATIVE, Membership.Role.MANAGER)


def is_house(visitor: Visitor) -> bool:
    """The département's people: they read and keep every sheet."""
    return has_role(visitor, Role.COORDINATOR, Role.OFFICER)


def _held(visitor: Visitor) -> QuerySet[Membership]:
    """Memberships in force today of a signed-in person; of a visitor, none."""
    if not visitor.is_authenticated:
        return Membership.objects.none()
    today = timezone.localdate()
    return Membership.objects.filter(
        Q(until=None) | Q(until__gt=today), person=visitor.pk, state=Membership.State.ACTIVE, since__lte=today
    )


def structures_of(visitor: Visitor) -> QuerySet[Membership, int]:
    """Return the keys of the structures that a visitor belongs to today, for ``filter(…__in=…)``."""
    return _held(visitor).values_list("organisation_id", flat=True)


def is_member(visitor: Visitor, organisation: Organisation) -> bool:
    """Belongs to the structure today, in any role."""
    return _held(visitor).filter(organisation=organisation).exists()


def keeps(visitor: Visitor, organisation: Organisation) -> bool:
    """Keeps the sheet as a member of the structure."""
    return _held(visitor).filter(organisation=organisation, role__in=KEEPERS).exists()


def may_see(visitor: Visitor, organisation: Organisation) -> bool:
    """Published and closed sheets are everybody's; the others are the house's and the members'."""
    if organisation.state in {Organisation.State.PUBLISHED, Organisation.State.CLOSED}:
        return True
    return is_house(visitor) or is_member(visitor, organisation)


def may_edit(visitor: Visitor, organisation: Organisation) -> bool:
    """The house, and who keeps the sheet; a sheet that joined another is history."""
    if organisation.merged_into_id:
        return False
    return is_house(visitor) or keeps(visitor, organisation)


def visible_to(visitor: Visitor) -> Q:
    """Return the condition on structures that ``may_see`` states, for lists, searches and exports."""
    if is_house(visitor):
        return Q(merged_into=None)
    open_to_all = Q(state__in=[Organisation.State.PUBLISHED, Organisation.State.CLOSED])
    return Q(merged_into=None) & (open_to_all | Q(pk__in=structures_of(visitor)))


def lacking(organisation: Organisation) -> dict[str, str]:
    """Return what a sheet lacks to be published: a code, and the words that say what to do."""
    return lacking_of(summary=organisation.summary, has_site=organisation.sites.exists())


def lacking_of(*, summary: str, has_site: bool) -> dict[str, str]:
    """Return what a sheet lacks to be published, when it says this of itself."""
    found = {}
    if not summary.strip():
        found["summary"] = _("Say in a few lines what the structure does.")
    if not has_site:
        found["site"] = _("Say where it is: add a site.")
    return found


@dataclass(frozen=True)
class EssRule:
    """One rule of the perimeter: beginnings of codes (empty: any), the answer, the family, the reason.

    ``naf`` and ``naf_2025`` name one activity in two nomenclatures; empty, the rule does not know it there.
    """

    category: str
    statute: str
    naf: str
    naf_2025: str
    answer: str
    family: str
    reason: str

    def may_fit(self, category: str, statute: str) -> bool:
        """Tell whether the rule speaks of this case, as far as the activity does not matter."""
        return category.startswith(self.category) and (not self.statute or self.statute == statute)

    def length_read(self, naf: str, naf_2025: str) -> int | None:
        """Return how much of an activity code the rule reads, 0 when any will do, None when it does not fit.

        It is read in NAF 2025 when the rule and the case both tell it, else in NAF rev. 2.
        """
        if not self.naf and not self.naf_2025:
            return 0
        beginning, code = (self.naf_2025, naf_2025) if self.naf_2025 and naf_2025 else (self.naf, naf)
        return len(beginning) if beginning and code.startswith(beginning) else None

    def is_unread(self, naf: str, naf_2025: str) -> bool:
        """Tell whether the rule names an activity in no nomenclature in which the case tells its own."""
        return bool(self.naf or self.naf_2025) and not (self.naf and naf) and not (self.naf_2025 and naf_2025)

    def precision(self, length: int) -> tuple[bool, int, int]:
        """Return what makes one rule prevail: statutes, then an activity, then the longer category."""
        return bool(self.statute), length, len(self.category)


@dataclass(frozen=True)
class EssAnswer:
    """Yes, no or unknown, the code of the reason, and the family when the answer is yes."""

    answer: str
    reason: str
    family: str = ""


def ess_answer(
    rules: Iterable[EssRule], *, category: str, statute: str, naf: str, naf_2025: str
) -> EssAnswer:
    """Say whether a structure belongs to the ESS by the rules; the most precise rule that fits prevails.

    Method: law 2014-856, article 1: some legal categories belong by themselves, save for activities out of
    the perimeter; commercial companies only by their statutes. Unknown when the category is unknown, when
    nothing in the rules speaks of it, when the activity that could exclude it is unknown or told only by a
    code that the rules do not know, and when rules as precise as each other answer in two ways: one old
    code may have become two new ones, of which one alone is left out.
    """
    possible = [rule for rule in rules if rule.may_fit(category, statute)]
    read = ((rule, rule.length_read(naf, naf_2025)) for rule in possible)
    fitting = [(rule.precision(length), rule) for rule, length in read if length is not None]
    if not fitting:
        return EssAnswer(Answer.UNKNOWN, "no_rule" if category else "no_category")
    highest = max(precision for precision, _rule in fitting)
    equals = [rule for precision, rule in fitting if precision == highest]
    # One of them speaks for all, whatever their order.
    best = min(equals, key=lambda rule: (rule.naf_2025, rule.naf))
    if any(rule.answer != best.answer for rule in equals):
        return EssAnswer(Answer.UNKNOWN, "two_answers")
    if best.answer != Answer.YES:
        return EssAnswer(best.answer, best.reason)
    unread = (rule for rule in possible if rule.answer == Answer.NO and rule.is_unread(naf, naf_2025))
    if any(rule.precision(max(len(rule.naf), len(rule.naf_2025))) >= highest for rule in unread):
        return EssAnswer(Answer.UNKNOWN, "unread_activity" if naf or naf_2025 else "no_activity", best.family)
    return EssAnswer(Answer.YES, best.reason, best.family)


class Perimeter:
    """The rules of one version. Each case is answered once: a list of thousands holds few of them."""

    def __init__(self, version: str, rules: Iterable[EssRule]) -> None:
        self.version = version
        self._rules = tuple(rules)
        self._answers: dict[tuple[str, str, str, str], EssAnswer] = {}

    def answer(self, category: str, statute: str, naf: str, naf_2025: str) -> EssAnswer:
        """Return what ``ess_answer`` says of a legal category, a statute and the codes of an activity."""
        case = (category, statute, naf, naf_2025)
        if case not in self._answers:
            self._answers[case] = ess_answer(
                self._rules, category=category, statute=statute, naf=naf, naf_2025=naf_2025
            )
        return self._answers[case]


def ess_status(*, decided: str, computed: str, registry: str) -> str:
    """Return the answer to show: a person's decision, else the rules, else the registry; never a guess."""
    if decided:
        return decided
    return computed if computed != Answer.UNKNOWN else registry


def ess_voices(declared: str, registry: str, computed: str) -> str:
    """Return what the three voices say, in one word: a decision remembers what it was taken upon."""
    return f"{declared}|{registry}|{computed}"


def ess_disagrees() -> Q:
    """Return the condition on structures whose voices contradict each other, decided or not."""
    said_yes = Q(ess_declared="yes") | Q(ess_registry="yes") | Q(ess_computed="yes")
    said_no = Q(ess_declared="no") | Q(ess_registry="no") | Q(ess_computed="no")
    return said_yes & said_no
