"""Who runs a command: what the audit says of the command line, where nobody is signed in."""

import getpass


def operator() -> str:
    """The name of the system's user who runs the program, marked so that it is not taken for an account's."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        name = "未知"
    return f"命令行：{name}"
