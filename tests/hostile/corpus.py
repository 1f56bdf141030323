"""Texts and files that people, spreadsheets and attackers send. All fictitious."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

TEXTS = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(3)"/>',
    "attribute": '"><b onmouseover=alert(4)>vélo</b>',
    "template": "{7*7} ${7*7} #{7*7} <%= 7*7 %>",
    "formula": '=HYPERLINK("http://exemple.invalid";"vélo")',
    "formula_at": "@SOMME(1+1)*cmd|' /C calc'!A0",
    "sql": "'); DROP TABLE organisations_organisation; --",
    "search": 'vélo" OR NEAR(a b) * ^ col:',
    "nul": "vélo\0quetsche",
    "right_to_left": "\u202eehcsteuq olév\u202c",
    "invisible": "vé\u200blo\u2060\ufeff",
    "combining": "v" + "e\u0301" * 200,
    "surrogate": "vélo \ud800",
    "long": "a" * 20_000,
    "words": "mot " * 3_000,
    "newlines": "vélo\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "percent": "%s %(name)s %n 100 %",
    "path": "../../../../etc/passwd",
    "emoji": "👩‍🚒🚲" * 30,
    "other_digits": "٣²",
    "many_digits": "9" * 5_000,
    "large_number": str(2**63),
    "negative": "-1",
    "not_a_number": "NaN",
}


def _workbook(parts: dict[str, str | bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def _lying_archive() -> bytes:
    """Return an archive whose one part announces other sizes than it has."""
    packed = zlib.compress(b"0" * 1000)[2:-4]
    name = b"xl/workbook.xml"
    sizes = struct.pack("<III", 0, len(packed), 10)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0)
    central = (
        b"PK\x01\x02"
        + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0)
        + sizes
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
    )
    body = local + name + packed
    directory = central + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(body), 0)
    return body + directory + end


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]><workbook>&i;</workbook>"
)

# Those that take long to make are made when they are sent.
FILES: dict[str, bytes | Callable[[], bytes]] = {
    "empty.csv": b"",
    "nul.csv": b"nom;siret\nV\0lo;\0\n",
    "binary.csv": bytes(range(256)) * 40,
    "utf16.csv": "nom;siret\nVélo;\n".encode("utf-16"),
    "cut-utf16.csv": b"\xff\xfen\x00o",
    "mac.csv": "nom;siret\rVélo;\r".encode("mac-roman"),
    "quotes.csv": b'nom;siret\n"jamais ferm\xc3\xa9;\n' + b"x;y\n" * 50,
    "wide.csv": b";".join([b"c"] * 3000) + b"\n" + b";".join([b"1"] * 3000),
    "huge-cell.csv": b"nom;siret\n" + b"a" * 300_000 + b";1\n",
    "markup.csv": b"nom;siret\n<script>alert(1)</script>;\n",
    "html.xls": b"<html><table><tr><td>nom</td></tr></table></html>",
    "svg.csv": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "not.xlsx": b"PK\x03\x04" + b"\0" * 200,
    "old.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 200,
    "lying.xlsx": _lying_archive(),
    "entities.xlsx": _workbook({"xl/workbook.xml": ENTITIES, "[Content_Types].xml": ENTITIES}),
    "climbing.xlsx": _workbook({"../../../climbed.txt": "x", "xl/workbook.xml": "<workbook/>"}),
    "bomb.xlsx": lambda: _workbook({f"xl/part{n}.xml": b"0" * 80_000_000 for n in range(4)}),
}


def file_named(name: str) -> bytes:
    """Return the content of one of the files."""
    content = FILES[name]
    return content if isinstance(content, bytes) else content()


def _png(width: int, height: int) -> bytes:
    """Return a PNG that announces a size and holds one line of it."""

    def part(kind: bytes, content: bytes) -> bytes:
        checked = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checked)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    line = zlib.compress(b"\0" * (1 + min(width, 1_000_000)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", line) + part(b"IEND", b"")


PICTURES = {
    "script.svg": TEXTS["svg"].encode(),
    "script-called.png": TEXTS["svg"].encode(),
    "page-called.jpg": b"<html><script>alert(1)</script></html>",
    "huge.png": _png(60_000, 60_000),
    "wide.png": _png(2**31 - 1, 1),
    "cut.png": _png(400, 400),
    "empty.png": b"",
    "nul.jpg": b"\xff\xd8\xff" + b"\0" * 500,
    "archive.webp": b"RIFF" + struct.pack("<I", 2**32 - 1) + b"WEBPVP8 " + b"\xff" * 100,
}
