"""Files written for people, for the platforms and for evidence."""
