"""`medcoding sandbox` answers the one question that an instructor has before a course with programs begins."""

from click.testing import CliRunner

from medcoding.cli import cli


def test_it_says_that_programs_can_be_locked_in_here() -> None:
    done = CliRunner().invoke(cli, ["sandbox"])
    assert done.exit_code == 0, done.output
    assert "can be run locked in here: no network" in done.output
