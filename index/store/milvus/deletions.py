"""The rows of Milvus that go: their keys, noted before the rows are written or given up.

Keys are noted before their rows are written and when a passage gives them up; a commit takes out those
that a passage names. So after a kill at any point the table names all that is to be deleted.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select

from index.errors import StoreBusy
from index.store.milvus.tables import DOOMED, PASSAGES

_BATCH = 500  # keys bound to one statement


class Doomed:
    """The table ``library_doomed`` of one store, in one transaction."""

    def __init__(self, connection: Connection, store: str) -> None:
        self._connection = connection
        self._store = store

    def add(self, keys: Iterable[str]) -> None:
        """Note keys that are about to be written, or that a passage gives up."""
        for batch in _batches(dict.fromkeys(keys)):
            query = select(DOOMED.c.key).where(DOOMED.c.store == self._store, DOOMED.c.key.in_(batch))
            known = set(self._connection.execute(query).scalars())
            fresh = [{"store": self._store, "key": key} for key in batch if key not in known]
            if fresh:
                self._connection.execute(insert(DOOMED), fresh)

    def adopt(self, announced: Sequence[str]) -> None:
        """Spare what passages name by now. Raises StoreBusy when another writer swept what was announced."""
        there = 0
        for batch in _batches(dict.fromkeys(announced)):
            query = select(func.count()).select_from(DOOMED)
            mine = query.where(DOOMED.c.store == self._store, DOOMED.c.key.in_(batch))
            there += self._connection.execute(mine).scalar_one()
        if there != len(set(announced)):
            raise StoreBusy("写到一半时，另一个程序接手写了这个索引；这次没有入库。请再运行一次。")
        self._delete(self._named())

    def keys(self) -> list[str]:
        """Keys whose rows are to be deleted in Milvus."""
        query = select(DOOMED.c.key).where(DOOMED.c.store == self._store, ~self._named())
        return list(self._connection.execute(query).scalars())

    def swept(self, keys: Sequence[str]) -> None:
        """Note that the rows of these keys are gone."""
        for batch in _batches(keys):
            self._delete(DOOMED.c.key.in_(batch))

    def _named(self) -> Any:
        same = (PASSAGES.c.store == DOOMED.c.store) & (PASSAGES.c.key == DOOMED.c.key)
        return exists(select(PASSAGES.c.key).where(same).correlate(DOOMED))

    def clear(self) -> None:
        """Forget all keys."""
        self._delete(DOOMED.c.key != "")

    def _delete(self, which: Any) -> None:
        self._connection.execute(delete(DOOMED).where(DOOMED.c.store == self._store, which))


def _batches(keys: Iterable[str]) -> Iterable[list[str]]:
    every = list(keys)
    return (every[at : at + _BATCH] for at in range(0, len(every), _BATCH))
