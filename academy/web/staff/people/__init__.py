"""Who takes part: lists, registrations of one person, marks that disagree."""
