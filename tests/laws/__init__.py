"""What holds of the whole tree: its floors, its files, its words, its colours."""
