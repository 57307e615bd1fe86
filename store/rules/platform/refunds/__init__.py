"""Money that the platform says went back, met with the refunds that are known here."""
