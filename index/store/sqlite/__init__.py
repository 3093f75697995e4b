"""The default store: one folder, SQLite as the truth, FAISS derived from it."""
