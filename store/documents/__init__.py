"""The document layer: TinyDB's tables and storage, the chain of events, one commit."""
