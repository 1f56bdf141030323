"""What is wrong or was understood in a list and its cells, and what to do, code by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[str | Promise, str | Promise]

FILE_WORDS: dict[str, Words] = {
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
        _("This workbook holds several sheets: %(sheets)s."),
        _("Keep the sheet of the list of %(list)s alone, in a file of its own."),
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
    "totals_line": (_("This is a line of totals."), _("Delete it: it is no structure and no wish.")),
    "formula": (
        _("This cell holds a formula (%(text)s): its result may be out of date."),
        _("Replace the formula by its value (copy, then paste values)."),
    ),
}

CELL_WORDS: dict[str, Words] = {
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
    "code_lost_zeros": (
        _("« %(text)s » and « %(code)s »: one of the two lists lost the zeros of this code."),
        _("Format the column of codes as text in both lists, and write this code the same way."),
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
    "empty_quota": (
        _("The maximum of meetings is empty."),
        _("Write a number, such as %(quota)s, or delete the whole column: everybody then has %(quota)s."),
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
    "decimal_rank": (
        _("The rank « %(text)s » has a decimal part."),
        _("Write %(rank)s."),
    ),
    "equal_ranks": (
        _("« %(source)s » already gives the rank %(rank)s on line %(other)s."),
        _("Give each of its wishes a rank of its own: 1, 2, 3…"),
    ),
    "rank_already_held": (
        _("« %(source)s » already gives the rank %(rank)s in the plan."),
        _("Give this wish the rank that follows its earlier wishes."),
    ),
    "already_wished": (
        _("The wish from « %(source)s » to « %(target)s » is already in the plan."),
        _("Delete the line."),
    ),
    "missing_rank": (
        _("« %(source)s » has a wish of rank %(found)s but none of rank %(rank)s."),
        _("Add the missing line, or move the next ranks up."),
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
    "imposed_against_groups": (
        _("« %(a)s » and « %(b)s » must meet, but their groups do not meet."),
        _("Remove the constraint, or add a line « groupes » for their two groups."),
    ),
    "unknown_group": (
        _("« %(text)s » is not a group. Groups in the list of participants: %(known)s."),
        _("Write a group as in the column « groupe » of the participants."),
    ),
    "empty_group": (
        _("« %(code)s » has no group, but the constraints say which groups meet."),
        _("Fill in the column « groupe »."),
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
