"""What is written as BibTeX can be read, and says what the papers say."""

import re
from dataclasses import replace

from lausch.literature import literature
from lausch.literature.listing import bibtex

SURVEY = literature()


def parse(text):
    """Entries as (kind, key, fields); braces must balance, and nothing may stand between."""
    entries = []
    at = 0
    while match := re.compile(r"\s*@(\w+)\{([^\s,{}]+),").match(text, at):
        at = match.end()
        fields = {}
        while field := re.compile(r"\s*(\w+) = \{").match(text, at):
            depth, end = 1, field.end()
            while depth:
                letter = text[end]
                escaped = text[end - 1] == "\\"
                depth += 0 if escaped else (letter == "{") - (letter == "}")
                end += 1
            fields[field[1]] = text[field.end() : end - 1]
            assert text[end] == ","
            at = end + 1
        closing = re.compile(r"\s*\}\n").match(text, at)
        assert closing, text[at : at + 80]
        at = closing.end()
        entries.append((match[1], match[2], fields))
    assert not text[at:].strip(), text[at:][:80]
    return entries


def test_all_papers_can_be_read_again():
    entries = parse(bibtex(SURVEY.papers))
    assert [key for _, key, _ in entries] == [paper.key for paper in SURVEY.papers]
    for (kind, _, fields), paper in zip(entries, SURVEY.papers, strict=True):
        assert fields["author"].split(" and ") == list(paper.authors)
        assert re.sub("[{}]", "", fields["title"]) == paper.title
        assert int(fields["year"]) == paper.year
        assert ("journal" if kind == "article" else "booktitle") in fields
        assert fields.get("pages", "") == paper.pages.replace("–", "--")


def test_a_journal_has_volume_and_number():
    (_, _, fields), *_ = parse(bibtex([SURVEY.find("sigtia2016")]))
    assert (fields["volume"], fields["number"]) == ("24", "5")
    assert fields["journal"].endswith("Speech, and Language Processing")


def test_capitals_stay_and_signs_of_tex_are_escaped():
    paper = replace(SURVEY.find("balke2017"), title="An LSTM for R&B {at 100 %} with f_0")
    (_, _, fields), *_ = parse(bibtex([paper]))
    assert fields["title"] == r"An {LSTM} for {R\&B} \{at 100 \%\} with f\_0"
