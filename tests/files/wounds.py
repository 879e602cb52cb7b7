"""Ways in which a file comes spoiled, for every reader alike: each yields what was done, and the bytes."""

from collections.abc import Iterator

ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "utf-7", "utf-8-sig")

# fmt: off
VALUES = (
    "1e999", "-1e999", ".nan", ".inf", "-.inf", "nan", "Infinity", "0o17", "017", "0x1F", "0b11", "1:30",
    "1:30:00", "yes", "no", "on", "off", "~", "null", "", "2026-11-24", "2026-11-24T10:00:00Z", "1_000", "+5",
    ".5", "5.", "-0.0", "1e308", "1e-400", "9223372036854775808", "1" * 301, "1" * 5000, "TRUE", "[]", "{}",
    "[1]", "{a: 1}", "''", '"\\0"', '"\\u202e"', '"\\ud800"', "!!python/object:os.system x",
    '!!python/object/apply:os.system ["true"]', '!!int "3"', "!!binary aGk=", "!x y", "&a 1", "*a", "<<",
    "| ", "%TAG", "@x", "`x`", "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", '"\\t=1"',
    "<script>alert(1)</script>", "../../etc/passwd", "C:\\x", "..", "con", '"a\\nb"', "\u0663", "１２", "½",
    "\u200b", "é" * 200, "x" * 20_000, "[" * 5000, "{" * 5000, '"' + "a" * 50_000 + '"', "'",
    '"', "#", ": ", ": :",
)
# fmt: on


def encodings(text: str) -> Iterator[tuple[str, bytes]]:
    """The text in other encodings, with other line ends, and what is no text at all."""
    for name in ENCODINGS:
        yield name, text.replace("name", "namé", 1).encode(name)
    raw, middle = text.encode(), len(text) // 2
    for what, ends in (("CRLF", "\r\n"), ("CR", "\r"), ("NEL", "\x85"), ("LS", "\u2028"), ("VT", "\x0b\n")):
        yield what, text.replace("\n", ends).encode()
    for what, piece in (
        ("NUL", b"\0"),
        ("surrogate", b"\xed\xa0\x80"),
        ("overlong", b"\xc0\xaf"),
        ("ESC", b"\x1b"),
    ):
        yield what, raw[:middle] + piece + raw[middle:]
    yield "two marks", b"\xef\xbb\xbf" * 2 + raw
    yield "tabs", text.replace("  ", "\t").encode()
    yield from (
        ("nothing", b""),
        ("a mark", b"\xef\xbb\xbf"),
        ("lines", b"\n" * 1000),
        ("NULs", b"\0" * 1000),
    )
    yield from (("a zip", b"PK\x03\x04" + bytes(range(256)) * 4), ("a gzip", b"\x1f\x8b\x08\0" * 200))


def cuts(text: str, n: int) -> Iterator[tuple[str, bytes]]:
    """The text cut off at about n places."""
    raw = text.encode()
    for at in range(0, len(raw), max(1, len(raw) // n)):
        yield f"cut at {at}", raw[:at]


def values(text: str, n: int) -> Iterator[tuple[str, bytes]]:
    """Every odd value behind the first colon of about n lines."""
    lines = text.split("\n")
    for i in range(0, len(lines), max(1, len(lines) // n)):
        head, colon, _ = lines[i].partition(":")
        for value in VALUES:
            spoiled = [*lines[:i], f"{head}{colon} {value}", *lines[i + 1 :]]
            yield f"{value[:20]!r} in line {i + 1}", "\n".join(spoiled).encode()


def cells(text: str) -> Iterator[tuple[str, bytes]]:
    """Every odd value in every column of a table, each in the next row, every other one in quotes."""
    lines = text.strip("\n").split("\n")
    for j in range(lines[0].count(",") + 1):
        for k, value in enumerate(VALUES):
            i = (j + k) % len(lines)
            row = lines[i].split(",")
            row[j] = '"' + value.replace('"', '""') + '"' if (j + k) % 2 else value
            spoiled = [*lines[:i], ",".join(row), *lines[i + 1 :]]
            yield f"{value[:20]!r} in row {i + 1}, cell {j + 1}", "\n".join(spoiled).encode()


def bombs(head: str) -> Iterator[tuple[str, bytes]]:
    """Small files that unfold, deep ones, and large ones, behind the lines that make them what they are."""
    pairs = list(zip("abcdefgh", "bcdefghi", strict=True))
    laughs = "".join(f"x_{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in pairs)
    yield "laughs in lists", f"{head}x_a: &a [z, z]\n{laughs}".encode()
    yield "laughs in mappings", (head + "x_a: &a {k: z}\nx_b: &b {p: *a, q: *a}\n").encode()
    yield "merge key", (head + "x_a: {k: z}\n<<: {l: z}\n").encode()
    for what, piece in (("lists", "["), ("mappings", "{"), ("dashes", "- "), ("questions", "? ")):
        yield f"deep {what}", f"{head}x_a:\n  {piece * 10_000}".encode()
    yield "closed lists", f"{head}x_a: {'[' * 10_000}{']' * 10_000}\n".encode()
    yield "deep blocks", (head + "x_a:\n" + "".join(" " * i + "k:\n" for i in range(1, 1500))).encode()
    yield "wide", f"{head}x_a: [{'1,' * 1_000_000}]\n".encode()
    yield "keys", (head + "".join(f"x_k{i}: 1\n" for i in range(100_000))).encode()
    yield "unknown keys", (head + "".join(f"titel{i}: 1\n" for i in range(50_000))).encode()
    yield "equal keys", (head + "x_a: 1\n" * 100_000).encode()
    yield "anchors", (head + f"x_a: [{','.join(f'&a{i} x' for i in range(50_000))}]").encode()
    yield "long text", f"{head}x_a: {'a' * 4_900_000}\n".encode()
    yield "escapes", (head + 'x_a: "' + "\\u0041" * 800_000 + '"\n').encode()
    yield "quotes", f"{head}x_a: '{chr(39) * 4_800_000}'\n".encode()
    yield "blank lines", (head + "\n" * 4_900_000).encode()
    yield "comments", (head + "# x\n" * 1_200_000).encode()
    yield "long key", (head + '"' + "k" * 900_000 + '": 1\n').encode()
    yield "documents", b"---\n" * 100_000
    yield "a later YAML", b"%YAML 9.9\n---\n" + head.encode()
    yield "too large", b"a" * 5_000_001
