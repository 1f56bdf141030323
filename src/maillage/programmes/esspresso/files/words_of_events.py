"""What is wrong in an event, its settings or its demands, and what to do, code by code."""

from django.utils.translation import gettext_lazy as _

from maillage.programmes.esspresso.files.words_of_lists import Words

EVENT_WORDS: dict[str, Words] = {
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
        _("Write the name or the number of a table of the room."),
    ),
    "too_many_table_names": (
        _("%(names)s tables are named, but there are only %(tables)s."),
        _("Raise the number of tables, or name fewer of them."),
    ),
    "repeated_table_name": (
        _("Two tables are called « %(table)s »."),
        _("Give each table its own name; the tables that you do not name take the next numbers."),
    ),
    "no_accessible_table": (
        _("This structure needs an accessible table, but none is declared."),
        _("Say which tables are accessible in the settings of the event."),
    ),
    "no_ess": (
        _("No structure is known to belong to the solidarity economy: no meeting is possible."),
        _("Complete the column « ess » with « oui » or « non »."),
    ),
    "demand_beyond_ess": (
        _("Structures outside the ESS count on %(wanted)s meetings, but the ESS has only %(seats)s seats."),
        _(
            "Three ways out: lower the usual number of meetings (--quota), say in « quota_min » what is "
            "really promised to each, or invite more structures of the solidarity economy."
        ),
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
    "round_over": (
        _("Round %(slot)s is over: this plan was already made again after round %(played)s."),
        _("Name a later round, or start from the plan of before."),
    ),
    "round_unread": (
        _("« %(text)s » does not give a code and a round."),
        _("Write the code, a colon and the number of the round, such as E05:3."),
    ),
    "repeated_in_option": (_("« %(code)s » is named twice."), _("Keep one of the two.")),
    "absent_yet_there": (
        _("« %(code)s » is also named among the absents."),
        _("Choose: absent for the whole rest of the event, or there for a part of it."),
    ),
    "leaves_before_coming": (
        _("« %(code)s » would leave after round %(last)s and only come at round %(first)s."),
        _("Correct one of the two rounds."),
    ),
    "code_in_plan": (
        _("The code « %(code)s » is already that of a structure of the plan."),
        _("Give the newcomer a code of its own."),
    ),
    "plan_unread": (
        _("%(file)s is not a plan written by Maillage, or it was altered (at: %(where)s)."),
        _("Give the planning.json of the plan that you want to change."),
    ),
    "plan_broken": (
        _("%(file)s holds something wrong: %(what)s A plan made from it would be wrong too."),
        _("Check it with « maillage espresso check », and start from a plan that holds."),
    ),
    "no_such_option": (
        _("There is no option %(number)s: this time there are %(count)s."),
        _("Leave out --option to write the plan that moves nobody."),
    ),
    "dzn_field": (
        _("The field « %(field)s » of the .dzn file is missing or malformed."),
        _("Check the file."),
    ),
}
