"""Risks, controls, compliance, suppliers, bodies and capabilities: who keeps watch, and over what."""
