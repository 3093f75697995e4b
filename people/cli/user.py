"""``python -m people user``: accounts at the command line."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from index.cli import DONE, Parser, say
from people.accounts import Account, Accounts, Elsewhere, Groups, Passwords, Role, Sessions, Within, roles_in
from people.audit import Action, Event, Trail
from people.cli.operator import noted, operator
from people.trainees import Trainees

SUBJECT = "认证服务的网址、一个空格和它给这个人的编号，审计记录里有；写空的则解除"
Turn = Callable[[Accounts, int, Within], Account]  # disable or enable
ROLES = f"角色，用逗号隔开：{'、'.join(Role)}"


def register(commands: Any) -> None:
    """Add the group's commands."""
    group = commands.add_parser("user", help="账号：增加、列出、停用、重置密码、改角色", description="账号")
    actions = group.add_subparsers(required=True, metavar="操作", parser_class=Parser)
    added = _action(actions, "add", "增加账号，打印首次登录用的密码", _add)
    added.add_argument("--roles", default=Role.USER.value, help=ROLES)
    _password(added)
    _action(actions, "disable", "停用账号，它的登录立即失效，密钥吊销", _disable)
    _action(actions, "enable", "重新启用账号，解除锁定", _enable)
    _password(_action(actions, "reset", "重置密码，打印新的首次登录密码；密钥吊销", _reset))
    _action(actions, "roles", "改角色", _roles).add_argument("--roles", required=True, help=ROLES)
    _action(actions, "join", "把已有的学员记录归到账号", _join).add_argument("--trainee", required=True)
    grouped = _action(actions, "groups", "改账号所在的组", _groups)
    grouped.add_argument("--groups", default="", help="组名，用顿号或逗号隔开；不写就是不在任何组")
    linked = _action(actions, "link", "让认证服务（OpenID Connect）里的一个身份登录这个账号", _link)
    linked.add_argument("--subject", required=True, metavar="身份", help=SUBJECT)
    _action(actions, "signout", "让账号在所有地方退出登录，它的密钥也吊销", _sign_out)
    listed = actions.add_parser("list", help="列出账号", description="列出账号")
    listed.add_argument("--json", action="store_true", help="输出 JSON")
    listed.set_defaults(run=_list)


def _action(actions: Any, name: str, text: str, run: Callable[[Engine, argparse.Namespace], int]) -> Any:
    added = actions.add_parser(name, help=text, description=text)
    added.add_argument("name", metavar="账号名")
    added.set_defaults(run=run)
    return added


def _password(added: Any) -> None:
    text = "从标准输入读首次登录的密码，不写则随机生成"
    added.add_argument("--password-stdin", action="store_true", help=text)


def _given(chosen: argparse.Namespace) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if chosen.password_stdin else None


def _accounts(engine: Engine, chosen: argparse.Namespace) -> Accounts:
    return Accounts(engine, Passwords(chosen.accounts.password_chars))


def _add(engine: Engine, chosen: argparse.Namespace) -> int:
    roles, given = roles_in(chosen.roles), _given(chosen)
    event = _event(Action.ACCOUNT, chosen.name, change="add", roles="、".join(sorted(roles)))
    account, first = _accounts(engine, chosen).add(chosen.name, roles, given, within=noted(engine, event))
    _told(account, "已增加", first, given)
    return DONE


def _reset(engine: Engine, chosen: argparse.Namespace) -> int:
    accounts, given = _accounts(engine, chosen), _given(chosen)
    account = accounts.named(chosen.name)
    event = _event(Action.PASSWORD, account.name, change="reset")
    first = accounts.reset(account.id, given, within=noted(engine, event))
    _told(account, "已重置", first, given)
    return DONE


def _told(account: Account, done: str, first: str, given: str | None) -> None:
    say(f"{done}账号“{account.name}”，首次登录后要换密码。")
    if given is None:  # what somebody typed is not repeated
        say("首次登录的密码（只显示这一次）：")
        print(first)


