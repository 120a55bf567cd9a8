"""The pages: each module holds a ``router`` and, for the navigation, ``NAV``. Nothing is registered elsewhere."""
