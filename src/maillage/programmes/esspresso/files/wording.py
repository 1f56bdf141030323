"""Says each finding in words: what is wrong or was understood, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.programmes.esspresso.files.findings import Finding, Place

_Words = tuple[str | Promise, str | Promise]

FILE_WORDS: dict[str, _Words] = {
    "file_too_big": (
        _("This file weighs %(megabytes)s MB; the most is %(most)s MB."),
        _("Keep only the lines of this event, as CSV."),
    ),
    "unfolds_too_big": (
        _("Once unfolded, this workbook exceeds %(most)s MB."),
        _("Copy the list into a new workbook, or save it as CSV."),
    ),
    "empty_file": (_("This file is empty."), _("Check that you chose the right file.")),
    "password": (_("This workbook is protected by a password."), _("Save it without a password.")),
    "unreadable_spreadsheet": (
        _("This workbook is damaged or is of an unknown kind."),
        _("Open it in your spreadsheet and save it as .xlsx or CSV."),
    ),
    "not_a_table": (
        _("This file is neither a CSV nor a spreadsheet."),
        _("Save the list as CSV or .xlsx."),
    ),
    "too_many_rows": (_("This file has more than %(most)s lines."), _("Keep only the lines of this event.")),
    "too_many_participants": (
        _("There are more than %(most)s participants."),
        _("On this page the list is limited; the command « maillage espresso plan » takes larger events."),
    ),
    "several_sheets": (
        _("Several sheets could be the list: %(sheets)s."),
        _("Keep only one of them in the file."),
    ),
    "sheet_chosen": (
        _("The sheet « %(sheet)s » was read; these were not: %(others)s."),
        _("If you meant another sheet, keep only that one."),
    ),
    "missing_column": (
        _("The column « %(header)s » is missing from the list of %(list)s. Columns seen: %(seen)s."),
        _("Write the header « %(header)s » on the first line of the list."),
    ),
    "repeated_column": (
        _("The columns « %(other)s » and « %(header)s » say the same thing."),
        _("Keep one of the two."),
    ),
    "column_ignored": (
        _("The column « %(header)s » is not used."),
        _("Nothing to do, unless it has a misspelt header."),
    ),
    "no_line": (
        _("The list of %(list)s has headers but no line."),
        _("Add at least one line under the headers."),
    ),
    "totals_line": (_("This line of totals was left out."), _("Nothing to do.")),
    "formula": (
        _("This cell holds a formula without its result (%(text)s)."),
        _("Replace the formula by its value (copy, then paste values)."),
    ),
}

CELL_WORDS: dict[str, _Words] = {
    "empty_cell": (
        _("The cell « %(header)s » is empty."),
        _("Write the code of the structure, or delete the line."),
    ),
    "unknown_code": (
        _("The code « %(code)s » is not in the list of participants."),
        _("Correct the code, or add this structure to the participants."),
    ),
    "unknown_code_close": (
        _("The code « %(code)s » is not in the list of participants."),
        _("Did you mean « %(close)s »? Otherwise, add this structure to the participants."),
    ),
    "code_understood": (
        _("« %(text)s » was read as the code « %(code)s »."),
        _("Nothing to do if it is indeed this structure."),
    ),
    "repeated_code": (
        _("The code « %(code)s » is already used on line %(other)s."),
        _("Give each structure its own code, or delete the repeated line."),
    ),
    "not_a_number": (_("« %(text)s » is not a whole number."), _("Write a number such as 5.")),
    "number_out_of_range": (
        _("%(number)s is not between %(least)s and %(most)s."),
        _("Write a number between %(least)s and %(most)s."),
    ),
    "not_yes_no": (
        _("« %(text)s » is neither yes nor no."),
        _("Write « oui », « non », or leave the cell empty when unknown."),
    ),
    "text_too_long": (_("This text exceeds %(most)s characters."), _("Shorten it.")),
    "not_slots": (
        _("« %(text)s » does not read as slots."),
        _(
            "Write the slots from 1 to %(slots)s, such as « 1-4,6-8 ». "
            "If a spreadsheet made a date of them, format the column as text first."
        ),
    ),
    "slots_repaired": (
        _("« %(text)s » had been changed by the spreadsheet; it was read as « %(understood)s »."),
        _("Check it. To avoid this, format the column as text."),
    ),
    "slot_outside": (
        _("The slot %(slot)s does not exist: the event has %(slots)s."),
        _("Write slots from 1 to %(slots)s."),
    ),
    "not_a_slot": (
        _("« %(text)s » is not a slot."),
        _("Write a number from 1 to %(slots)s, or leave it empty."),
    ),
    "never_present": (
        _("%(name)s is present in no slot: no meeting will be given."),
        _("Check the availability, or delete the line."),
    ),
    "nothing_ticked": (
        _("No slot is filled in for %(name)s: read as present from beginning to end."),
        _("Tick the slots if the presence is partial."),
    ),
    "ess_unknown": (
        _("Whether %(name)s belongs to the solidarity economy is unknown: counted as no."),
        _("Write « oui » if it does: more meetings become possible."),
    ),
    "quota_min_above_max": (
        _("The minimum (%(quota_min)s) exceeds the maximum (%(quota_max)s)."),
        _("Lower the minimum or raise the maximum."),
    ),
    "quota_min_above_presence": (
        _("%(quota_min)s meetings are promised but only %(places)s fit in the presence."),
        _("Lower the minimum, or extend the availability."),
    ),
    "quota_above_presence": (
        _("%(quota_max)s meetings are hoped for but only %(places)s fit in the presence."),
        _("Nothing to do: as many as possible will be given."),
    ),
    "empty_quotas": (
        _("Empty maximum on %(count)s line(s): read as %(quota)s meetings."),
        _("Fill in the cell for another number."),
    ),
    "self_wish": (
        _("« %(code)s » wishes to meet itself."),
        _("Delete the line or correct one of the two codes."),
    ),
    "repeated_wish": (
        _("The wish from « %(source)s » to « %(target)s » is already on line %(other)s."),
        _("Keep one of the two lines."),
    ),
    "wished_and_refused": (
        _("« %(source)s » both wishes and refuses to meet « %(target)s » (see line %(other)s)."),
        _("Keep one of the two lines."),
    ),
    "empty_rank": (
        _("The rank of this wish is empty."),
        _("Write 1 for the dearest wish, 2 for the next, or « non » for a refusal."),
    ),
    "not_a_rank": (
        _("« %(text)s » is not a rank."),
        _("Write 1 for the dearest wish, 2 for the next, or « non » for a refusal."),
    ),
    "rank_out_of_range": (
        _("The rank %(rank)s does not exist: ranks go from 1 to %(most)s."),
        _("Write 1 for the dearest wish."),
    ),
    "rank_repaired": (
        _("The rank « %(text)s » was read as %(rank)s."),
        _("Nothing to do if it is indeed that."),
    ),
    "equal_ranks": (
        _("« %(source)s » gives the rank %(rank)s to %(count)s structures: they count the same."),
        _("Nothing to do if they are equally dear."),
    ),
    "missing_rank": (
        _("« %(source)s » has no wish of rank %(rank)s, but wishes of the ranks after it."),
        _("Check that no line is missing; the ranks were kept as they are."),
    ),
    "unknown_constraint": (
        _("« %(text)s » is not a kind of constraint."),
        _("Write « interdit » or « impose »."),
    ),
    "self_constraint": (_("The constraint names « %(code)s » twice."), _("Correct one of the two codes.")),
    "repeated_constraint": (
        _("The constraint on « %(a)s » and « %(b)s » is already on line %(other)s."),
        _("Keep one of the two lines."),
    ),
    "imposed_and_forbidden": (
        _("The meeting of « %(a)s » and « %(b)s » is both imposed and forbidden (see line %(other)s)."),
        _("Keep one of the two lines."),
    ),
    "forbidden_everywhere": (
        _("« %(a)s » and « %(b)s » are kept apart in every slot and at every table, not only there."),
        _("Nothing to do if that is what you want."),
    ),
    "imposed_and_refused": (
        _("The meeting of « %(a)s » and « %(b)s » is imposed, but one of them refuses it in the wishes."),
        _("Remove the constraint, or the refusal."),
    ),
    "imposed_against_pair_rule": (
        _("« %(a)s » and « %(b)s » must meet, but neither is known to belong to the solidarity economy."),
        _("Remove the constraint, or complete the column « ess »."),
    ),
    "imposed_same_person": (
        _("« %(a)s » and « %(b)s » are represented by the same person: they cannot meet."),
        _("Remove the constraint."),
    ),
    "imposed_above_quota": (
        _("More than %(quota)s meetings are imposed on « %(code)s », its maximum."),
        _("Raise its maximum or remove a constraint."),
    ),
    "imposed_when_absent": (
        _("« %(code)s » is absent in slot %(slot)s, where the meeting is imposed."),
        _("Choose another slot, or correct the availability."),
    ),
    "imposed_twice_at_once": (
        _("Too many meetings are imposed on « %(code)s » in slot %(slot)s."),
        _("Move one of them to another slot."),
    ),
    "unknown_table": (
        _("The table « %(table)s » does not exist."),
        _("Write the number of a table, or a stand."),
    ),
    "table_taken": (
        _("Table %(table)s is already taken in slot %(slot)s by line %(other)s."),
        _("Change the table or the slot."),
    ),
}

EVENT_WORDS: dict[str, _Words] = {
    "unreadable_file": (
        _("This file cannot be read: %(cause)s."),
        _("Check its name and your right to read it."),
    ),
    "folder_taken": (
        _("The folder %(folder)s holds something already."),
        _("Give the name of a new folder."),
    ),
    "pause_unread": (_("« %(text)s » is not a pause."), _("Write it as 10:00-10:15.")),
    "not_a_dzn": (_("%(file)s is not a .dzn text."), _("Check the file.")),
    "more_alike": (
        _("%(count)s other errors like these are not listed."),
        _("Correct the first ones and try again."),
    ),
    "no_slot": (_("The event has %(slots)s slot(s)."), _("Give it from 1 to %(most)s slots.")),
    "no_table": (_("The event has %(tables)s table(s)."), _("Give it from 1 to %(most)s tables.")),
    "no_quota": (_("The usual number of meetings is %(quota)s."), _("Give at least 1 meeting each.")),
    "no_duration": (
        _("A meeting of %(minutes)s min with %(gap)s min in between makes no sense."),
        _("Give at least one minute to a meeting, and none or more in between."),
    ),
    "past_midnight": (
        _("With %(slots)s slots, the event would run past midnight."),
        _("Start earlier, or lower the number of slots or their duration."),
    ),
    "pause_backwards": (
        _("The pause from %(start)s to %(end)s ends before it starts."),
        _("Write it as 10:00-10:15."),
    ),
    "weight_below_one": (_("A weight is below 1."), _("Write whole numbers from 1 up, such as 80,70,60.")),
    "unknown_accessible_table": (
        _("The accessible table « %(table)s » does not exist."),
        _("Tables are numbered from 1 to %(tables)s."),
    ),
    "no_accessible_table": (
        _("This structure needs an accessible table, but none is declared."),
        _("Say which tables are accessible in the settings of the event."),
    ),
    "no_ess": (
        _("No structure is known to belong to the solidarity economy: no meeting is possible."),
        _("Complete the column « ess » with « oui » or « non »."),
    ),
    "promised_beyond_ess": (
        _("%(promised)s meetings are promised to structures outside the ESS, which has %(seats)s seats."),
        _("Lower minimums, or invite more structures of the solidarity economy."),
    ),
    "ess_scarce": (
        _("Structures outside the ESS hope for %(wanted)s meetings, but it has only %(seats)s seats."),
        _("Some agendas will not be full. Complete the unknown ESS statuses, or invite more ESS structures."),
    ),
    "promised_beyond_tables": (
        _("%(promised)s meetings are promised; %(slots)s slots and %(tables)s tables hold %(places)s."),
        _("Add tables or slots, or lower the minimums."),
    ),
    "tables_scarce": (
        _("Up to %(wanted)s meetings are hoped for; %(slots)s slots and %(tables)s tables hold %(places)s."),
        _("Add tables or slots for fuller agendas."),
    ),
    "too_few_counterparts": (
        _("%(quota_min)s meetings are promised, but only %(allowed)s structures may be met."),
        _("Lower the minimum."),
    ),
    "repeated_stand": (_("Two structures have the same stand « %(table)s »."), _("Give each its own stand.")),
    "shared_person_with_representatives": (
        _("« %(code)s » shares its representative with another structure, yet announces several."),
        _("Write 1 representative, or empty the column « personne »."),
    ),
    "imposed_clash": (
        _("The meeting imposed between « %(a)s » and « %(b)s » leaves no room for the other demands."),
        _("Remove it, or free its slot and its table."),
    ),
    "promise_clash": (
        _("The minimum of %(quota_min)s meetings promised to « %(code)s » cannot be kept with the others."),
        _("Lower this minimum."),
    ),
    "impossible_demand": (
        _("The meetings imposed and the minimums promised cannot all be met together."),
        _("Remove an imposed meeting, lower a minimum, or add slots or tables."),
    ),
    "not_placed_in_time": (
        _("No place was found in the time given for all the meetings promised or imposed (%(codes)s)."),
        _("Give more time, add slots or tables, or lower a minimum."),
    ),
    "dzn_field": (
        _("The field « %(field)s » of the .dzn file is missing or malformed."),
        _("Check the file."),
    ),
}

WORDS = FILE_WORDS | CELL_WORDS | EVENT_WORDS
FALLBACK: _Words = (
    _("The lists contradict each other (%(code)s: %(facts)s)."),
    _("Check these lines in your files."),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words of the current language."""

    place: Place
    what: str
    mend: str

    def __str__(self) -> str:
        where = location(self.place)
        return f"{where} : {self.what} {self.mend}" if where else f"{self.what} {self.mend}"


def told(finding: Finding) -> Told:
    """The finding in the current language."""
    code = finding.code
    if code == "unknown_code" and finding.facts.get("close"):
        code = "unknown_code_close"
    facts: dict[str, str | int] = dict(finding.facts)
    words = WORDS.get(code)
    if words is None:
        facts = {"code": code, "facts": ", ".join(f"{key} {value}" for key, value in finding.facts.items())}
        words = FALLBACK
    what, mend = words
    return Told(finding.place, str(what) % facts, str(mend) % facts)


def location(place: Place) -> str:
    """« participants.csv, ligne 12, colonne « quota_max » », as far as known."""
    parts = [place.file] if place.file else []
    if place.line is not None:
        parts.append(gettext("line %(line)s") % {"line": place.line})
    if place.column:
        parts.append(gettext("column « %(column)s »") % {"column": place.column})
    return ", ".join(parts)
