"""Neural music information retrieval you can run, inspect, retrain and trust."""

__version__ = "0.1.0"
