"""What is read of tables of all programs, to the digit; a refusal names its line."""

from __future__ import annotations

import pytest
from goldens import Cases, check
from reading import read, texts

from lausch.formats import content, delimiters, rows


def tables() -> list[object]:
    """Separators, decimal signs, headers, quotes, comments and orders of columns."""
    return [
        texts(
            "beats",
            "0.5 1\n1.0 2\n",
            "0,5;1\n1,0;2\n",
            "0,5\t1\n1,0\t2\n",
            "0.5,1\n1.0,2\n",
            "# made\n\n0.5\n1.0\n",
            "1\t0.5\n2\t1.0\n",
            "0.5\t-1\n1\t-1\n",
            "0.5\tbeat\n1\tbeat\n",
            "0.5\t1.1\n1\t1.2\n1.5\t2.1\n2\t2.2\n",
            "0.5\t1.1\n1\t1.3\n1.5\t1.2\n",
            "0.5 1.0\n1.0 1\n",
            "0.5\t0.5\t1\n1\t1\t2\n",
            "0.5\t1\t1\n1\t1\t2\n1.5\t2\t1\n",
            "0.5\t0.2\t1\n1\t0.3\t2\n",
            "0.5\tone beat\n1\tone beat\n",
            "0.5\t0.5\n1\t1\n",
            "time,beat\n0.5,1\n1.0,2\n",
            "beat,time,confidence\n1,0.5,0.5\n2,1.0,1\n",
            "bar,beat\n1,2\n",
            "time,hz\n0,440\n",
            "1,5\n2,5\n",
            "1,50\n2,75\n",
            "1,1\n2,2\n3,1\n",
            "1,3\n2,9\n",
            "0.5\t0\n",
            "0.5\t1001\n",
            "0.5\t1000\n",
            "0.5\t1\n1\tx\n",
            "1\n1\n",
            "2\n1\n",
            "-1\n1\n",
            "86400\n",
            "86400.1\n",
            "0.5,1\n1,5,1\n",
            "a,b\n1,2\n",
            "time;beat\n0,5;1\n1.5;2\n",
            "0.5e0 1\n+1 2\n.75e1 3\n",
            "\n".join(str(31 * at) for at in range(8)),
            "\n".join(str(31 * at) for at in range(7)),
            "\n".join(str(30 * at) for at in range(8)),
            "0.5\t1\t\t\n1\t2\t\t\n",
            '"0.5","1"\n"1.0","2"\n',
            "0.5 1 2 3\n1 2 3 4\n",
            "0.5\t1\n1 2\n",
            "",
        ),
        texts(
            "csv",
            "time,position,confidence\n1,1,0.5\n2,2,1\n",
            "time\n1\n2\n",
            "bpm,weight\n120,1\n",
            "tempo\n120\n",
            "tempo_bpm,weight\n120,0.5\n60,0.7\n",
            "",
            "time\n",
            "1,1\n2,2\n",
            "weight,tempo_bpm\n0.25,90\n0.75,60\n",
        ),
        texts(
            "audacity",
            "0.5\t0.5\t1\n1\t1\t2\n",
            "0\t1\tC4\n1\t2\tBb3+50\n",
            "0\t4\tsection A\n0\t2\tphrase a\n",
            "0.5\t0.5\tonset\n",
            "0.5\t0.5\tbeat\n1\t1\t\n",
            "0.5\t0.5\tbeat\n1\t1\t2\n",
            "0\t1\tH4\n",
            "0\t1\tC4\n\\\t100\t200\n1\t1\tonset\n2\t2\t1\n",
            "0.5\t1\n1\t2\n",
            "0\t4\tsection A B\n4\t6\tsection -\n",
            "1\t2\tD4\n0\t1\tC4\n",
        ),
        texts(
            "onsets",
            "0.5\n1.0\n",
            "time,confidence\n1,0.5\n",
            "1\t0.25\n2\t0.5\n",
            "hz\n1\n",
            "2\n1\n",
            "",
        ),
        texts(
            "f0",
            "0,440\n0.01,-450\n0.02,0\n",
            "time,hz,confidence\n0,440,0.5\n1,450,0.49\n",
            "time,hz,voiced\n0,440,1\n1,450,false\n2,460,no\n",
            "time,pitch\n0,69\n1,0\n",
            "time,pitch\n0,69\n1,128\n",
            "0,440\n0.01,nan\n0.02,\n",
            "time,offset,hz\n0,1,440\n",
            "0,440\n0,450\n",
            "time,x\n0,1\n",
            "0\n1\n",
            "",
            "time,hz\n",
            "0 440 0.9\n0.01 441 0.8\n0.02 442 0.7\n0.03 443 0.2\n",
            "time,hz\n0,0\n1,440\n2,127\n",
        ),
        texts(
            "notes",
            "onset,offset,pitch\n0,1,60\n1,2,61.5\n",
            "0,1,60\n1,2,62\n",
            "0,0.5,60\n1,0.5,62\n",
            "0,60,0.5\n1,62,0.5\n",
            "0,C4,0.5\n1,Bb4,1\n",
            "onset,duration,hz\n0,1,440\n1,1,0\n",
            "onset,offset,pitch\n0,1,440\n1,2,0\n2,3,128\n",
            "onset,offset,pitch\n0,1,60\n1,0.5,61\n",
            "onset,offset,pitch\n0,1,60\n1,1,61\n",
            "1,2,60\n0,1,62\n",
            "onset,offset,name\n0,1,C4\n1,2,X\n",
            "onset,offset,pitch,confidence\n1,2,60,1.5\n0,1,61,-1\n",
            "time,hz\n0,1\n",
            "onset,offset\n0,1\n",
            "0,1,20\n1,2,20\n",
            "0,1,19\n1,2,19\n",
            "start,end,pitch,velocity,pitch_bend\n0,1,60,1,2,3,4\n1,2,61,1\n",
            "0,1,60,x\n1,2,61,y\n",
            "0.0,60,0.02\n0.5,62,0.5\n0.9,61,0.7\n",
        ),
        texts(
            "bass",
            "time,pitch\n0,40\n1,0\n2,E1\n3,rest\n",
            "time,name,confidence\n0,E1,2\n1,,0.5\n",
            "onset,offset,pitch\n0,1,40\n",
            "time,x\n0,1\n",
            "time,pitch\n0,130\n",
            "",
            "time,pitch\n0,r\n1,x\n",
        ),
        texts(
            "lab",
            "0\t1\tA\n1\t3\tB\n",
            "0 A\n4 B\n9 End\n",
            "0\tA\n4\tB\n9\tC\n",
            "0,1,4,A\n4,2,5,B\n",
            "0\t1\n1\t2\n",
            "0\t1\n",
            "0 5\n4 6\n9 7\n",
            "0\n1\n",
            "0\t2\tA\n1\t3\tB\n",
            "0\t2\tA\n1.98\t3\tB\n",
            "0\t2\tA\n1.979\t3\tB\n",
            "0\t2\tA\n2.02\t3\tB\n",
            "0\t2\tA\n2.021\t3\t-\n",
            "2\t1\tA\n",
            "1\t1\tA\n1\t2\tB\n",
            "0\t2\tA x, y\n2\t3\tB\n",
            "0\t1\t4\tA\n4\t5\t2\tB\n",
            "0\t4\t4\tA\n4\t8\t4\tB\n",
            "4 B\n0 A\n9 End\n",
            "0 A\n4 B\n4 fin\n",
            "1\t2\tB\n0\t1\tA\n",
            "0\t0.5\t3\n0.5\t2\t4\n",
        ),
        texts(
            "sections",
            "start,end,level,label\n0,4,coarse,A\n0,2,fine,a\n2,4,fine,b\n",
            "start,end,level\n0,1,x\n",
            "start,duration,label\n0,4,A\n4,2,B\n",
            "time,label\n0,A\n2,End\n",
            "time,label\n0,A\n2,B\n",
            "start,end,label,confidence\n0,4,A,0.5\n4,5,B,2\n",
            "end,label\n1,A\n",
            "start,end,level\n0,1,fine\n",
            'start,end,label\n0,4,"A, B"\n',
            "start,end\n0,4\n",
            "",
        ),
    ]


