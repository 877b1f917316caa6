"""matcher: partner matching for French–Japanese decentralised cooperation."""

__version__ = "0.1.0"
