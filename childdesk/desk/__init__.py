"""What one can do, and who may: every function takes a Session first and asks it for the right.

Law: the only door between people and the ledger. It may use store, files and domain; it knows no window and
no command line. A bulk act is first a Plan, then one entry; values leave here as they may be shown.
"""
