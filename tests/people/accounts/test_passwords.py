"""Which passwords are taken, and how they are kept and compared."""

import pytest
from zxcvbn import zxcvbn

from people.accounts import LEAST, MOST, Passwords
from people.accounts.passwords import LOOKED_AT
from people.entries import NotAccepted
from tests.people.accounts.given import OTHER, PASSWORD


def test_what_is_kept_says_the_parameters_of_rfc_9106():
    kept = Passwords().hashed(PASSWORD, "王小明")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_same_password_is_kept_in_two_ways(passwords):
    first, second = (passwords.hashed(PASSWORD, "王小明") for _ in range(2))
    assert first != second
    assert PASSWORD not in first
    assert passwords.fits(first, PASSWORD)
    assert passwords.fits(second, PASSWORD)


@pytest.mark.parametrize(
    "typed", [OTHER, PASSWORD[:-1], PASSWORD + "驼", "", PASSWORD + "\x00", "\ud800" * 8]
)
def test_another_one_does_not_fit(passwords, typed):
    assert not passwords.fits(passwords.hashed(PASSWORD, "王小明"), typed)


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$v=19$m=65536"])
def test_nothing_fits_what_is_no_hash(passwords, kept):
    assert not passwords.fits(kept, PASSWORD)
    assert not passwords.fits(kept, "")


def test_the_password_of_nobody_is_no_password(passwords):
    """What is compared where there is no account: neither empty nor a fixed word."""
    assert not passwords.fits(None, str(None))


@pytest.mark.parametrize(
    ("set_as", "typed"),
    [
        ("dengta４７１１海风", "dengta4711海风"),
        ("ＤｅｎｇＴａ海风", "DengTa海风"),
        ("dengta海风e\u0301", "dengta海风\xe9"),
    ],
)
def test_what_looks_alike_is_the_same_password(passwords, set_as, typed):
    assert passwords.fits(passwords.hashed(set_as, "王小明"), typed)
    assert passwords.fits(passwords.hashed(typed, "王小明"), set_as)


@pytest.mark.parametrize(
    ("least", "length", "taken"),
    [(LEAST, 7, False), (LEAST, 8, True), (LEAST, MOST, True), (LEAST, MOST + 1, False),
     (15, 14, False), (15, 15, True)],
)  # fmt: skip
def test_length_is_counted_in_characters(least, length, taken):
    words = "".join(chr(0x4E00 + 97 * n) for n in range(length))
    passwords = Passwords(least)
    if taken:
        assert passwords.fits(passwords.hashed(words, "王小明"), words)
        return
    with pytest.raises(NotAccepted, match=f"有 {length} 个字符，(至少要 {least}|最多 {MOST}) 个"):
        passwords.hashed(words, "王小明")


def test_length_is_counted_after_folding(passwords):
    with pytest.raises(NotAccepted, match="有 144 个字符"):
        passwords.hashed("\ufdfa" * 8, "王小明")  # one character that stands for eighteen


def test_all_of_a_long_password_counts(passwords):
    words = "".join(chr(0x4E00 + 97 * n) for n in range(MOST))
    kept = passwords.hashed(words, "王小明")
    assert not passwords.fits(kept, words + "多")
    assert not passwords.fits(kept, words[:-1])


@pytest.mark.parametrize(
    "password",
    ["password1", "12345678", "１２３４５６７８", "qwertyuiop", "1q2w3e4r", "abcdefgh", "88888888",
     "20240101", "P@ssw0rd2024", "xinhuoshi2024", "dangjian123", "新活实问答123", "党建党建党建党建",
     "天天向上天天向上", "        ", "a" * MOST],
)  # fmt: skip
def test_common_sequential_and_repeated_ones_are_refused(passwords, password):
    with pytest.raises(NotAccepted, match="容易被猜到；请换一个"):
        passwords.hashed(password, "王小明")


@pytest.mark.parametrize(
    ("name", "password"),
    [("zhangwei", "zhangwei1"), ("zhangwei", "ZHANGWEI!!"), ("zhangwei", "19zhangwei84"),
     ("王小明", "王小明888888"), ("zhangwei", "ｚｈａｎｇｗｅｉ99"), ("ｚｈａｎｇｗｅｉ", "zhangwei1987")],
)  # fmt: skip
def test_the_name_with_a_few_characters_is_refused(passwords, name, password):
    with pytest.raises(NotAccepted, match="由账号名加几个字符组成"):
        passwords.hashed(password, name)


def test_what_cannot_be_stored_is_refused_in_words(passwords):
    with pytest.raises(NotAccepted, match="请换一个"):
        passwords.hashed(PASSWORD + "\ud800", "王小明")


def test_no_rule_of_composition(passwords):
    for words in ("k7#qzv2m", "只用汉字也可以的", "correct horse battery", "🐪🏮🪁🌧🌳🍵🎐🪵"):
        assert passwords.fits(passwords.hashed(words, "王小明"), words)


def test_only_the_first_characters_of_a_password_are_looked_at(passwords, monkeypatch):
    """zxcvbn tries every way to read digits and signs as letters: seconds, were all of this looked at."""
    looked = []

    def recorded(password, **known):
        looked.append(password)
        return zxcvbn(password, **known)

    monkeypatch.setattr("people.accounts.passwords.zxcvbn", recorded)
    hostile = "4@8({[<369&6!|1703$5+7%2z" * 3
    passwords.hashed(hostile, "王小明")
    assert looked == [hostile[:LOOKED_AT]]


@pytest.mark.parametrize(
    "password",
    ["全心全意为人民服务", "不忘初心牢记使命", "fuzhou2026", "Fuzhou@2026", "admin@2026", "一二三四五六七八",
     "13805911234"],
)  # fmt: skip
def test_what_anybody_here_would_try_is_refused(passwords, password):
    with pytest.raises(NotAccepted, match="容易被猜到"):
        passwords.hashed(password, "王小明")


@pytest.mark.parametrize("password", ["zhangsan2026", "ZhangSan@26"])
def test_a_name_in_pinyin_is_known(passwords, password):
    with pytest.raises(NotAccepted, match="容易被猜到"):
        passwords.hashed(password, "张三")
