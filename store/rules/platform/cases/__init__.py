"""After-sales cases as the platform tells of them, met with those that are known here."""
