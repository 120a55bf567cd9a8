"""Servers that speak for the systems on the real protocols, and misbehave when told to.

Each is started as ``python -m sandbox.standins.<system> --home <folder> --port <port>``, reads the world and the
faults of that folder, and prints one line ``ready <system> <address>`` when it serves.
"""
