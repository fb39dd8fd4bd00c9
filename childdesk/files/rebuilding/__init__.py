"""Makes a form of an older kind again as .xlsx, on purpose: what cannot be carried over is said before."""
