"""The page for other libraries, as far as the tests' own packages bring these."""

from __future__ import annotations

from starterkit import code, mydata


def test_tables_and_features_are_as_the_page_says(tmp_path, monkeypatch, capsys):
    mydata(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(compile(code("pandas", "scikit-learn"), "starter_kit.md", "exec"), names)
    assert set(names["recordings"].split) == {"train", "validation", "test"}
    assert names["recordings"].bpm.between(89, 152).all()
    assert "drift" in capsys.readouterr().out
    assert names["machine"].score(*names["rows"]("train")) == 1
