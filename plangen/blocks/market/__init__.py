"""Segments, advantages, channels, competitors, brands: where the plan plays and how it wins."""
