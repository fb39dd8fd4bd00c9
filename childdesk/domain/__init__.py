"""What is true: records, rules and their words, with the standard library alone."""
