"""The sandbox: one seeded world of invented people, and stand-ins that serve it on the real protocols."""
