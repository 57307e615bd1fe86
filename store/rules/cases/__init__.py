"""After-sales cases (售后单): the table of their states, their units, their duties."""