def corners() -> list[object]:
    """Quotes between blanks, empty cells at ends, whole numbers, frames of crepe, counted bars."""
    crepe = [f"{0.01 * at:.2f},440,0.9\n" for at in range(5)]
    bars = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.3", "4.1", "4.2"]
    return [
        texts(
            "beats",
            '"0.5"\t"1"\n"1.0"\t"2"\n',
            '0.5\t"a\n1\t"b"\n',
            '0.5 "1,5"\n',
            '"0,5";"1"\n"1,0";"2"\n',
            '0.5, "1"\n1.0, "2"\n',
            '0.5,"1\n',
            "0.5\t\n1\t\n",
            "0.5,1,\n1,2,\n",
            "10,0\n11,0\n",
            "10,01\n11,02\n",
            "10,1,2\n11,2,3\n",
            "0.5 0.6 2\n1 1.1 3\n",
            "0.5 0.6 beat\n1 1.1 beat\n",
            "0.5 0.6 x\n1 1.1 y\n",
            "5 1 1\n6 1 2\n7 2 1\n",
            "5 2 1\n6 1 2\n7 2 1\n",
            "5 1.5 1\n6 1 2\n",
            "0.5\t-1\n1\t-1.0\n",
            "0.5\t-1\n1\t1\n",
            "".join(f"{at}\t{number}\n" for at, number in enumerate(bars)),
            "".join(f"{at}\t{number}\n" for at, number in enumerate(bars[::2])),
            "0\t1.1\n1\t1.1\n",
            "0\t1.2\n1\t1.1\n",
            "0\t1.2\n1\t2.1\n2\t2.2\n3\t3.1\n",
            "time,pitch\n0,1\n1,2\n",
            "time,end,pitch\n0,1,1\n1,2,2\n",
            "time,hz,beat\n0,1,1\n1,2,2\n",
        ),
        texts("csv", "1,5\n2,5\n", "1,50\n2,50\n"),
        texts(
            "lab",
            "0\t1\n4\tB\n9\tEnd\n",
            "0\tA\tx\n4\t5\ty\n",
            "0\tA\tx\n4\tB\ty\n9\tEnd\t\n",
            "0 3 A\n3 5 B\n5 5 C\n",
            "0 3 3 A\n3 5 2 B\n",
            "0 3 4 A\n3 5 6 B\n",
            "1 3 2 A\n4 5 1 B\n",
        ),
        texts("audacity", "1,50\n2,50\n", "1,5\n2,5\n", "0\t4\tsection A\n9\t9\tC4 x\n"),
        texts(
            "f0",
            "".join(crepe),
            "".join(crepe[:2]),
            "".join(crepe).replace("0.9", "1"),
            "".join(crepe).replace("0.9", "0"),
            "".join(crepe).replace("0.9", "1.01"),
            "".join(crepe).replace("0.9", "0.02"),
            "".join(crepe).replace("0.04", "0.0401"),
            "".join(crepe).replace("0.04", "0.0402"),
            "time,pitch\n0,60\n1,-1\n2,127\n",
            "time,pitch\n0,127.5\n1,60\n",
        ),
        texts(
            "notes",
            "".join(crepe),
            "0,0.5,440,x,y\n1,1.5,450,x,y\n",
            "1,0.5,60,9\n2,0.5,62,9\n",
            "1,1,60\n2,1,62\n",
            "1,60,0.5,9,9\n2,62,0.5,9,9\n",
        ),
        [
            read(content.text_of, (mark + "1\t2\n" * 3000).encode("utf-16-le"), "x")[:9]
            for mark in "1\ufeff"
        ],
    ]


