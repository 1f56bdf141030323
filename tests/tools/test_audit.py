"""An audit that did not look is not an audit that found nothing."""

from tools.audit import audit_python, judge_front_end, judge_python, locked, read_json, rounds

LOCK = """\
django==5.2.19 \\
    --hash=sha256:00
contourpy==1.3.3 ; python_full_version < '3.12' \\
    --hash=sha256:00
contourpy==1.4.0 ; python_full_version >= '3.12' \\
    --hash=sha256:00
psycopg[binary]==3.3.9
    # via -r requirements/runtime.in
"""
DJANGO = ("django", "5.2.19")


def test_a_lock_is_read_whole() -> None:
    assert locked(LOCK) == {DJANGO, ("contourpy", "1.3.3"), ("contourpy", "1.4.0"), ("psycopg", "3.3.9")}


def test_each_version_of_a_package_is_asked_about() -> None:
    shared = list(rounds(locked(LOCK)))
    assert set().union(*shared) == locked(LOCK)
    assert all(len({name for name, _ in chosen}) == len(chosen) for chosen in shared)


def test_a_package_looked_up_and_sound_passes() -> None:
    report = {"dependencies": [{"name": "Django", "version": "5.2.19", "vulns": []}]}
    assert judge_python({DJANGO}, report) == []


def test_a_known_vulnerability_fails() -> None:
    report = {"dependencies": [{"name": "django", "version": "5.2.19", "vulns": [{"id": "CVE-0000-1"}]}]}
    assert judge_python({DJANGO}, report) == ["django 5.2.19: CVE-0000-1"]


def test_a_package_that_the_source_does_not_know_fails() -> None:
    report = {"dependencies": [{"name": "django", "skip_reason": "not found"}]}
    assert judge_python({DJANGO}, report) == ["django 5.2.19: not audited"]


def test_a_report_that_cannot_be_read_fails() -> None:
    assert judge_python({DJANGO}, read_json("no route to host")) == ["django 5.2.19: not audited"]
    assert judge_front_end(read_json("")) == ["front-end packages: not audited"]
    assert judge_front_end({"error": {"code": "ENOTFOUND"}}) == ["front-end packages: not audited"]


def test_front_end_packages_are_judged() -> None:
    assert judge_front_end({"vulnerabilities": {}}) == []
    assert judge_front_end({"vulnerabilities": {"bootstrap": {"severity": "high"}}}) == ["bootstrap: high"]


def test_a_source_out_of_reach_is_a_failure() -> None:
    """The real auditor, asked about a source where nobody answers."""
    nobody = "http://127.0.0.1:9/query"
    faults = audit_python({DJANGO}, "--vulnerability-service", "osv", "--osv-url", nobody)
    assert faults == ["django 5.2.19: not audited"]
