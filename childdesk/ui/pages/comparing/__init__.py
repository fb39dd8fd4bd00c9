"""对照名单: somebody else's list beside the register."""
