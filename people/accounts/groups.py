"""Groups: which accounts may read a document that is not for everybody."""

import re
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from people.accounts.accounts import Within, nothing
from people.accounts.records import Caller
from people.accounts.roles import Role
from people.accounts.tables import AccountGroupRow, AccountRow, DocumentGroupRow
from people.database import writing
from people.entries import NotAccepted, NotFound, one_line

Versions = Callable[[str], Iterable[str]]
BETWEEN = re.compile("[、,，;；]")  # names that are written one after the other
NAME_CHARS = 40  # code points
MOST = 50  # groups of one account or document


def alone(document_id: str) -> Iterable[str]:
    """A document without other versions."""
    return (document_id,)


class Groups:
    """Groups by name; one is there as long as an account or a document is in it.

    Safe for threads and processes.
    """

    def __init__(self, engine: Engine, versions: Versions = alone) -> None:
        """``versions`` tells the ids of all versions of a document, its own among them."""
        self._versions = versions
        self._engine = engine
        self._writing = writing(engine)

    def names(self) -> tuple[str, ...]:
        """Every group, by name."""
        with Session(self._engine) as session:
            accounts = session.scalars(select(AccountGroupRow.name).distinct())
            documents = session.scalars(select(DocumentGroupRow.name).distinct())
            return tuple(sorted({*accounts, *documents}))

    def of_account(self, account_id: int) -> tuple[str, ...]:
        """The groups an account is in."""
        query = select(AccountGroupRow.name).where(AccountGroupRow.account_id == account_id)
        with Session(self._engine) as session:
            return tuple(sorted(session.scalars(query)))

    def of_document(self, document_id: str) -> tuple[str, ...]:
        """The groups a document is limited to; none: it is for everybody."""
        return tuple(sorted(self._limited().get(document_id, ())))

    def place(self, account_id: int, names: str, within: Within = nothing) -> None:
        """Replace the groups of an account. Raises NotFound and NotAccepted."""
        chosen = named(names)
        with Session(self._writing) as session, session.begin():
            if session.get(AccountRow, account_id) is None:
                raise NotFound(f"没有编号为 {account_id} 的账号；请刷新账号列表后重新选择。")
            session.execute(delete(AccountGroupRow).where(AccountGroupRow.account_id == account_id))
            session.add_all(AccountGroupRow(account_id=account_id, name=name) for name in chosen)
            within(session)

    def limit(self, document_ids: Collection[str], names: str, within: Within = nothing) -> None:
        """Limit documents to groups, or, with none, open them to everybody. Raises NotAccepted."""
        chosen = named(names)
        with Session(self._writing) as session, session.begin():
            for document_id in document_ids:
                session.execute(delete(DocumentGroupRow).where(DocumentGroupRow.document_id == document_id))
                session.add_all(DocumentGroupRow(document_id=document_id, name=name) for name in chosen)
            within(session)

    def limited(self) -> frozenset[str]:
        """Ids of the documents that are not for everybody."""
        return frozenset(self._limited())

    def closed_to(self, caller: Caller) -> frozenset[str]:
        """Ids of the documents that this caller may not read; librarians keep them and read all."""
        if caller.may(Role.LIBRARIAN):
            return frozenset()
        own = set(self.of_account(caller.account.id))
        return frozenset(document for document, names in self._limited().items() if not names & own)

    def _limited(self) -> dict[str, set[str]]:
        """Document -> its groups; every version has those of the others until it is given its own."""
        with Session(self._engine) as session:
            rows = session.execute(select(DocumentGroupRow.document_id, DocumentGroupRow.name)).all()
        written: dict[str, set[str]] = {}
        for document, name in rows:
            written.setdefault(document, set()).add(name)
        inherited: dict[str, set[str]] = {}
        for document, names in written.items():
            for version in set(self._versions(document)) - written.keys():
                inherited.setdefault(version, set()).update(names)
        return written | inherited


def named(words: str) -> tuple[str, ...]:
    """Names of groups as they were written, divided by 、 or the like, each once. Raises NotAccepted."""
    written = (word for word in BETWEEN.split(words) if word.strip())
    names = tuple(dict.fromkeys(one_line(word, "组名", NAME_CHARS) for word in written))
    if len(names) > MOST:
        raise NotAccepted(f"写了 {len(names)} 个组，最多 {MOST} 个；请少写几个。")
    return names
