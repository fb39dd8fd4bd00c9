"""What is true: records, kinds, rules, the journal's values, and the ministry's words for them.

Law: the standard library and nothing else. No files, no clock of its own, no screen: what is needed is
handed in. Functions here are pure; a problem in the data is a value (an Issue), never an exception.
"""
