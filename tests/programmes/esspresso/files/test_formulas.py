"""A formula is told where it stands: its stored result may be old."""

from tests.programmes.esspresso.lists import codes, open_cell, open_document, read, workbook


def test_a_formula_is_an_error_where_it_stands_even_with_its_result():
    rows = [["code", "ess", "quota_max"], ["A1", "oui", "=SUM(1,2)"], ["B2", "non", 2], ["C3", "oui", 2]]
    reading = read(workbook(("p", rows)), names=("p.xlsx", "s.csv", ""))
    assert codes(reading.errors)[0] == "formula"
    assert (reading.errors[0].place.line, reading.errors[0].place.column) == (2, "quota_max")


def test_a_formula_of_an_open_document_is_seen_past_cells_and_rows_told_once():
    """LibreOffice stores equal cells once, with how often they are repeated."""
    rows = (
        "<table:table-row table:number-rows-repeated='2'><table:table-cell/></table:table-row>"
        "<table:table-row>{titles}</table:table-row>"
        "<table:table-row>{alpha}</table:table-row>"
        "<table:table-row>{gamma}</table:table-row>"
    ).format(
        titles="".join(map(open_cell, ("code", "ess", "quota_max"))),
        alpha=open_cell("A1") + open_cell("oui") + open_cell("2"),
        gamma=open_cell("C3") + open_cell("oui") + open_cell("3", "of:=SUM(1;2)"),
    )
    reading = read(open_document(rows), "de;vers;rang\nA1;C3;1\n", names=("p.ods", "s.csv", ""))
    assert codes(reading.errors) == ["formula"]
    assert (reading.errors[0].place.line, reading.errors[0].place.column) == (5, "quota_max")
    right = read(
        open_document(rows.replace(" table:formula='of:=SUM(1;2)'", "")), names=("p.ods", "s.csv", "")
    )
    assert "formula" not in codes(right.errors)
