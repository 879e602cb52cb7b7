"""The same jobs without a screen: one room a command, each with its arguments and its output."""
