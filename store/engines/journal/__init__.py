"""The journal store (日志存储): a TinyDB whose every change is one durable line."""

from store.engines.journal.database import JournalDB

__all__ = ["JournalDB"]
