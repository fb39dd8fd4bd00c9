"""The import: choose a file, look at it once, answer what is open, take it in; one click takes it back."""
