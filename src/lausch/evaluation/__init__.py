"""Scores against human annotations, with the doubt that belongs to them."""
