"""One page for each thing the 儿童主任 does; a page owns one screen.

Law: a page never imports another page. What it needs of the window is a protocol, what it needs of the
ledger is a function of the desk.
"""
