"""Payment: what claims group to and what they are worth. Nothing is loaded at import."""
