"""The command line, by subject; on the roof beside the window.

Every command asks `desk/` and prints what it answers: for people in Chinese, with `--json` as one document
whose keys are part of the product. No rule, no SQL and no file format lives here.
"""
