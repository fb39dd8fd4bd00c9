"""How it travels: workbooks in and out, packages for the stick.

Law: the only floor with workbook libraries. It may use domain, openpyxl and its kin, and age; it does not
know the ledger. What it reads is rows of text and issues; what it writes was handed to it. Strangers' files
are read with limits.
"""
