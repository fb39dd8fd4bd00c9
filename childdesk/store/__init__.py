"""Where it is kept: the sealed ledger, its journal, keys, locks, search, attachments and backups.

Law: the only floor with SQL, and `writer.py` the only module that writes a record table. It may use domain,
sqlcipher3, sqlite-utils, argon2 and age; it does not know workbooks, rights or windows.
"""
