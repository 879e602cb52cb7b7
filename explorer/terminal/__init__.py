"""The same jobs without a screen: one room a command, each with what it is asked and what it answers."""