def _disable(engine: Engine, chosen: argparse.Namespace) -> int:
    return _turned(engine, chosen, Accounts.disable, "disable", "已停用")


def _enable(engine: Engine, chosen: argparse.Namespace) -> int:
    return _turned(engine, chosen, Accounts.enable, "enable", "已启用")


def _turned(engine: Engine, chosen: argparse.Namespace, turn: Turn, change: str, done: str) -> int:
    accounts = _accounts(engine, chosen)
    account = accounts.named(chosen.name)
    turn(accounts, account.id, noted(engine, _event(Action.ACCOUNT, account.name, change=change)))
    say(f"{done}账号“{account.name}”。")
    return DONE


def _roles(engine: Engine, chosen: argparse.Namespace) -> int:
    accounts, roles = _accounts(engine, chosen), roles_in(chosen.roles)
    account = accounts.named(chosen.name)
    event = _event(Action.ROLES, account.name, roles="、".join(sorted(roles)))
    accounts.give_roles(account.id, roles, within=noted(engine, event))
    say(f"账号“{account.name}”的角色现在是：{'、'.join(sorted(roles))}。")
    return DONE


def _join(engine: Engine, chosen: argparse.Namespace) -> int:
    accounts = _accounts(engine, chosen)
    account, trainee = accounts.named(chosen.name), Trainees(engine).named(chosen.trainee)
    event = _event(Action.ACCOUNT, account.name, change="join", trainee=trainee.name)
    accounts.join(account.id, trainee.id, within=noted(engine, event))
    say(f"学员“{trainee.name}”的记录现在是账号“{account.name}”的。")
    return DONE


def _groups(engine: Engine, chosen: argparse.Namespace) -> int:
    account = _accounts(engine, chosen).named(chosen.name)
    event = _event(Action.ACCOUNT, account.name, change="groups", groups=chosen.groups)
    Groups(engine).place(account.id, chosen.groups, within=noted(engine, event))
    say(f"账号“{account.name}”所在的组：{'、'.join(Groups(engine).of_account(account.id)) or '无'}。")
    return DONE


def _link(engine: Engine, chosen: argparse.Namespace) -> int:
    account, subject = _accounts(engine, chosen).named(chosen.name), chosen.subject.strip()
    event = _event(Action.ACCOUNT, account.name, change="link", subject=subject)
    Elsewhere(engine).link(account.id, subject, within=noted(engine, event))
    say(f"账号“{account.name}”{'已关联' if subject else '不再关联'}认证服务里的身份。")
    return DONE


def _sign_out(engine: Engine, chosen: argparse.Namespace) -> int:
    account = _accounts(engine, chosen).named(chosen.name)
    ended, keys = Sessions(engine).end_all(account.id)
    Trail(engine).record(_event(Action.SIGN_OUT, account.name, sessions=str(ended), keys=str(keys)))
    say(f"账号“{account.name}”已退出 {ended} 处登录，吊销了 {keys} 个密钥。")
    return DONE


def _list(engine: Engine, chosen: argparse.Namespace) -> int:
    accounts = _accounts(engine, chosen).list()
    if chosen.json:
        print(json.dumps([_record(account) for account in accounts], ensure_ascii=False, indent=2))
        return DONE
    for account in accounts:
        state = "停用" if account.disabled else "首次登录后要换密码" if account.temporary else "可用"
        print(f"{account.id}\t{account.name}\t{'、'.join(sorted(account.roles))}\t{state}")
    return DONE


def _record(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "roles": sorted(account.roles),
        "disabled": account.disabled,
        "temporary": account.temporary,
        "created": account.created.isoformat(),
        "trainee": account.trainee_id,
    }


def _event(action: Action, on: str, **detail: str) -> Event:
    return Event.of(None, action, on, account=operator(), detail=detail)
