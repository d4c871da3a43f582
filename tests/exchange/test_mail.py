"""Drafts as bytes: headers that nothing can be put into, letters of any language, the same each time."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

import pytest

from pocgate_xl.exchange.mail import BEGINNING, Attachment, Draft, addresses_in, draft_bytes

JAPANESE = (
    "【ご記入のお願い】施設野菜の収穫予測と出荷計画の自動化に関する実証実験の本番移行判定について（AG-7）"
)


def draft(
    subject: str = "Please fill in", body: str = "Hello,\n", to: str = "a@b.example", name: str = ""
) -> Draft:
    files = (Attachment(name, b"PK\x03\x04 content"),) if name else ()
    return Draft(addresses_in(to), subject, body, files)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ito@aoba.example", ["ito@aoba.example"]),
        (" a@x.example ; b@x.example,c@x.example", ["a@x.example", "b@x.example", "c@x.example"]),
        ("ito@aoba.example；sato@aoba.example、", ["ito@aoba.example", "sato@aoba.example"]),
        ("Ito Hanako <ito@aoba.example>", ["ito@aoba.example"]),
        ("o'neil+poc@mail.aoba-group.co.jp", ["o'neil+poc@mail.aoba-group.co.jp"]),
    ],
)
def test_addresses_of_a_cell(text: str, found: list[str]) -> None:
    assert [address.addr_spec for address in addresses_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ; ",
        "ito",
        "ito@",
        "@aoba.example",
        "ito@aoba",
        "ito@@aoba.example",
        "ito aoba@x.example",
        "ito@aoba.example sato@aoba.example",
        "ito@-aoba.example",
        ".ito@aoba.example",
        "ito..b@aoba.example",
        "ito@aoba.example\r\nBcc: evil@x.example",
        "ito@aoba.example\nBcc: evil@x.example",
        "ito@aoba.example\x00",
        "<ito@aoba.example",
        "Ito <ito@aoba.example> more",
        "伊藤@aoba.example",
        "ito@青葉.example",
        "a" * 250 + "@b.example",
        "ito@aoba.example%0aBcc:x@y.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\r\n\x00]*$|\x00|Bcc"):
        addresses_in(text)


def test_a_draft_is_opened_to_be_sent_and_tells_no_time_and_no_sender() -> None:
    content = draft_bytes(draft())
    message = parsed(content)
    assert content.startswith(BEGINNING)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "a@b.example"
    assert {name.lower() for name in message} & {"date", "message-id", "from", "cc", "bcc"} == set()
    assert message.get_content() == "Hello,\r\n" or message.get_content() == "Hello,\n"


def test_lines_end_as_mail_has_them() -> None:
    content = draft_bytes(draft(body="a\nb\n", name="A.xlsx"))
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.count(b"\r") == content.count(b"\r\n")


def test_japanese_stands_in_headers_as_rfc_2047_has_it() -> None:
    content = draft_bytes(draft(JAPANESE, "お世話になっております。\n"))
    head = content.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(len(line) <= 78 for line in head.splitlines())
    words = [word for line in head.splitlines() for word in line.split() if word.startswith(b"=?utf-8?")]
    assert len(words) > 1
    assert all(len(word) <= 75 for word in words)
    message = parsed(content)
    assert message["Subject"] == JAPANESE
    assert message.get_content().strip() == "お世話になっております。"


@pytest.mark.parametrize(
    "name", ["A.xlsx", "施設野菜の収穫予測.xlsx", "quote\" and 'back\\slash.xlsx", "长" * 60 + ".xlsm"]
)
def test_names_of_attachments_survive(name: str) -> None:
    content = draft_bytes(draft(name=name))
    assert content.isascii()
    (attachment,) = parsed(content).iter_attachments()
    assert attachment.get_filename() == name
    assert attachment.get_content() == b"PK\x03\x04 content"
    macro = name.endswith("m")
    assert attachment.get_content_type().endswith("macroenabled.12" if macro else "sheet")


def test_a_japanese_name_stands_in_its_header_as_rfc_2231_has_it() -> None:
    content = draft_bytes(draft(name="施設.xlsx"))
    assert b"filename*=utf-8''%E6%96%BD%E8%A8%AD.xlsx" in content


@pytest.mark.parametrize(
    "sign", ["\r\nBcc: evil@x.example", "\n\nbody", "\r", "\x00", "\u2028Bcc: x@y.example"]
)
def test_nothing_in_a_subject_or_name_makes_a_header(sign: str) -> None:
    content = draft_bytes(draft(f"Subject{sign}", to="a@b.example", name="A.xlsx"))
    message = parsed(content)
    assert "Bcc" not in message
    assert str(message["Subject"]).startswith("Subject")
    assert len(message.get_all("To", [])) == 1


def test_the_same_draft_gives_the_same_bytes_and_another_one_another_boundary() -> None:
    first, again, other = (draft_bytes(draft(body=text, name="A.xlsx")) for text in ("x\n", "x\n", "y\n"))
    assert first == again
    assert parsed(first).get_boundary() != parsed(other).get_boundary()
    assert (parsed(first).get_boundary() or "").startswith("=_")


def test_several_addresses_stand_in_one_header() -> None:
    message = parsed(draft_bytes(draft(to="Ito <a@b.example>; c@d.example")))
    assert [address.addr_spec for address in message["To"].addresses] == ["a@b.example", "c@d.example"]
