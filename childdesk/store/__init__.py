"""Where it is kept: the sealed ledger, its keys, locks, backups and attachments."""
