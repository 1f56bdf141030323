"""Who may read and write links, how states follow each other, when a reminder falls due."""
