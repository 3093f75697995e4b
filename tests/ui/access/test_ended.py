"""What runs for an account on the page ends when the account is disabled; documents are told by their ids."""

import threading

from people.accounts import Role
from people.audit import Action, Query
from tests.ui.access.offices import PASSWORD


def test_a_check_ends_at_the_next_sentence_of_a_disabled_account(working, browser):
    account = working.office.accounts.add("临时工", [Role.USER], PASSWORD)[0]
    working.people["临时工"] = working.office.accounts.set_password(account.id, f"{PASSWORD}二")
    page, updates, begun = browser("临时工"), [], threading.Event()

    def checking():
        for update in page.each("draft-go.click", {"Textbox": "慢稿的一句。" * 200}):
            updates.append(update)
            begun.set()

    thread = threading.Thread(target=checking)
    thread.start()
    assert begun.wait(20)
    working.office.accounts.disable(account.id)
    thread.join(30)
    assert not thread.is_alive()
    assert "已取消核查" in str(updates[-1]) + str(updates[-2:])
    done = Query(account="临时工", action=Action.CHECK)
    assert working.office.trail.count(done) == 0


def test_a_document_is_named_with_its_id_as_the_api_does(working, browser):
    page = browser("资料员")
    text = "# 丙镇案例\n\n## 丙镇 修桥\n\n丙镇修桥3座。\n".encode()
    token = page.client.post("/files", params={"name": "丙.md"}, content=text).json()["token"]
    sent = {"name": "丙.md", "size": len(text), "token": token, "said": ""}
    page.call("library-desk.upload", files=[sent], replaces="")
    page.call("library-desk.act:store")
    (stored,) = working.office.trail.search(Query(account="资料员", action=Action.UPLOAD))
    document, _, name = stored.object.partition(" ")
    assert (len(document), name) == (16, "丙.md")
    page.call("library-desk.act:remove", id=document)
    (removed,) = working.office.trail.search(Query(account="资料员", action=Action.DELETE_DOCUMENT))
    assert removed.object == stored.object
