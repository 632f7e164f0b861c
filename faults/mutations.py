"""Files that something happened to: bytes flipped, cut, replaced, repeated, put elsewhere."""

from __future__ import annotations

import random
from contextlib import suppress

TOKENS = (
    *(
        "0",
        "-1",
        "1e400",
        "-1e308",
        "NaN",
        "Infinity",
        "null",
        "true",
        '""',
        '"\\ud800"',
        "[]",
        "{}",
    ),
    *("9" * 25, "9" * 5000, "1e13", "200000", "1e-300", "0x1F", "1_000", "1,5", "1.5.5", "\u0661"),
    *(
        ",",
        ";",
        "\t",
        " ",
        "\n",
        "\r",
        '"',
        "\0",
        "\x1b[2J",
        "<",
        ">",
        "&amp;",
        "#",
        "\\",
        "\u2028",
    ),
    *("time", "label", "beat", "onset,offset,pitch", "-", "End", "\ufeff", "A" * 3000),
)
"""What is put in place of numbers, and anywhere."""
BYTES = (b"\xff", b"\xfe\xff", b"\x80\x80\x80\x80\x00", b"\xff\x51\x00", b"\xff\x2f\x00", b"MTrk")


def mutated(
    data: bytes,
    other: bytes,
    dice: random.Random,
    *,
    binary: bool = False,
    most_bytes: int = 200_000,
) -> bytes:
    """A file that one to four things happened to.

    Parameters
    ----------
    data : the file.
    other : another one, whose end may take the place of this one's.
    dice : decides.
    binary : whether it holds no text; then numbers in its first bytes are changed more often.
    most_bytes : of the result.
    """
    changes = _BINARY if binary else _CHANGES
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = dice.choice(changes)(data, other, dice)
    return data[:most_bytes]


def _place(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((0, 1, 2, 4, 16, 64)))


def _flip(data: bytes, other: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 8)) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _place(data, dice)
    return data[:start] if dice.random() < 0.3 else data[:start] + data[end:]


def _token(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _place(data, dice)
    new = dice.choice(BYTES) if dice.random() < 0.2 else dice.choice(TOKENS).encode()
    return data[:start] + new + data[end:]


def _number(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """A whole number is replaced, so that the file around it stays valid."""
    digits = [at for at, byte in enumerate(data[:20_000]) if 48 <= byte <= 57 or byte == 46]
    if not digits:
        return data
    start = end = dice.choice(digits)
    while start and (48 <= data[start - 1] <= 57 or data[start - 1] in b".-"):
        start -= 1
    while end < len(data) and (48 <= data[end] <= 57 or data[end] == 46):
        end += 1
    return data[:start] + dice.choice(TOKENS).encode() + data[end:]


def _twice(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _place(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def _lines(data: bytes, other: bytes, dice: random.Random) -> bytes:
    rows = data.split(b"\n")
    one, two = dice.randrange(len(rows)), dice.randrange(len(rows))
    rows[one], rows[two] = rows[two], rows[one]
    return b"\n".join(rows)


def _separators(data: bytes, other: bytes, dice: random.Random) -> bytes:
    marks = [b",", b";", b"\t", b" ", b".", b"\n", b"\r\n"]
    return data.replace(dice.choice(marks), dice.choice(marks))


def _spliced(data: bytes, other: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def _coded(data: bytes, other: bytes, dice: random.Random) -> bytes:
    with suppress(UnicodeDecodeError):
        return data.decode().encode(dice.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig")))
    return data


_CHANGES = (_flip, _cut, _token, _number, _number, _twice, _lines, _separators, _spliced, _coded)


def _field(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """A number of 1 to 8 bytes is replaced, most often one of the header."""
    size = dice.choice((1, 2, 4, 8))
    at = dice.randrange(min(len(data), dice.choice((64, 256, 1 << 20))) + 1)
    whole = (1 << 8 * size) - 1
    value = dice.choice((0, 1, whole, whole >> 1, (whole >> 1) + 1, dice.randint(0, whole)))
    return data[:at] + value.to_bytes(size, dice.choice(("big", "little"))) + data[at + size :]


_BINARY = (_flip, _cut, _twice, _spliced, _field, _field, _field)
