"""Guesses from the first bytes of a file: its kind, and tags of MP3."""

from __future__ import annotations

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive: unpack it first"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"MThd", "a MIDI file, which holds notes but no sound"),
    (b"version https://git-lfs", "a Git LFS pointer: run `git lfs pull`"),
    (b"#EXTM3U", "a playlist, which holds names but no sound"),
    (b"[playlist]", "a playlist, which holds names but no sound"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
SOUNDS: tuple[tuple[bytes, str], ...] = (
    (b"RIFF", "WAV"),
    (b"fLaC", "FLAC"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"FORM", "AIFF"),
    (b"caff", "CAF"),
)

FOREIGN = (b"\x1a\x45\xdf\xa3", b"\x30\x26\xb2\x75", b"\xff\xf1", b"\xff\xf9", b"ADIF", b"FLV")
"""Beginnings of Matroska, WMA, AAC and Flash."""


def is_foreign(head: bytes) -> bool:
    """Whether it begins like a sound format that FFmpeg alone reads, such as M4A."""
    return head[4:8] == b"ftyp" or head.startswith(FOREIGN)


def looks_like(head: bytes) -> str:
    """The likely kind of an unreadable file, for an error message, or "".

    >>> looks_like(b"<!DOCTYPE html><html>")
    'it looks like a web page (HTML): was the download refused?'
    """
    if not head:
        return "the file is empty (0 bytes)"
    if not head.strip(b"\0"):
        return "it begins with nothing but zero bytes: was a download or a copy cut off?"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "it looks like a web page (HTML): was the download refused?"
    for signature, noun in SIGNATURES:
        if head.startswith(signature):
            return f"it looks like {noun}"
    if head[4:8] == b"ftyp":
        return "it looks like MP4/M4A"
    for signature, noun in SOUNDS:
        if head.startswith(signature):
            return f"it begins like {noun} but is damaged or cut off"
    if _is_text(head):
        return "it looks like text"
    return ""


def _is_text(head: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n\f" for byte in head[:256])


def encoder_padding(head: bytes) -> int | None:
    """Samples that the encoder of an MP3 put in front, from its first frame on; None if unsaid.

    The LAME tag (revision 1) is in the frame's side information as "Xing" or "Info", followed by up
    to 120 bytes of table and the encoder's name. Its delays are 3 bytes, 21 bytes after the start
    of that name.
    """
    for word in (b"Xing", b"Info"):
        at = head.find(word, 0, 512)
        if at >= 0:
            flags = int.from_bytes(head[at + 4 : at + 8], "big")
            encoder = at + 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1)
            encoder += 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
            delays = head[encoder + 21 : encoder + 24]
            if any(delays):
                return int.from_bytes(delays, "big") >> 12
    return None


def id3_bytes(head: bytes) -> int:
    """Length of the ID3v2 tag at the start of a file, 0 when there is none."""
    if len(head) < 10 or not head.startswith(b"ID3"):
        return 0
    size = 0
    for byte in head[6:10]:  # "syncsafe": seven bits to the byte
        size = size << 7 | byte & 0x7F
    return 10 + size
