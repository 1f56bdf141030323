"""What holds of events: seats, reminders, programmes, rights. Pure, but for who may (``rights``)."""
