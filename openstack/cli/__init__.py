"""The command ``stackbase``."""
