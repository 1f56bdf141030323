"""Does a structure belong to the ESS? The rules compute, a person decides what contradicts itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.domain.listing import sheet_changed, sheets_changed
from maillage.core.organisations.models import Answer, EssPerimeterRule, Organisation
from maillage.core.organisations.rules import EssRule, Perimeter, ess_status, ess_voices

# One transaction holds so many sheets.
AT_ONCE = 500
# Said in place of an answer, to take back the one that a person gave.
FOLLOW_RULES = "rules"
WRITTEN = ("ess_computed", "ess_reason", "ess_rules", "ess_family", "ess_status")


def current_rules() -> Perimeter:
    """Return the newest version of the rules whose day has come; of one day, the one loaded last."""
    versions = EssPerimeterRule.objects.values("version").annotate(day=Max("since"), last=Max("pk"))
    come = versions.filter(day__lte=timezone.localdate()).order_by("-day", "-last")
    newest = come.values_list("version", flat=True).first() or ""
    rows = EssPerimeterRule.objects.filter(version=newest).order_by("pk")
    fields = rows.values_list("category", "statute", "naf", "naf_2025", "answer", "family", "reason")
    return Perimeter(newest, [EssRule(*row) for row in fields])


def appraise(organisation: Organisation, rules: Perimeter | None = None) -> bool:
    """Write on a structure, without saving it, what the rules say; return whether anything changed."""
    rules = rules or current_rules()
    before = [getattr(organisation, field) for field in WRITTEN]
    answer = rules.answer(
        organisation.legal_category, organisation.statute, organisation.naf, organisation.naf_2025
    )
    organisation.ess_computed = answer.answer
    organisation.ess_reason = answer.reason
    organisation.ess_rules = rules.version
    organisation.ess_family = answer.family
    organisation.ess_status = ess_status(
        decided=organisation.ess_decided, computed=answer.answer, registry=organisation.ess_registry
    )
    return before != [getattr(organisation, field) for field in WRITTEN]


def appraise_all(*, actor: Person | None = None) -> int:
    """Apply the rules in force to every sheet that stands and was read under others; return how many changed.

    Batch by batch, each in a transaction: cut half-way, it goes on from there.
    """
    rules = current_rules()
    changed = 0
    left = Organisation.objects.standing().exclude(ess_rules=rules.version)
    keys = list(left.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return 0
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            sheets = Organisation.objects.select_for_update(of=("self",)).filter(
                pk__in=keys[start : start + AT_ONCE]
            )
            other = [each for each in sheets.order_by("pk") if appraise(each, rules)]
            Organisation.objects.bulk_update(other, WRITTEN)
            sheets_changed([each.pk for each in other])
        changed += len(other)
    activity.record(
        verb="organisations.ess_appraised", actor=actor, facts={"version": rules.version, "changed": changed}
    )
    return changed


def decide_ess(*, organisation: Organisation, answer: str, why: str, actor: Person) -> Organisation:
    """Write down a person's answer and where it is known from; it holds until the voices change.

    ``FOLLOW_RULES`` takes the answer back: the rules speak again, then the registry. The journal keeps why,
    which the sheet no longer shows once the answer is taken back.

    Raises ValidationError when the reason is missing, the answer does not exist, or none is there to take
    back.
    """
    why = why.strip()
    taken_back = answer == FOLLOW_RULES
    if not why or not (taken_back or answer in Answer.values):
        raise ValidationError(
            _("Nothing was decided: give the answer, and where it is known from."), code="unexplained"
        )
    with transaction.atomic():
        sheet = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if taken_back and not sheet.ess_decided:
            raise ValidationError(
                _("Nothing was changed: no decision stands on this sheet, the rules answer already."),
                code="undecided",
            )
        sheet.ess_decided = "" if taken_back else answer
        sheet.ess_decided_why = "" if taken_back else why
        appraise(sheet)
        voices = ess_voices(sheet.ess_declared, sheet.ess_registry, sheet.ess_computed)
        sheet.ess_decided_upon = "" if taken_back else voices
        sheet.save()
        sheet_changed(sheet)
        activity.record(
            verb="organisations.ess_taken_back" if taken_back else "organisations.ess_decided",
            actor=actor,
            target=sheet,
            screen="organisations:decide_ess",
            facts={"answer": sheet.ess_status, "version": sheet.ess_rules},
            note=why,
        )
    return sheet
