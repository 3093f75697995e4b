"""管理: accounts, keys and the audit, for administrators. Every change is audited with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from people.accounts import Account, Accounts, Caller, Groups, Keys, Role, Sessions, Within, roles_of
from people.audit import Action, Detail, Event, Fact, Outcome, Query, Trail
from people.entries import LearningError, NotAccepted
from people.trainees import Trainees
from ui.account_pages.routes import Handler, Route, caller_of_page, read_form, shown

Fields = Mapping[str, str]  # of a form
Chosen = Sequence[str]  # the ticked roles
Done = tuple[str, str]  # what was done in words, and a secret that is shown this once
Change = Callable[[Caller, Fields, Chosen], Done]
ENTRIES = 50  # rows of the audit on a page
DAYS = 90  # a key lasts, unless said otherwise


class AdminPages:
    """/admin and what its forms do. Safe to share between threads."""

    def __init__(
        self,
        accounts: Accounts,
        keys: Keys,
        sessions: Sessions,
        trainees: Trainees,
        groups: Groups,
        trail: Trail,
    ) -> None:
        self._groups = groups
        self._accounts, self._keys, self._sessions = accounts, keys, sessions
        self._trainees, self._trail = trainees, trail
        self._changes: dict[str, Change] = {
            "add": self._add,
            "roles": self._roles,
            "groups": self._place,
            "disable": self._disable,
            "enable": self._enable,
            "reset": self._reset,
            "join": self._join,
            "signout": self._sign_out,
            "key": self._key,
            "revoke": self._revoke,
            "verify": self._verify,
        }

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("GET", "/admin", Role.ADMINISTRATOR, self._page),
            *(
                Route("POST", f"/admin/{name}", Role.ADMINISTRATOR, self._changed(change))
                for name, change in self._changes.items()
            ),
        ]

    async def _page(self, request: Request) -> Response:
        return await run_in_threadpool(self._shown, request, "", "", 200)

    def _changed(self, change: Change) -> Handler:
        async def handler(request: Request) -> Response:
            form, caller = await read_form(request), caller_of_page(request)
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            roles = [value for value in form.getlist("roles") if isinstance(value, str)]
            try:
                said, secret = await run_in_threadpool(change, caller, fields, roles)
            except LearningError as error:
                refused = Event.of(
                    caller, Action.ACCESS, request.url.path, Outcome.REFUSED, detail={"why": str(error)}
                )
                await run_in_threadpool(self._trail.record, refused)
                return await run_in_threadpool(self._shown, request, str(error), "", 400)
            return await run_in_threadpool(self._shown, request, said, secret, 200)

        return handler

    def _shown(self, request: Request, said: str, secret: str, status: int) -> Response:
        query, now = request.query_params, datetime.now(UTC)
        action = query.get("action", "")
        wanted = Query(
            account=query.get("account", "").strip(),
            action=Action(action) if action in set(Action) else None,
            words=query.get("words", "").strip()[:100],
        )
        before = query.get("before", "")
        older = int(before) if before.isdecimal() and len(before) < 10 else None
        accounts = self._accounts.list()
        return shown(
            request,
            "admin.html",
            status,
            said=said,
            failed=status != 200,
            secret=secret,
            me=caller_of_page(request).account,
            accounts=[(a, self._sessions.count(a.id, now), self._groups.of_account(a.id)) for a in accounts],
            trainees=self._trainees.list(),
            keys=[(key, key.holds(now)) for key in self._keys.list()],
            roles=list(Role),
            actions=list(Action),
            chosen=dict(query),
            entries=self._trail.search(wanted, before=older, limit=ENTRIES),
            count=self._trail.count(wanted),
            known_groups=self._groups.names(),
            now=now,
            outcomes={outcome.value: outcome.label for outcome in Outcome},
            days=DAYS,
        )

    def _audited(self, caller: Caller, action: Action, on: str, **detail: str) -> Within:
        event = Event.of(caller, action, on, detail=detail)
        return lambda session: self._trail.recorded(session, event)

    def _account(self, fields: Mapping[str, str]) -> Account:
        return self._accounts.get(_number(fields.get("id", ""), "账号"))

    def _add(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        name, chosen = fields.get("name", "").strip(), roles_of(roles)
        within = self._audited(
            caller, Action.ACCOUNT, name[:40], change="add", roles="、".join(sorted(chosen))
        )
        account, first = self._accounts.add(name, chosen, within=within)
        return f"已增加账号“{account.name}”。首次登录的密码（只显示这一次）：", first

    def _roles(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account, chosen = self._account(fields), roles_of(roles)
        within = self._audited(caller, Action.ROLES, account.name, roles="、".join(sorted(chosen)))
        self._accounts.give_roles(account.id, chosen, within)
        return f"账号“{account.name}”的角色现在是：{'、'.join(sorted(chosen))}。", ""

    def _place(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account, written = self._account(fields), fields.get("groups", "")
        within = self._audited(caller, Action.ACCOUNT, account.name, change="groups", groups=written[:200])
        self._groups.place(account.id, written, within)
        now = "、".join(self._groups.of_account(account.id)) or "不在任何组"
        return f"账号“{account.name}”所在的组：{now}。", ""

    def _disable(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account = self._account(fields)
        self._accounts.disable(
            account.id, self._audited(caller, Action.ACCOUNT, account.name, change="disable")
        )
        return f"已停用账号“{account.name}”，它的登录已失效，密钥已吊销；再启用时要另发密钥。", ""

    def _enable(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account = self._account(fields)
        self._accounts.enable(
            account.id, self._audited(caller, Action.ACCOUNT, account.name, change="enable")
        )
        return f"已启用账号“{account.name}”，锁定也已解除。", ""

    def _reset(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account = self._account(fields)
        within = self._audited(caller, Action.PASSWORD, account.name, change="reset")
        first = self._accounts.reset(account.id, within=within)
        said = f"已重置账号“{account.name}”的密码，它的密钥已吊销。首次登录的密码（只显示这一次）："
        return said, first

    def _join(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account, trainee = self._account(fields), self._trainees.named(fields.get("trainee", ""))
        within = self._audited(caller, Action.ACCOUNT, account.name, change="join", trainee=trainee.name)
        self._accounts.join(account.id, trainee.id, within)
        return f"学员“{trainee.name}”的记录现在是账号“{account.name}”的。", ""

    def _sign_out(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account = self._account(fields)
        ended, keys = self._sessions.end_all(account.id)
        detail: dict[str, Fact] = {Detail.SESSIONS: ended, Detail.KEYS: keys}
        self._trail.record(Event.of(caller, Action.SIGN_OUT, account.name, detail=detail))
        return f"账号“{account.name}”已退出 {ended} 处登录，吊销了 {keys} 个密钥。", ""

    def _key(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        account, chosen = self._account(fields), roles_of(roles)
        name, days = fields.get("name", "").strip(), _number(fields.get("days", ""), "有效天数")
        within = self._audited(
            caller,
            Action.KEY,
            name[:40],
            change="add",
            account=account.name,
            roles="、".join(sorted(chosen)),
        )
        secret = self._keys.add(name, account, chosen, days, within)
        return f"已给账号“{account.name}”增加密钥“{name}”，{days} 天内有效（只显示这一次）：", secret

    def _revoke(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        number = _number(fields.get("id", ""), "密钥")
        self._keys.revoke(number, self._audited(caller, Action.KEY, str(number), change="revoke"))
        return f"已吊销第 {number} 号密钥。", ""

    def _verify(self, caller: Caller, fields: Fields, roles: Chosen) -> Done:
        checked = self._trail.verify()
        kept = {"count": checked.count, "fault": checked.fault.row if checked.fault else None}
        self._trail.record(Event.of(caller, Action.ACCESS, "核对审计记录", detail=kept))
        if checked.fault is not None:
            return f"审计记录第 {checked.fault.row} 条{checked.fault.reason}。请保留数据库，查明原因。", ""
        return f"审计记录完整：共 {checked.count} 条。最后一条的校验值（请抄录保存）：", checked.last.digest


def _number(words: str, what: str) -> int:
    if not words.isdecimal() or len(words) > 9:
        raise NotAccepted(f"{what}请填一个整数；现在填的是“{words[:20]}”。")
    return int(words)
