"""The shop's record: documents, their rules, and the one door to both (`store.repository`).

Nothing is imported here, so that a rule can be imported without loading a database.
"""
