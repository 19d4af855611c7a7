"""Initiatives, responsibilities, roadmap, milestones, actions: who does what, when, after what."""
