"""`lausch report solo`: how well the line of a soloist or singer is followed."""

from __future__ import annotations

from pathlib import Path

import click

CORPORA = "mir1k"
OUT = Path("reports/solo.md")


def report_solo(
    on: str, data: Path | None, corpora: Path | None, rivals_folder: Path | None, out: Path
) -> None:
    """Score the rivals' lines on annotated ones; write the page, its figure and its CSV."""
    from lausch.corpora.registry import open_corpus
    from lausch.evaluation.line_rivals import measure_line_rivals, open_line_rivals
    from lausch.evaluation.rivals import versions
    from lausch.evaluation.solo_report import (
        SoloEvidence,
        lines_csv,
        solo_page,
        write_solo_figure,
    )
    from lausch.formats.atomic import replacing

    if rivals_folder is None:
        raise click.UsageError(
            "no model of lausch follows solos yet, so this report is of rivals alone: give what "
            "`benchmarks/rivals_solo.py --out` was given with --rivals FOLDER"
        )
    names = [name.strip() for name in on.split(",") if name.strip()]
    opened = [each for name in names for each in open_corpus(name, data=data, rendered=corpora)]
    rows = measure_line_rivals(open_line_rivals(rivals_folder), opened)
    if not rows:
        raise click.UsageError(
            f"{rivals_folder} holds no f0 of a test track with an annotated line in {on}"
        )
    words = ["lausch report solo --data DATA --rivals RIVALS"]
    words += [f"--on {on}"] if on != CORPORA else []
    here = {row.corpus for row in rows}
    evidence = SoloEvidence(
        corpora=tuple(corpus for corpus in opened if corpus.name in here),
        rows=tuple(rows),
        versions=versions(rivals_folder),
        command=" ".join(words),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    figure, tracks = out.with_name(f"{out.stem}-scores.png"), out.with_suffix(".csv")
    write_solo_figure(evidence, figure)
    with replacing(out) as temporary:
        temporary.write_text(solo_page(evidence, figure.name, tracks.name), encoding="utf-8")
    with replacing(tracks) as temporary:
        temporary.write_text(lines_csv(rows), encoding="utf-8")
    click.echo(f"{out}: {len({row.key for row in rows})} tracks")