def encodings() -> list[object]:
    word = "0.5\tä\n"
    names = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
    others = [
        b"0.5\x00\n",
        b"\xff\xfe\x00",
        b"\x001\x00.\x005\x00\n",
        b"\xe4\x01",
        b"\xe4\x7f",
        b"1\x00.\x005\x00",
        b"\xfe\xff\x001",
        b"\xff\xfe\x00\x001\x00\x00\x00",
        b"",
        b"0\xe4\x1c\t",
    ]
    return [
        [read(content.text_of, word.encode(name), "x") for name in names],
        [read(content.text_of, each, "x") for each in others],
    ]


CASES: Cases = {
    "tables": tables,
    "encodings": encodings,
    "corners": corners,
    "numbers": lambda: [
        [rows.seconds(time) for time in (0, 0.46, 1 / 3, 1.5, 0.1234565, 86400)],
        [
            rows.is_number(cell)
            for cell in ("1", "-1.5e3", ".5", "5.", "1,5", "", "e5", "0x1", "\u0661")
        ],
        [rows.is_numeric(cell) for cell in ("1,5", "1,5,5", "x")],
        [delimiters.has_comma(cell) for cell in (" 1,5 ", ",5", "5,", "1.5", "-1,0")],
        [delimiters.counting(each) for each in ([1, 2, 3, 1], [2, 3, 1, 2], [1, 3], [0, 1], [])],
        list(rows.lines("a\n\n  # b\nc\r\nd", "x")),
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_is_that_of_the_table(name):
    check(__file__, name, CASES)
