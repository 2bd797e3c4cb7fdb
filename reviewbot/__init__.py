"""reviewbot keeps changes small and in bounds: one policy, the same verdict everywhere."""

__version__ = "0.1.0"
