"""SIRET numbers as spreadsheets mangle them: repaired when sure, explained otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.organisations.siret import (
    Fault,
    Repair,
    grouped,
    is_siret,
    luhn,
    read_siren,
    read_siret,
)


def completed(start: str) -> str:
    return next(f"{start}{digit}" for digit in range(10) if luhn(f"{start}{digit}"))


@st.composite
def sirets(draw: st.DrawFn) -> str:
    siren = completed(draw(st.text("0123456789", min_size=8, max_size=8).filter(int)))
    return completed(siren + draw(st.text("0123456789", min_size=4, max_size=4)))


@given(sirets())
def test_a_sound_number_is_read_however_it_is_grouped(siret: str) -> None:
    for written in (siret, grouped(siret), f" {siret[:9]} {siret[9:]} ", ".".join([siret[:9], siret[9:]])):
        assert read_siret(written).value == siret


@given(sirets())
def test_zeros_lost_by_a_spreadsheet_are_given_back_with_a_warning(siret: str) -> None:
    zeros = len(siret) - len(siret.lstrip("0"))
    if not 0 < zeros <= 4:
        return
    reading = read_siret(siret.lstrip("0"))
    assert (reading.value, reading.repairs) == (siret, (Repair.LEADING_ZEROS,))


@given(sirets(), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_seen(siret: str, at: int, by: int) -> None:
    if siret.startswith("356000000"):
        return
    wrong = siret[:at] + str((int(siret[at]) + by) % 10) + siret[at + 1 :]
    assert read_siret(wrong).fault == Fault.CHECK_DIGIT


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("3,56E+13", Fault.SCIENTIFIC),
        ("3.56000000E+13", Fault.SCIENTIFIC),
        ("RNA W543000000", Fault.NOT_DIGITS),
        ("123", Fault.LENGTH),
        ("123456789012345678", Fault.LENGTH),
        ("٣٥٦٠٠٠٠٠٠٠٠٠٤٨", Fault.NOT_DIGITS),
    ],
)
def test_what_cannot_be_read_says_why(text: str, fault: Fault) -> None:
    assert read_siret(text).fault == fault


def test_a_number_cell_is_read_without_its_decimals() -> None:
    siret = completed(completed("73282932") + "0007")
    assert read_siret(f"{siret}.0").value == siret
    assert Repair.NUMBER_END in read_siret(f"{siret},00").repairs


def test_the_establishments_of_la_poste_have_their_own_check() -> None:
    assert is_siret("35600000000048")
    by_fives = "35600000049837"
    assert not luhn(by_fives)
    assert sum(map(int, by_fives)) % 5 == 0
    assert is_siret(by_fives)
    assert not is_siret("35600000049838")


def test_an_empty_cell_is_no_fault() -> None:
    assert read_siret("  ").value == read_siren("").value == ""
    assert read_siret("").fault is None


def test_numbers_are_shown_in_groups() -> None:
    assert grouped("73282932000074") == "732\u00a0829\u00a0320\u00a000074"
    assert grouped("732829320") == "732\u00a0829\u00a0320"
