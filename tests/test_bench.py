"""The lines and exit statuses of `python -m bench`; what they measure is no matter for a timed test."""

import pytest

from bench import __main__ as bench
from bench import home
from bench.figures import Figure


def test_a_figure_within_its_floor_is_ok_and_one_beyond_it_falls_short() -> None:
    assert str(Figure("home", 6.0, "ms", 8.0)) == "home 6.00 ms 8 0.75 ok"
    assert str(Figure("rates", 4.5, "x", 3.0)) == "rates 4.50 x 3 1.50 short"
    assert str(Figure("kills-browser", 0, "falls", 0)) == "kills-browser 0.00 falls 0 0.00 ok"
    assert str(Figure("kills-browser", 1, "falls", 0)) == "kills-browser 1.00 falls 0 inf short"


@pytest.mark.parametrize(("measured", "status"), [(8.0, 0), (8.1, 1)])
def test_the_exit_status_says_whether_the_figure_holds(
    measured: float, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(home, "measure", lambda _size: Figure("home", measured, "ms", 8.0))
    assert bench.main(["home"]) == status
    assert capsys.readouterr().out.splitlines()[-1].startswith("home 8.")


def test_an_unknown_benchmark_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["lunch"]) == 2
    assert "There is no benchmark lunch; there are api, home," in capsys.readouterr().out


@pytest.mark.parametrize("size", ["0", "many", "-1", "1.5"])
def test_a_senseless_size_is_one_sentence(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIZE", size)
    with pytest.raises(SystemExit, match="not a number like 2000"):
        bench.main(["home"])
