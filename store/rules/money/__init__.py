"""Money (款项): refunds, what failures cost, penalties."""
